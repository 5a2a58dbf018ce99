import { throwIfCancelled, type CancelSignal } from '../cancel.js';
import { fullScale, isInteger, type IntegerRaster, type Raster } from '../raster/raster.js';
import { encodeSrgbByTable } from '../raster/srgb-encode-table.js';
import type { AnalysisKernels } from '../raster/analysis-kernels.js';
import type { Analysis, Statistics } from './analysis.js';
import { countLevels } from './count-levels.js';
import { HISTOGRAM_BINS } from './histogram.js';
import { addPixel, binOf, createStatisticsSums, finiteOrZero, finishStatistics, type StatisticsSums } from './statistics.js';

/** Statistics of every pixel, and the clipped shares, from one walk over them. */
export interface RasterMeasures {
  readonly statistics: Statistics;
  readonly clipped: Analysis['clipped'];
}

/**
 * Measures encoded values of every pixel of a valid raster, weighted by alpha.
 *
 * @param kernels - faster loops over integer pixels; the result is the same.
 * @remarks *Convention:* linear light is encoded to sRGB first. NaN and infinities count as 0.
 */
export function measureRaster(raster: Raster, kernels: AnalysisKernels = {}, signal?: CancelSignal): RasterMeasures {
  return isInteger(raster) ? measureIntegers(raster, kernels, signal) : measureFloats(raster, raster.data as Float32Array, signal);
}

function measureIntegers(raster: IntegerRaster, kernels: AnalysisKernels, signal: CancelSignal | undefined): RasterMeasures {
  const { red, green, blue, maximum, minimum, luma, totals, weight, blackWeight, whiteWeight } = kernels.countLevels?.(raster) ?? countLevels(raster, signal);
  const one = fullScale(raster.bitDepth);
  const sums: StatisticsSums = {
    red: binsOfChannel(red, one),
    green: binsOfChannel(green, one),
    blue: binsOfChannel(blue, one),
    maximum: binsOfChannel(maximum, one),
    minimum: binsOfChannel(minimum, one),
    luma: luma.map((count) => count / one),
    totals: totals.map((total) => total / (one * one)),
    weight: weight / one,
  };
  return finishMeasures(sums, blackWeight / one, whiteWeight / one);
}

/** @returns counts a bin, of counts a level or a bin, in whole pixels. */
function binsOfChannel(counts: Float64Array, one: number): Float64Array {
  if (counts.length === HISTOGRAM_BINS) return counts.map((count) => count / one);
  const bins = new Float64Array(HISTOGRAM_BINS);
  counts.forEach((count, level) => (bins[binOf(level / (counts.length - 1))] += count / one));
  return bins;
}

const BLOCK_PIXELS = 1 << 16;

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
