import { throwIfCancelled, type CancelSignal } from '../cancel.js';
import { fullScale, type IntegerRaster } from '../raster/raster.js';
import type { LevelCounts } from '../raster/analysis-kernels.js';
import { HISTOGRAM_BINS } from './histogram.js';
import { lumaSteps } from './luma-steps.js';

/*
 * Maintainer notes. Pixels are counted in uint32, a block at a time: float64 counters made the walk twice as slow, and
 * a block of 2^16 pixels of weight 65535 is the largest that cannot overflow. The counters have a bin per 8-bit level, or
 * the histogram's own bins at 16 bit (a bin is 64 levels, `value >> 6`). Means come from exact sums, never from bins.
 */

const BLOCK_PIXELS = 1 << 16;

/** In the order of the totals. */
const CHANNEL_NAMES = ['red', 'green', 'blue', 'maximum', 'minimum'] as const;

/** What one block adds besides its channels' counts. */
interface BlockSums {
  readonly totals: Float64Array;
  weight: number;
  black: number;
  white: number;
}

/** Counts levels of an integer raster in one walk over it. */
export function countLevels(raster: IntegerRaster, signal?: CancelSignal): LevelCounts {
  const levelCount = raster.bitDepth === 8 ? 256 : HISTOGRAM_BINS;
  const empty = (): Float64Array => new Float64Array(levelCount);
  const counts = { red: empty(), green: empty(), blue: empty(), maximum: empty(), minimum: empty() };
  // White may round to one bin past the last.
  const luma = new Float64Array(HISTOGRAM_BINS + 1);
  const blockCounts = CHANNEL_NAMES.map(() => new Uint32Array(levelCount));
  const blockLuma = new Uint32Array(luma.length);
  const sums: BlockSums = { totals: new Float64Array(CHANNEL_NAMES.length), weight: 0, black: 0, white: 0 };
  const blockSamples = BLOCK_PIXELS * raster.channels;
  for (let start = 0; start < raster.data.length; start += blockSamples) {
    throwIfCancelled(signal);
    countBlock(raster, start, Math.min(raster.data.length, start + blockSamples), blockCounts, blockLuma, sums);
    CHANNEL_NAMES.forEach((name, channel) => moveCounts(blockCounts[channel], counts[name]));
    moveCounts(blockLuma, luma);
  }
  luma[HISTOGRAM_BINS - 1] += luma[HISTOGRAM_BINS];
  const { totals, weight, black, white } = sums;
  return { ...counts, luma: luma.slice(0, HISTOGRAM_BINS), totals, weight, blackWeight: black, whiteWeight: white };
}

function moveCounts(from: Uint32Array, to: Float64Array): void {
  for (let bin = 0; bin < from.length; bin++) to[bin] += from[bin];
  from.fill(0);
}

/** Adds samples `start` to `end`, weights and totals in the raster's own steps. */
function countBlock(
  raster: IntegerRaster,
  start: number,
  end: number,
  [redCounts, greenCounts, blueCounts, maximumCounts, minimumCounts]: readonly Uint32Array[],
  lumaCounts: Uint32Array,
  sums: BlockSums,
): void {
  const { data, channels } = raster;
  const hasAlpha = raster.alpha === 'straight';
  const one = fullScale(raster.bitDepth);
  const shift = raster.bitDepth === 8 ? 0 : 6;
  const [redLuma, greenLuma, blueLuma] = lumaSteps(raster.bitDepth);
  let [redTotal, greenTotal, blueTotal, maximumTotal, minimumTotal, weightTotal, black, white] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let index = start; index < end; index += channels) {
    const weight = hasAlpha ? data[index + 3] : one;
    if (weight === 0) continue;
    const red = data[index];
    const green = data[index + 1];
    const blue = data[index + 2];
    const maximum = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    const minimum = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
    redCounts[red >> shift] += weight;
    greenCounts[green >> shift] += weight;
    blueCounts[blue >> shift] += weight;
    maximumCounts[maximum >> shift] += weight;
    minimumCounts[minimum >> shift] += weight;
    lumaCounts[(red * redLuma + green * greenLuma + blue * blueLuma) | 0] += weight;
    redTotal += red * weight;
    greenTotal += green * weight;
    blueTotal += blue * weight;
    maximumTotal += maximum * weight;
    minimumTotal += minimum * weight;
    weightTotal += weight;
    if (minimum === 0) black += weight;
    if (maximum === one) white += weight;
  }
  [redTotal, greenTotal, blueTotal, maximumTotal, minimumTotal].forEach((total, channel) => (sums.totals[channel] += total));
  sums.weight += weightTotal;
  sums.black += black;
  sums.white += white;
}
