import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SmallCopy } from '../../../packages/core/src/analyse/analysis.js';
import { estimateIlluminant } from '../../../packages/core/src/analyse/illuminant.js';
import { linearToSrgb, srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import { resampleAreaToCopy } from '../../../packages/core/src/raster/resample-area.js';
import { TOLERANCES } from '../../tolerances.js';

const GOOD_PHOTOS = fileURLToPath(new URL('../../photos/good/', import.meta.url));
const NO_CAST = { linearRgb: [1, 1, 1], confidence: 0 };

type Rgb = readonly [number, number, number];

function angleDegrees(a: Rgb, b: Rgb): number {
  const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  return (Math.acos(Math.min(dot / (Math.hypot(...a) * Math.hypot(...b)), 1)) * 180) / Math.PI;
}

/** A cast as a camera leaves it: gains in linear light at equal luminance, fading where the picture nears clipping. */
function addCast(copy: SmallCopy, gains: Rgb): SmallCopy {
  const luminance = 0.2126 * gains[0] + 0.7152 * gains[1] + 0.0722 * gains[2];
  const rgb = new Float32Array(copy.rgb.length);
  for (let index = 0; index < rgb.length; index += 3) {
    const brightest = Math.max(...copy.rgb.subarray(index, index + 3));
    const ramp = Math.min(Math.max((brightest - 0.88) / 0.1, 0), 1);
    const clipped = ramp * ramp * (3 - 2 * ramp);
    for (let channel = 0; channel < 3; channel++) {
      const linear = srgbToLinear(copy.rgb[index + channel]);
      rgb[index + channel] = linearToSrgb(Math.min(linear * (clipped + ((1 - clipped) * gains[channel]) / luminance), 1));
    }
  }
  return { ...copy, rgb };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function copyOf(width: number, height: number, colorAt: (x: number, y: number) => Rgb, weights?: Float32Array): SmallCopy {
  const rgb = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(colorAt(x, y), (y * width + x) * 3);
  return { rgb, weights, width, height, space: 'srgb' };
}

describe('estimateIlluminant on finished photographs', () => {
  let copies: SmallCopy[];
  beforeAll(async () => {
    const names = readdirSync(GOOD_PHOTOS).filter((name) => name.endsWith('.jpg'));
    copies = await Promise.all(
      names.map(async (name) => {
        const { data, info } = await sharp(GOOD_PHOTOS + name).removeAlpha().raw().toBuffer({ resolveWithObject: true });
        return resampleAreaToCopy({ data, width: info.width, height: info.height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' }, 512);
      }),
    );
  });

  const anglesLeft = (gains: Rgb): number[] => copies.map((copy) => angleDegrees(estimateIlluminant(addCast(copy, gains)).linearRgb, gains));

  it('finds little to correct where nothing was added', () => {
    const angles = copies.map((copy) => angleDegrees(estimateIlluminant(copy).linearRgb, [1, 1, 1]));
    expect(angles).toHaveLength(21);
    expect(mean(angles)).toBeLessThan(TOLERANCES.analyse.falseCastDegrees);
  });

  // Linear sRGB of the light over that of 6504 K: Planckian or daylight chromaticity, Bruce Lindbloom's matrices.
  it.each([
    ['3000 K', [2.092, 1, 0.323]],
    ['4200 K', [1.413, 1, 0.574]],
    ['4200 K, magenta', [1.53, 1, 0.622]],
  ] as const)('finds more than half of the cast of a lamp of %s', (_, gains) => {
    expect(mean(anglesLeft(gains))).toBeLessThan(TOLERANCES.analyse.lampCastLeftFraction * angleDegrees(gains, [1, 1, 1]));
  });

  // Blue casts are the weak side: a photo of sky and water looks much like one taken in the shade.
  it.each([
    ['9000 K', [0.849, 1, 1.301]],
    ['9000 K, green', [0.784, 1, 1.201]],
  ] as const)('leaves less of a shade cast of %s than there was', (_, gains) => {
    expect(mean(anglesLeft(gains))).toBeLessThan(angleDegrees(gains, [1, 1, 1]));
  });

  it('moves the estimate the way the light moved, on every photo it does not abstain from', () => {
    let judgedCount = 0;
    for (const copy of copies) {
      const warm = estimateIlluminant(addCast(copy, [1.413, 1, 0.574]));
      const cold = estimateIlluminant(addCast(copy, [0.849, 1, 1.301]));
      if (warm.confidence === 0 || cold.confidence === 0) continue;
      judgedCount++;
      expect(warm.linearRgb[0] / warm.linearRgb[2]).toBeGreaterThan(cold.linearRgb[0] / cold.linearRgb[2]);
    }
    expect(judgedCount).toBeGreaterThan(copies.length / 2);
  });

  it('does not read uncovered pixels', () => {
    const copy = copies[0];
    const weights = Float32Array.from({ length: copy.width * copy.height }, (_, pixel) => Number(pixel % copy.width < copy.width / 2));
    const painted = Float32Array.from(copy.rgb, (value, index) => (weights[Math.floor(index / 3)] === 1 ? value : [1, 0, 0.5][index % 3]));
    expect(estimateIlluminant({ ...copy, rgb: painted, weights })).toEqual(estimateIlluminant({ ...copy, weights }));
  });

  it('finds no cast in the same photos turned black and white, or toned with one ink', () => {
    for (const copy of copies) {
      const tone = (ink: Rgb): SmallCopy =>
        copyOf(copy.width, copy.height, (x, y) => {
          const grey = copy.rgb[(y * copy.width + x) * 3 + 1];
          return [grey * ink[0], grey * ink[1], grey * ink[2]];
        });
      expect(estimateIlluminant(tone([1, 1, 1]))).toEqual(NO_CAST);
      expect(estimateIlluminant(tone([1, 0.9, 0.75])).confidence).toBeLessThan(TOLERANCES.analyse.tonedConfidence);
    }
  });
});

describe('estimateIlluminant without evidence', () => {
  it.each([
    ['flat colour', copyOf(64, 64, () => [0.7, 0.5, 0.3])],
    ['black', copyOf(64, 64, () => [0, 0, 0])],
    ['white', copyOf(64, 64, () => [1, 1, 1])],
    ['one pixel', copyOf(1, 1, () => [0.6, 0.5, 0.2])],
    ['one row', copyOf(300, 1, (x) => [x / 300, 0.5, 0.2])],
    ['transparent', copyOf(64, 64, (x, y) => [x / 64, y / 64, 0.5], new Float32Array(64 * 64))],
    ['not-a-number', copyOf(64, 64, () => [NaN, Infinity, -Infinity])],
  ])('says no cast, confidence 0: %s', (_, copy) => {
    expect(estimateIlluminant(copy)).toEqual(NO_CAST);
  });
});
