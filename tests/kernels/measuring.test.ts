import type { Raster } from '@openretouch/core';
import { createWasmKernels, type IntegerRaster } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { measureRaster } from '../../packages/core/src/analyse/measure-raster.js';
import { resampleAreaToCopy } from '../../packages/core/src/raster/resample-area.js';
import { TOLERANCES } from '../tolerances.js';
import { neutralRamp, noise } from './pictures.js';

const kernels = await createWasmKernels();
const integer = (raster: Raster): IntegerRaster => raster as IntegerRaster;

/** Opaque and covered, with and without a fourth channel, both depths, more than one chunk. */
const PICTURES = ([8, 16] as const).flatMap((bitDepth) => [
  noise(131, 127, 4, bitDepth),
  noise(97, 89, 3, bitDepth),
  { ...noise(61, 47, 4, bitDepth), alpha: 'none' as const },
  neutralRamp(256, bitDepth),
]);

describe('counting levels', () => {
  it('agrees with the core on every bin, mean and clipped share', () => {
    for (const raster of PICTURES) {
      const counts = kernels.countLevels(integer(raster));
      const { statistics, clipped } = measureRaster(raster);
      for (const name of ['red', 'green', 'blue', 'maximum', 'minimum'] as const) {
        const bins = new Float64Array(1024);
        counts[name].forEach((count, i) => (bins[counts[name].length === 1024 ? i : Math.floor(Math.min((i / 255) * 1024, 1023))] += count));
        expect(largestDifference(bins, statistics[name].counts), `${name}, ${raster.bitDepth} bit`).toBeLessThanOrEqual(TOLERANCES.kernels.weights);
      }
      expect(largestDifference(counts.luma, statistics.luma.counts), `luma, ${raster.bitDepth} bit`).toBeLessThanOrEqual(TOLERANCES.kernels.weights);
      for (let c = 0; c < 3; c += 1) expect(counts.totals[c] / counts.weight).toBeCloseTo(statistics.meanRgb[c], 12);
      expect((counts.totals[3] - counts.totals[4]) / counts.weight).toBeCloseTo(statistics.meanChroma, 12);
      expect(counts.blackWeight / counts.weight).toBeCloseTo(clipped.blackFraction, 12);
      expect(counts.whiteWeight / counts.weight).toBeCloseTo(clipped.whiteFraction, 12);
    }
  });

  it('counts each level of a ramp once', () => {
    expect(kernels.countLevels(integer(neutralRamp(256, 8))).red).toEqual(new Float64Array(256).fill(1));
  });
});

describe('averaging areas', () => {
  it('agrees with the core at every ratio, with and without alpha', () => {
    for (const raster of PICTURES) {
      for (const side of [1, 7, 60, 10_000]) {
        const copy = resampleAreaToCopy(raster, side);
        const average = kernels.averageArea(integer(raster), copy.width, copy.height);
        const weights = copy.weights ?? new Float32Array(average.coverage.length).fill(1);
        // What the core invents where nothing is covered is not the average's business.
        const covered = copy.rgb.map((value, i) => (weights[Math.floor(i / 3)] > 0 ? value : 0));
        expect(largestDifference(average.rgb, covered), `side ${side}, ${raster.bitDepth} bit`).toBeLessThanOrEqual(TOLERANCES.kernels.areaAverage);
        expect(largestDifference(average.coverage, weights)).toBeLessThanOrEqual(TOLERANCES.kernels.areaAverage);
      }
    }
  });

  it('refuses to scale up, and sizes that are not whole', () => {
    const raster = integer(noise(8, 8, 4, 8));
    expect(() => kernels.averageArea(raster, 9, 4)).toThrowError('width: 9 (expected a whole number of pixels, 1 to 8)');
    expect(() => kernels.averageArea(raster, 4, 2.5)).toThrowError('height: 2.5 (expected a whole number of pixels, 1 to 8)');
  });
});

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < actual.length; i += 1) largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
  return largest;
}
