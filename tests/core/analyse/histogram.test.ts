import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram, fractionAbove, fractionBelow, HISTOGRAM_BINS, percentile } from '../../../packages/core/src/analyse/histogram.js';
import { measureStatistics } from '../../../packages/core/src/analyse/statistics.js';
import golden from '../../golden/analyse.json' with { type: 'json' };
import { TOLERANCES } from '../../tolerances.js';

const { values, fractions, percentiles, thresholds, below } = golden.percentiles;
const sample = measureStatistics({
  rgb: Float32Array.from({ length: values.length * 3 }, (_, index) => values[Math.floor(index / 3)]),
  weights: undefined,
  width: values.length,
  height: 1,
  space: 'srgb',
}).red;

const histograms = fc
  .uint16Array({ minLength: 8, maxLength: HISTOGRAM_BINS })
  .map((filled) => createHistogram(Float64Array.from({ length: HISTOGRAM_BINS }, (_, bin) => filled[bin] ?? 0)));

describe('percentile', () => {
  it('is within one bin of NumPy’s', () => {
    fractions.forEach((fraction, index) => {
      expect(Math.abs(percentile(sample, fraction) - percentiles[index])).toBeLessThan(TOLERANCES.analyse.percentile);
    });
  });

  it('never decreases and stays in 0..1', () => {
    fc.assert(
      fc.property(histograms, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (histogram, a, b) => {
        const low = percentile(histogram, Math.min(a, b));
        const high = percentile(histogram, Math.max(a, b));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(1);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('is undone by fractionBelow', () => {
    fc.assert(
      fc.property(histograms, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (histogram, fraction) => {
        fc.pre(histogram.total > 0);
        expect(fractionBelow(histogram, percentile(histogram, fraction))).toBeCloseTo(fraction, 9);
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  it('spans from the lower edge of the first filled bin to the upper edge of the last', () => {
    const counts = new Float64Array(HISTOGRAM_BINS);
    counts[256] = 2;
    counts[511] = 1;
    expect(percentile(createHistogram(counts), 0)).toBe(0.25);
    expect(percentile(createHistogram(counts), 1)).toBe(0.5);
  });

  it('of an empty histogram is the fraction itself', () => {
    expect([0, 0.02, 0.5, 1].map((fraction) => percentile(createHistogram(), fraction))).toEqual([0, 0.02, 0.5, 1]);
  });
});

describe('fractionBelow and fractionAbove', () => {
  it('agree with NumPy', () => {
    thresholds.forEach((threshold, index) => {
      expect(Math.abs(fractionBelow(sample, threshold) - below[index])).toBeLessThan(TOLERANCES.analyse.fraction);
    });
  });

  it('add up to one', () => {
    for (const value of [-1, 0, 0.3, 0.99951, 1, 2]) expect(fractionBelow(sample, value) + fractionAbove(sample, value)).toBeCloseTo(1, 12);
  });

  it('are both 0 for an empty histogram', () => {
    expect([fractionBelow(createHistogram(), 0.5), fractionAbove(createHistogram(), 0.5)]).toEqual([0, 0]);
  });
});
