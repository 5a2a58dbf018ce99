import { LUMA_WEIGHTS } from '../color/luma.js';
import { throwIfCancelled, type CancelSignal } from '../cancel.js';
import { fullScale, type Raster, type RasterData } from '../raster/raster.js';
import { encodeSrgbByTable } from '../raster/srgb-encode-table.js';
import type { Analysis, Statistics } from './analysis.js';
import { HISTOGRAM_BINS } from './histogram.js';
import { addPixel, binOf, createStatisticsSums, finiteOrZero, finishStatistics, type StatisticsSums } from './statistics.js';

/*
 * Maintainer notes. Integer pixels are counted in uint32, a block at a time: float64 counters made the walk twice as slow, and
 * a block of 2^16 pixels of weight 65535 is the largest that cannot overflow. The counters have a bin per 8-bit level, or
 * the histogram's own bins at 16 bit (a bin is 64 levels, `value >> 6`). Means come from exact sums, never from bins.
 */

const BLOCK_PIXELS = 1 << 16;

type IntegerData = Exclude<RasterData, Float32Array>;

/** Statistics of every pixel, and the clipped shares, from one walk over them. */
export interface RasterMeasures {
  readonly statistics: Statistics;
  readonly clipped: Analysis['clipped'];
}

/**
 * Measures encoded values of every pixel of a valid raster, weighted by alpha.
 *
 * @remarks *Convention:* linear light is encoded to sRGB first. NaN and infinities count as 0.
 */
export function measureRaster(raster: Raster, signal?: CancelSignal): RasterMeasures {
  return raster.bitDepth === 32 ? measureFloats(raster, raster.data as Float32Array, signal) : measureIntegers(raster, raster.data as IntegerData, signal);
}

function measureIntegers(raster: Raster, data: IntegerData, signal: CancelSignal | undefined): RasterMeasures {
  const one = fullScale(raster.bitDepth);
  const shift = raster.bitDepth === 8 ? 0 : 6;
  const levelCount = raster.bitDepth === 8 ? 256 : HISTOGRAM_BINS;
  const counts = Array.from({ length: 5 }, () => new Uint32Array(levelCount));
  // White may round to one bin past the last.
  const lumaCounts = new Uint32Array(HISTOGRAM_BINS + 1);
  const sums = createStatisticsSums();
  const clippedWeights = { black: 0, white: 0 };
  const blockSamples = BLOCK_PIXELS * raster.channels;
  for (let start = 0; start < data.length; start += blockSamples) {
    throwIfCancelled(signal);
    countBlock(raster, data, start, Math.min(data.length, start + blockSamples), shift, counts, lumaCounts, sums, clippedWeights);
    BIN_NAMES.forEach((name, channel) => {
      for (let level = 0; level < levelCount; level++) {
        sums[name][shift === 0 ? binOf(level / 255) : level] += counts[channel][level] / one;
      }
      counts[channel].fill(0);
    });
    for (let bin = 0; bin <= HISTOGRAM_BINS; bin++) sums.luma[Math.min(bin, HISTOGRAM_BINS - 1)] += lumaCounts[bin] / one;
    lumaCounts.fill(0);
  }
  for (let channel = 0; channel < sums.totals.length; channel++) sums.totals[channel] /= one * one;
  sums.weight /= one;
  return finishMeasures(sums, clippedWeights.black / one, clippedWeights.white / one);
}

/** In the order of the sums' totals. */
const BIN_NAMES = ['red', 'green', 'blue', 'maximum', 'minimum'] as const;

/** Adds samples `start` to `end`, weights and totals in the raster's own steps. */
function countBlock(
  raster: Raster,
  data: IntegerData,
  start: number,
  end: number,
  shift: number,
  [redCounts, greenCounts, blueCounts, maximumCounts, minimumCounts]: readonly Uint32Array[],
  lumaCounts: Uint32Array,
  sums: StatisticsSums,
  clippedWeights: { black: number; white: number },
): void {
  const { channels } = raster;
  const hasAlpha = raster.alpha === 'straight';
  const one = fullScale(raster.bitDepth);
  const [redLuma, greenLuma, blueLuma] = LUMA_WEIGHTS.map((weight) => (weight * HISTOGRAM_BINS) / one);
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
  clippedWeights.black += black;
  clippedWeights.white += white;
}

function measureFloats(raster: Raster, data: Float32Array, signal: CancelSignal | undefined): RasterMeasures {
  const { channels } = raster;
  const hasAlpha = raster.alpha === 'straight';
  const isLinear = raster.encoding === 'linear-srgb';
  const read = (index: number): number => {
    const value = finiteOrZero(data[index]);
    return isLinear ? encodeSrgbByTable(value) : value;
  };
  const sums = createStatisticsSums();
  let blackWeight = 0;
  let whiteWeight = 0;
  const blockSamples = BLOCK_PIXELS * channels;
  for (let start = 0; start < data.length; start += blockSamples) {
    throwIfCancelled(signal);
    const end = Math.min(data.length, start + blockSamples);
    for (let index = start; index < end; index += channels) {
      const weight = hasAlpha ? Math.min(data[index + 3], 1) : 1;
      if (!(weight > 0)) continue;
      const red = read(index);
      const green = read(index + 1);
      const blue = read(index + 2);
      addPixel(sums, red, green, blue, weight);
      if (red <= 0 || green <= 0 || blue <= 0) blackWeight += weight;
      if (red >= 1 || green >= 1 || blue >= 1) whiteWeight += weight;
    }
  }
  return finishMeasures(sums, blackWeight, whiteWeight);
}

function finishMeasures(sums: StatisticsSums, blackWeight: number, whiteWeight: number): RasterMeasures {
  const { weight } = sums;
  return {
    statistics: finishStatistics(sums),
    clipped: {
      blackFraction: weight > 0 ? blackWeight / weight : 0,
      whiteFraction: weight > 0 ? whiteWeight / weight : 0,
    },
  };
}
