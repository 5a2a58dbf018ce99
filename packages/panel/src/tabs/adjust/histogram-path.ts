import type { Histogram } from '@openretouch/core';

/** Columns of the drawing; more than that is noise at the width of a panel. */
const COLUMNS = 64;
/** Share of the height that the peak takes. */
const PEAK_SHARE = 0.86;
/** Full columns at the ends say that something is clipped, and would make all others flat. */
const OUTLIERS = 2;

/** @returns the count that is drawn at full height: the largest, but for a few. */
export function peakOf(histogram: Histogram): number {
  return columnsOf(histogram).sort((a, b) => b - a)[OUTLIERS] * 1.12;
}

/** @returns the outline of a histogram, standing on the lower edge. */
export function histogramPath(histogram: Histogram, peak: number, width: number, height: number): string {
  const columns = columnsOf(histogram);
  const smooth = columns.map((count, i) => (columns[Math.max(i - 1, 0)] + 2 * count + columns[Math.min(i + 1, COLUMNS - 1)]) / 4);
  const tops = smooth.map((count, i) => {
    const share = peak > 0 ? Math.min(count / peak, 1) : 0;
    return `L${((i / (COLUMNS - 1)) * width).toFixed(1)} ${(height - share * height * PEAK_SHARE).toFixed(1)}`;
  });
  return `M0 ${height}${tops.join('')}L${width} ${height}Z`;
}

function columnsOf({ counts }: Histogram): number[] {
  const columns = new Array<number>(COLUMNS).fill(0);
  counts.forEach((count, bin) => {
    columns[Math.min(Math.floor((bin / counts.length) * COLUMNS), COLUMNS - 1)] += count;
  });
  return columns;
}
