import type { Histogram } from './analysis.js';

/** Four bins for each 8-bit level, so that percentiles of 16-bit photos do not step. */
export const HISTOGRAM_BINS = 1024;

/**
 * Wraps bin counts.
 *
 * @param counts - non-negative, one per bin from 0 to 1; not copied. Default: {@link HISTOGRAM_BINS} empty bins.
 */
export function createHistogram(counts: Float64Array = new Float64Array(HISTOGRAM_BINS)): Histogram {
  let total = 0;
  for (const count of counts) total += count;
  return { counts, total };
}

/**
 * Finds the value below which a share of the counts lies.
 *
 * @param fraction - 0..1; clamped.
 * @returns a value in 0..1, interpolated inside its bin as if counts were spread evenly over it: at most one bin from the
 * exact percentile. Of an empty histogram, `fraction` itself, so that black and white points taken from it change nothing.
 */
export function percentile(histogram: Histogram, fraction: number): number {
  const { counts, total } = histogram;
  const share = Math.min(Math.max(fraction, 0), 1);
  if (!(total > 0)) return share;
  const wanted = share * total;
  let below = 0;
  let lastFilled = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    if (counts[bin] === 0) continue;
    lastFilled = bin;
    if (below + counts[bin] >= wanted) return (bin + (wanted - below) / counts[bin]) / counts.length;
    below += counts[bin];
  }
  return (lastFilled + 1) / counts.length;
}

/** @returns the share of counts below `value`, 0..1, interpolated inside its bin; 0 for an empty histogram. */
export function fractionBelow(histogram: Histogram, value: number): number {
  const { counts, total } = histogram;
  if (!(total > 0)) return 0;
  const position = Math.min(Math.max(value, 0), 1) * counts.length;
  const wholeBins = Math.floor(position);
  let below = 0;
  for (let bin = 0; bin < wholeBins; bin++) below += counts[bin];
  if (wholeBins < counts.length) below += counts[wholeBins] * (position - wholeBins);
  return Math.min(below / total, 1);
}

/** @returns the share of counts above `value`, 0..1, interpolated inside its bin; 0 for an empty histogram. */
export function fractionAbove(histogram: Histogram, value: number): number {
  return histogram.total > 0 ? 1 - fractionBelow(histogram, value) : 0;
}
