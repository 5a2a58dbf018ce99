import type { SmallCopy } from '../analyse/analysis.js';
import { luma } from '../color/luma.js';
import type { Raster } from '../raster/raster.js';
import { samplePixelsToCopy } from '../raster/sample-pixels.js';
import type { Tensor } from './runtime.js';

/** Pixels are taken one a cell of a grid of this many cells a side. */
const GRID_SIDE = 64;
const QUANTILES = [0.005, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.995] as const;
/** Red, green, blue, luma and chroma, max(R, G, B) - min(R, G, B). */
const SIGNAL_COUNT = 5;

/** Length of the tensor: nine quantiles, a mean and a standard deviation of each of five signals. */
export const STATISTICS_LENGTH = SIGNAL_COUNT * (QUANTILES.length + 2);

/**
 * Measures the ends of a photo's histogram, which an averaged copy does not show.
 *
 * @param sample - real pixels of the photo, encoded sRGB in 0..1; uncovered ones do not count. At least one is covered.
 * @returns shape (1, 55): for each signal its quantiles, then all means, then all unbiased standard deviations.
 * @remarks *Convention:* the quantile q is the value at place round(q (P - 1)) of P sorted values, halves to even.
 */
export function statisticsTensor(sample: SmallCopy): Tensor {
  const signals = sampleSignals(sample);
  const data = new Float32Array(STATISTICS_LENGTH);
  signals.forEach((values, signal) => {
    const count = values.length;
    values.sort();
    QUANTILES.forEach((quantile, place) => {
      data[signal * QUANTILES.length + place] = values[roundHalfToEven(quantile * (count - 1))];
    });
    let sum = 0;
    for (const value of values) sum += value;
    const mean = sum / count;
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    data[SIGNAL_COUNT * QUANTILES.length + signal] = mean;
    data[SIGNAL_COUNT * (QUANTILES.length + 1) + signal] = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  });
  return { data, shape: [1, STATISTICS_LENGTH] };
}

function sampleSignals(sample: SmallCopy): Float64Array[] {
  const { rgb, weights } = samplePixelsToCopy(rasterOf(sample), GRID_SIDE, GRID_SIDE);
  const isCovered = (pixel: number): boolean => weights === undefined || weights[pixel] > 0;
  const pixels = Array.from({ length: GRID_SIDE * GRID_SIDE }, (_, pixel) => pixel).filter(isCovered);
  const signals = Array.from({ length: SIGNAL_COUNT }, () => new Float64Array(pixels.length));
  pixels.forEach((pixel, place) => {
    const [red, green, blue] = rgb.subarray(pixel * 3, pixel * 3 + 3);
    const values = [red, green, blue, luma(red, green, blue), Math.max(red, green, blue) - Math.min(red, green, blue)];
    values.forEach((value, signal) => (signals[signal][place] = value));
  });
  return signals;
}

function rasterOf({ rgb, weights, width, height, space }: SmallCopy): Raster {
  if (weights === undefined) return { data: rgb, width, height, channels: 3, bitDepth: 32, encoding: space, alpha: 'none' };
  const data = new Float32Array(width * height * 4);
  for (let pixel = 0; pixel < weights.length; pixel += 1) {
    data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    data[pixel * 4 + 3] = weights[pixel];
  }
  return { data, width, height, channels: 4, bitDepth: 32, encoding: space, alpha: 'straight' };
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return Math.round(value);
}
