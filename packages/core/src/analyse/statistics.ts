import { LUMA_WEIGHTS, luma } from '../color/luma.js';
import type { SmallCopy, Statistics } from './analysis.js';
import { createHistogram, HISTOGRAM_BINS } from './histogram.js';

/** Weighted counts and sums while a picture is being walked; {@link finishStatistics} turns them into statistics. */
export interface StatisticsSums {
  readonly red: Float64Array;
  readonly green: Float64Array;
  readonly blue: Float64Array;
  readonly luma: Float64Array;
  readonly maximum: Float64Array;
  readonly minimum: Float64Array;
  /** Sums of R, G, B, max and min. */
  readonly totals: Float64Array;
  weight: number;
}

/** @returns sums over no pixels. */
export function createStatisticsSums(): StatisticsSums {
  const bins = (): Float64Array => new Float64Array(HISTOGRAM_BINS);
  return { red: bins(), green: bins(), blue: bins(), luma: bins(), maximum: bins(), minimum: bins(), totals: new Float64Array(5), weight: 0 };
}

/** Adds one pixel of encoded values, all finite, with its coverage. */
export function addPixel(sums: StatisticsSums, red: number, green: number, blue: number, weight: number): void {
  const maximum = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
  const minimum = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
  sums.red[binOf(red)] += weight;
  sums.green[binOf(green)] += weight;
  sums.blue[binOf(blue)] += weight;
  sums.luma[binOf(luma(red, green, blue))] += weight;
  sums.maximum[binOf(maximum)] += weight;
  sums.minimum[binOf(minimum)] += weight;
  const { totals } = sums;
  totals[0] += red * weight;
  totals[1] += green * weight;
  totals[2] += blue * weight;
  totals[3] += maximum * weight;
  totals[4] += minimum * weight;
  sums.weight += weight;
}

/** Read once, not six times a pixel: where modules are not bundled, an import may be looked up at each use. */
const BIN_COUNT = HISTOGRAM_BINS;

/** The histogram bin of an encoded value; values outside 0..1 fall in the end bins. */
export function binOf(value: number): number {
  if (!(value > 0)) return 0;
  return value >= 1 ? BIN_COUNT - 1 : Math.floor(value * BIN_COUNT);
}

/** @returns statistics of what was added; of nothing, mid-grey means and empty histograms. */
export function finishStatistics(sums: StatisticsSums): Statistics {
  const { totals, weight } = sums;
  const isEmpty = !(weight > 0);
  const mean = (index: number): number => (isEmpty ? 0.5 : totals[index] / weight);
  const meanRgb = [mean(0), mean(1), mean(2)] as const;
  return {
    meanRgb,
    meanLuma: isEmpty ? 0.5 : LUMA_WEIGHTS[0] * meanRgb[0] + LUMA_WEIGHTS[1] * meanRgb[1] + LUMA_WEIGHTS[2] * meanRgb[2],
    red: createHistogram(sums.red),
    green: createHistogram(sums.green),
    blue: createHistogram(sums.blue),
    luma: createHistogram(sums.luma),
    maximum: createHistogram(sums.maximum),
    minimum: createHistogram(sums.minimum),
    meanChroma: mean(3) - mean(4),
  };
}

/**
 * Measures a small copy, weighted by its coverage.
 *
 * @param copy - values may leave 0..1; means follow them, histograms count them in their end bins. NaN and infinities count
 * as 0.
 * @returns statistics; for a copy with no coverage at all, mid-grey means and empty histograms, never NaN.
 */
export function measureStatistics(copy: SmallCopy): Statistics {
  const sums = createStatisticsSums();
  const { rgb, weights } = copy;
  const count = copy.width * copy.height;
  for (let pixel = 0, index = 0; pixel < count; pixel++, index += 3) {
    const weight = weights === undefined ? 1 : weights[pixel];
    if (!(weight > 0)) continue;
    addPixel(sums, finiteOrZero(rgb[index]), finiteOrZero(rgb[index + 1]), finiteOrZero(rgb[index + 2]), weight);
  }
  return finishStatistics(sums);
}

/** NaN and infinities become 0, as in the area average. */
export function finiteOrZero(value: number): number {
  return value - value === 0 ? value : 0;
}
