import { describe, expect, it } from 'vitest';
import { analyse, ANALYSIS_SIDE } from '../../../packages/core/src/analyse/analyse.js';
import type { Statistics } from '../../../packages/core/src/analyse/analysis.js';
import { measureStatistics } from '../../../packages/core/src/analyse/statistics.js';
import { InvalidRasterError } from '../../../packages/core/src/errors.js';
import { convertBitDepth, convertEncoding } from '../../../packages/core/src/raster/convert.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { TOLERANCES } from '../../tolerances.js';

const HISTOGRAM_NAMES = ['red', 'green', 'blue', 'luma', 'maximum', 'minimum'] as const;

/** Pixels of every kind: ramps, saturated colours, black, white; alpha from a coarse ramp. */
function testRaster(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set([(pixel * 37) % 256, (pixel * 101 + 13) % 256, (pixel * 61 + (pixel >> 5)) % 256, [0, 51, 204, 255][pixel % 4]], pixel * 4);
  }
  return { data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

function expectFinite(statistics: Statistics): void {
  expect([...statistics.meanRgb, statistics.meanLuma, statistics.meanChroma].every(Number.isFinite)).toBe(true);
  for (const name of HISTOGRAM_NAMES) expect(statistics[name].counts.every((count) => count >= 0 && Number.isFinite(count))).toBe(true);
}

function expectSameStatistics(actual: Statistics, expected: Statistics): void {
  actual.meanRgb.forEach((mean, channel) => expect(Math.abs(mean - expected.meanRgb[channel])).toBeLessThan(TOLERANCES.analyse.mean));
  expect(Math.abs(actual.meanLuma - expected.meanLuma)).toBeLessThan(TOLERANCES.analyse.mean);
  expect(Math.abs(actual.meanChroma - expected.meanChroma)).toBeLessThan(TOLERANCES.analyse.mean);
  for (const name of HISTOGRAM_NAMES) {
    expect(actual[name].total).toBeCloseTo(expected[name].total, 3);
    // Values at a bin's very edge may round to either side in float32; the running counts then differ by one pixel or two.
    let [difference, largest] = [0, 0];
    actual[name].counts.forEach((count, bin) => {
      difference += count - expected[name].counts[bin];
      largest = Math.max(largest, Math.abs(difference));
    });
    expect(largest / expected[name].total).toBeLessThan(TOLERANCES.analyse.fraction);
  }
}

describe('analyse', () => {
  it('measures every pixel, not the copy', () => {
    // One white pixel in 3000 x 1000: the copy hides it, the statistics must not.
    const data = new Uint8Array(3000 * 1000 * 3).fill(100);
    data.fill(255, 300, 303);
    const analysis = analyse({ data, width: 3000, height: 1000, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
    expect([analysis.copy.width, analysis.copy.height]).toEqual([ANALYSIS_SIDE, 171]);
    expect([analysis.sourceWidth, analysis.sourceHeight]).toEqual([3000, 1000]);
    expect(analysis.statistics.maximum.counts.at(-1)).toBeCloseTo(1, 9);
    expect(analysis.clipped.whiteFraction).toBeCloseTo(1 / 3e6, 12);
    expect(analysis.clipped.blackFraction).toBe(0);
  });

  it('measures the same photo alike at 8 bit, 16 bit, float and in linear light', () => {
    const raster = testRaster(97, 53);
    const reference = analyse(raster);
    for (const other of [convertBitDepth(raster, 16), convertBitDepth(raster, 32), convertEncoding(raster, 'linear-srgb')]) {
      const analysis = analyse(other);
      expectSameStatistics(analysis.statistics, reference.statistics);
      expect(analysis.clipped.blackFraction).toBeCloseTo(reference.clipped.blackFraction, 5);
    }
  });

  it('agrees with statistics of the copy when the copy is the photo', () => {
    const raster = testRaster(97, 53);
    const analysis = analyse(raster);
    expectSameStatistics(measureStatistics(analysis.copy), analysis.statistics);
  });

  it('finds the statistics of four known colours', () => {
    const data = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 51, 51, 51]);
    const { statistics, clipped } = analyse({ data, width: 2, height: 2, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
    statistics.meanRgb.forEach((mean) => expect(mean).toBeCloseTo(0.3, 12));
    expect(statistics.meanLuma).toBeCloseTo(0.3, 12);
    expect(statistics.meanChroma).toBeCloseTo(0.75, 12);
    expect(clipped).toEqual({ blackFraction: 0.75, whiteFraction: 0.75 });
  });

  it('weights pixels by alpha', () => {
    const data = Uint8Array.from([255, 255, 255, 255, 0, 0, 0, 85, 7, 77, 177, 0]);
    const { statistics, clipped } = analyse({ data, width: 3, height: 1, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' });
    expect(statistics.meanLuma).toBeCloseTo(0.75, 12);
    expect(clipped.blackFraction).toBeCloseTo(0.25, 12);
    expect(clipped.whiteFraction).toBeCloseTo(0.75, 12);
  });

  it.each([
    ['black', [0, 0, 0, 255]],
    ['white', [255, 255, 255, 255]],
    ['transparent', [12, 34, 56, 0]],
  ] as const)('gives finite numbers for an all-%s picture, one pixel or a thin row', (_, pixel) => {
    for (const [width, height] of [[1, 1], [700, 1], [1, 700], [40, 40]]) {
      const data = Uint8Array.from({ length: width * height * 4 }, (__, index) => pixel[index % 4]);
      for (const bitDepth of [8, 16, 32] as const) {
        const raster = convertBitDepth({ data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' }, bitDepth);
        const analysis = analyse(raster);
        expectFinite(analysis.statistics);
        expectFinite(measureStatistics(analysis.copy));
        expect(analysis.copy.rgb.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('gives mid-grey means and empty histograms when nothing is covered', () => {
    const { statistics, clipped } = analyse({ data: new Uint8Array(16), width: 2, height: 2, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' });
    expect(statistics.meanRgb).toEqual([0.5, 0.5, 0.5]);
    expect(statistics.meanLuma).toBe(0.5);
    for (const name of HISTOGRAM_NAMES) expect(statistics[name].total).toBe(0);
    expect(clipped).toEqual({ blackFraction: 0, whiteFraction: 0 });
  });

  it('counts NaN and infinities of float pictures as 0', () => {
    const data = Float32Array.from([NaN, Infinity, -Infinity]);
    const { statistics, copy } = analyse({ data, width: 1, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' });
    expect(statistics.meanRgb).toEqual([0, 0, 0]);
    expect([...copy.rgb]).toEqual([0, 0, 0]);
  });

  it('counts values outside 0..1 in the end bins and keeps them in the means', () => {
    const data = Float32Array.from([-1, 0.5, 3]);
    const { statistics, clipped } = analyse({ data, width: 1, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' });
    expect(statistics.meanRgb).toEqual([-1, 0.5, 3]);
    expect(statistics.blue.counts.at(-1)).toBe(1);
    expect(statistics.red.counts[0]).toBe(1);
    expect(clipped).toEqual({ blackFraction: 1, whiteFraction: 1 });
  });

  it('refuses a raster that is not well formed', () => {
    expect(() => analyse({ ...testRaster(4, 4), width: 5 })).toThrow(InvalidRasterError);
  });

  it('stops with the signal’s own reason', () => {
    const reason = new Error('enough');
    expect(() => analyse(testRaster(4, 4), { signal: { aborted: true, reason } })).toThrow(reason);
  });
});
