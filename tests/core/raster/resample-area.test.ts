import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import { InvalidArgumentError, InvalidRasterError } from '../../../packages/core/src/errors.js';
import type { Mask } from '../../../packages/core/src/raster/mask.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { resampleAreaToCopy, resampleMask, resampleMaskArea } from '../../../packages/core/src/raster/resample-area.js';
import golden from '../../golden/analyse.json' with { type: 'json' };
import { TOLERANCES } from '../../tolerances.js';

const TOLERANCE = TOLERANCES.raster.areaAverage;

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let index = 0; index < actual.length; index++) largest = Math.max(largest, Math.abs(actual[index] - expected[index]));
  return largest;
}

function floatRaster(width: number, height: number, data: Float32Array, form: Partial<Raster> = {}): Raster {
  return { data, width, height, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none', ...form };
}

function channelMean(rgb: Float32Array, channel: number): number {
  let sum = 0;
  for (let index = channel; index < rgb.length; index += 3) sum += rgb[index];
  return sum / (rgb.length / 3);
}

const pictures = fc
  .record({ width: fc.integer({ min: 1, max: 23 }), height: fc.integer({ min: 1, max: 23 }), side: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height, side }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      side: fc.constant(side),
      data: fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }),
    }),
  );

describe('resampleAreaToCopy', () => {
  it.each(golden.areas)('agrees with scikit-image resize_local_mean for $width x $height to $maximumSide', (area) => {
    const { width, height, pixels } = area;
    const forms: Raster[] = [
      { data: Uint8Array.from(pixels), width, height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' },
      { data: Uint16Array.from(pixels, (value) => value * 257), width, height, channels: 3, bitDepth: 16, encoding: 'srgb', alpha: 'none' },
      floatRaster(width, height, Float32Array.from(pixels, (value) => value / 255)),
      floatRaster(width, height, Float32Array.from(pixels, (value) => srgbToLinear(value / 255)), { encoding: 'linear-srgb' }),
    ];
    for (const raster of forms) {
      const copy = resampleAreaToCopy(raster, area.maximumSide);
      expect([copy.width, copy.height]).toEqual([area.outputWidth, area.outputHeight]);
      expect(largestDifference(copy.rgb, area.rgb)).toBeLessThan(TOLERANCE);
    }
  });

  it('keeps the mean of every channel', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, side, data }) => {
        const values = Float32Array.from(data, (value) => value / 255);
        const copy = resampleAreaToCopy({ data, width, height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' }, side);
        for (const channel of [0, 1, 2]) expect(Math.abs(channelMean(copy.rgb, channel) - channelMean(values, channel))).toBeLessThan(TOLERANCE);
      }),
      { seed: 1 },
    );
  });

  it('transposes its output when its input is transposed', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, side, data }) => {
        const transposed = new Uint8Array(data.length);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) transposed.set(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3), (x * height + y) * 3);
        }
        const form = { channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' } as const;
        const copy = resampleAreaToCopy({ ...form, data, width, height }, side);
        const turned = resampleAreaToCopy({ ...form, data: transposed, width: height, height: width }, side);
        expect([turned.width, turned.height]).toEqual([copy.height, copy.width]);
        for (let y = 0; y < copy.height; y++) {
          for (let x = 0; x < copy.width; x++) {
            const [from, to] = [(y * copy.width + x) * 3, (x * copy.height + y) * 3];
            expect(largestDifference(turned.rgb.subarray(to, to + 3), copy.rgb.subarray(from, from + 3))).toBeLessThan(TOLERANCE);
          }
        }
      }),
      { seed: 2 },
    );
  });

  it('keeps a constant picture constant at every size', () => {
    for (const side of [1, 3, 7, 50]) {
      const data = new Uint16Array(50 * 31 * 3).fill(12345);
      const copy = resampleAreaToCopy({ data, width: 50, height: 31, channels: 3, bitDepth: 16, encoding: 'display-p3', alpha: 'none' }, side);
      expect(largestDifference(copy.rgb, new Float32Array(copy.rgb.length).fill(12345 / 65535))).toBeLessThan(TOLERANCE);
      expect(copy.space).toBe('display-p3');
    }
  });

  it('never scales up', () => {
    const copy = resampleAreaToCopy(floatRaster(2, 3, new Float32Array(18).fill(0.25)), 512);
    expect([copy.width, copy.height]).toEqual([2, 3]);
  });

  it('keeps one pixel in the shorter side of a very long picture', () => {
    const copy = resampleAreaToCopy(floatRaster(1000, 1, new Float32Array(3000).fill(0.25)), 8);
    expect([copy.width, copy.height]).toEqual([8, 1]);
  });

  it('ignores the colour of transparent pixels and weights the others by alpha', () => {
    const data = Uint8Array.from([200, 100, 0, 255, 10, 20, 30, 0, 0, 0, 0, 51, 99, 98, 97, 0]);
    for (const [scaled, bitDepth] of [[data, 8], [Uint16Array.from(data, (value) => value * 257), 16], [Float32Array.from(data, (value) => value / 255), 32]] as const) {
      const copy = resampleAreaToCopy({ data: scaled, width: 2, height: 2, channels: 4, bitDepth, encoding: 'srgb', alpha: 'straight' }, 1);
      // One opaque pixel and one of a fifth coverage that is black: five sixths of the first colour.
      expect(largestDifference(copy.rgb, [200, 100, 0].map((value) => (value / 255) * (5 / 6)))).toBeLessThan(TOLERANCE);
      expect(copy.weights![0]).toBeCloseTo(0.3, 6);
    }
  });

  it('fills uncovered pixels with the mean of the covered ones, and a fully transparent picture with mid-grey', () => {
    const half = Uint8Array.from([255, 0, 51, 255, 9, 9, 9, 0]);
    const copy = resampleAreaToCopy({ data: half, width: 2, height: 1, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' }, 2);
    expect(largestDifference(copy.rgb, [1, 0, 0.2, 1, 0, 0.2])).toBeLessThan(TOLERANCE);
    const none = resampleAreaToCopy({ data: new Uint8Array(8), width: 2, height: 1, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' }, 2);
    expect([...none.rgb]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect([...none.weights!]).toEqual([0, 0]);
  });

  it('has no weights for an opaque picture, and does not read an alpha that is declared absent', () => {
    const data = Uint8Array.from([8, 8, 8, 255, 8, 8, 8, 255, 8, 8, 8, 255]);
    const form = { data, width: 3, height: 1, channels: 4, bitDepth: 8, encoding: 'srgb' } as const;
    expect(resampleAreaToCopy({ ...form, alpha: 'straight' }, 1).weights).toBeUndefined();
    expect(resampleAreaToCopy({ ...form, data: data.map((value) => (value === 255 ? 0 : value)), alpha: 'none' }, 1).rgb[0]).toBeCloseTo(8 / 255, 6);
  });

  it('counts NaN and infinities as 0 and keeps values outside 0..1', () => {
    const data = Float32Array.from([NaN, Infinity, -Infinity, 1, -0.5, 3]);
    expect([...resampleAreaToCopy(floatRaster(2, 1, data), 1).rgb]).toEqual([0.5, -0.25, 1.5]);
  });

  it('stops with the signal’s own reason', () => {
    const reason = new Error('enough');
    const raster = floatRaster(2, 2, new Float32Array(12));
    expect(() => resampleAreaToCopy(raster, 1, { signal: { aborted: true, reason } })).toThrow(reason);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a maximum side of %s', (side) => {
    expect(() => resampleAreaToCopy(floatRaster(1, 1, new Float32Array(3)), side)).toThrow(InvalidArgumentError);
  });
});

const byteMask = (samples: number[], width: number, height: number): Mask => ({ data: Uint8Array.from(samples), width, height });

describe('resampleMaskArea', () => {
  it.each(golden.maskAreas)('agrees with scikit-image resize_local_mean for $width x $height', (area) => {
    const coverage = resampleMaskArea(byteMask(area.samples, area.width, area.height), area.outputWidth, area.outputHeight);
    expect(largestDifference(coverage, area.coverage)).toBeLessThan(TOLERANCE);
  });

  it('clamps float coverage to 0..1 and reads NaN as 0', () => {
    const mask: Mask = { data: Float32Array.from([-1, 2, NaN, 0.5]), width: 4, height: 1 };
    expect([...resampleMaskArea(mask, 4, 1)]).toEqual([0, 1, 0, 0.5]);
  });

  it('refuses an empty size', () => {
    expect(() => resampleMaskArea(byteMask([0], 1, 1), 0, 1)).toThrow(InvalidRasterError);
  });
});

describe('resampleMask', () => {
  it.each(golden.maskBilinear)('agrees with scikit-image bilinear resize when scaling up', (area) => {
    const data = Float32Array.from(area.samples, (sample) => sample / 255);
    const mask = resampleMask({ data, width: area.width, height: area.height }, area.outputWidth, area.outputHeight);
    expect(largestDifference(mask.data, area.coverage)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.maskAreas)('is the area average, in the same array type, when scaling down', (area) => {
    const mask = resampleMask(byteMask(area.samples, area.width, area.height), area.outputWidth, area.outputHeight);
    expect(mask.data).toBeInstanceOf(Uint8Array);
    expect(largestDifference(mask.data, area.coverage.map((value) => value * 255))).toBeLessThanOrEqual(0.5 + TOLERANCE * 255);
  });

  it('returns the same mask when the size is already right', () => {
    const mask = byteMask([1, 2], 2, 1);
    expect(resampleMask(mask, 2, 1)).toBe(mask);
  });

  it('keeps full coverage full in every array type', () => {
    for (const data of [new Uint8Array(6).fill(255), new Uint16Array(6).fill(65535), new Float32Array(6).fill(1)]) {
      const scaled = resampleMask({ data, width: 3, height: 2 }, 7, 1);
      expect(new Set(scaled.data)).toEqual(new Set([data[0]]));
    }
  });
});
