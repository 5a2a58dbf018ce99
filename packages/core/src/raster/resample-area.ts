import type { AnalysisKernels } from './analysis-kernels.js';
import type { SmallCopy } from '../analyse/analysis.js';
import { throwIfCancelled, type CancelSignal } from '../cancel.js';
import { InvalidArgumentError } from '../errors.js';
import { areaWeights, linearWeights, type AxisWeights } from './axis-weights.js';
import { maskScale, type Mask } from './mask.js';
import { allocateData, bitDepthOf, encodedSpaceOf, fullScale, isInteger, validateDimensions, type Raster } from './raster.js';
import { encodeSrgbByTable } from './srgb-encode-table.js';

/*
 * Maintainer notes. Encoded values are averaged, not linear light: the copy feeds networks trained on pictures reduced that
 * way, and statistics of encoded values (their means agree with those of the full picture, which linear averaging would
 * not give). Columns are averaged first, in one walk over the source row, because a row then shrinks to the copy's width
 * before it is added to the one or two output rows it belongs to: the source is read once, in order, with no buffer of
 * its size. Pixels wholly inside an output pixel are summed without a multiplication.
 */

const ROWS_PER_CANCEL_CHECK = 64;

/** Sums under one row of output pixels: R, G, B each times coverage, then coverage; four numbers an output pixel. */
type RowSums = Float64Array;
type RowReducer = (rowStart: number, sums: RowSums) => void;

/**
 * @returns the size of a raster's copy in which the longer side is at most `maximumSide`.
 * @throws {@link InvalidArgumentError} when that is not a whole number >= 1.
 */
export function copySizeOf({ width, height }: Pick<Raster, 'width' | 'height'>, maximumSide: number): { readonly width: number; readonly height: number } {
  if (!Number.isInteger(maximumSide) || maximumSide < 1) {
    throw new InvalidArgumentError(`maximumSide: ${String(maximumSide)} (expected a whole number of pixels >= 1)`, { argument: 'maximumSide', value: maximumSide });
  }
  const ratio = Math.min(1, maximumSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) };
}

/**
 * Averages a raster down to a small float copy in which the longer side is at most `maximumSide`.
 *
 * @param raster - any depth and encoding; `linear-srgb` is encoded to sRGB pixel by pixel before averaging.
 * @param maximumSide - in pixels, a whole number >= 1. A smaller raster keeps its size.
 * @param options - `signal` cancels between rows; `kernels` average integer pixels faster, to the same bits.
 * @returns a new copy; colours are weighted by alpha, `weights` is absent when every pixel is opaque. Where nothing is
 * covered the colour is the mean of what is (mid-grey when nothing is), so that networks, which know no alpha, see no
 * invented black.
 * @remarks *Convention:* exact areas with fractional edges, so the mean is kept. NaN and infinities in float data count as 0.
 * @throws {@link InvalidArgumentError} when `maximumSide` is not a whole number >= 1.
 */
export function resampleAreaToCopy(raster: Raster, maximumSide: number, options: { readonly signal?: CancelSignal; readonly kernels?: Pick<AnalysisKernels, 'averageArea'> } = {}): SmallCopy {
  const { width, height } = copySizeOf(raster, maximumSide);
  const columns = areaWeights(raster.width, width);
  const rows = areaWeights(raster.height, height);
  const rgb = new Float32Array(width * height * 3);
  const weights = raster.alpha === 'straight' ? new Float32Array(width * height) : undefined;
  const averages = isInteger(raster) ? options.kernels?.averageArea?.(raster, columns, rows) : undefined;
  if (averages !== undefined) writeCopyPixels(averages, 0, rgb, weights);
  else averageRows(raster, columns, rows, options.signal, (sums, y) => writeCopyPixels(sums, y * width, rgb, weights));
  const isOpaque = weights === undefined || weights.every((weight) => weight === 1);
  if (weights !== undefined && !isOpaque) fillUncovered(rgb, weights);
  return { rgb, weights: isOpaque ? undefined : weights, width, height, space: encodedSpaceOf(raster.encoding) };
}

/** Calls `finishRow` with the averages of each row of cells. */
function averageRows(raster: Raster, columns: AxisWeights, rows: AxisWeights, signal: CancelSignal | undefined, finishRow: (sums: RowSums, y: number) => void): void {
  const width = columns.starts.length;
  const reduceRow = createRowReducer(raster, columns, width);
  const rowSums = new Float64Array(width * 4);
  const outputSums = new Float64Array(width * 4);
  let reducedRow = -1;
  for (let y = 0; y < rows.starts.length; y++) {
    outputSums.fill(0);
    const termCount = rows.offsets[y + 1] - rows.offsets[y];
    for (let term = 0; term < termCount; term++) {
      const sourceY = rows.starts[y] + term;
      if (sourceY !== reducedRow) {
        if (sourceY % ROWS_PER_CANCEL_CHECK === 0) throwIfCancelled(signal);
        reduceRow(sourceY * raster.width * raster.channels, rowSums);
        reducedRow = sourceY;
      }
      const weight = rows.weights[rows.offsets[y] + term];
      for (let index = 0; index < outputSums.length; index++) outputSums[index] += rowSums[index] * weight;
    }
    finishRow(outputSums, y);
  }
}

function writeCopyPixels(sums: RowSums, firstPixel: number, rgb: Float32Array, weights: Float32Array | undefined): void {
  for (let index = 0, pixel = firstPixel; index < sums.length; index += 4, pixel++) {
    const coverage = sums[index + 3];
    if (weights !== undefined) weights[pixel] = coverage;
    if (coverage <= 0) continue;
    rgb[pixel * 3] = sums[index] / coverage;
    rgb[pixel * 3 + 1] = sums[index + 1] / coverage;
    rgb[pixel * 3 + 2] = sums[index + 2] / coverage;
  }
}

function fillUncovered(rgb: Float32Array, weights: Float32Array): void {
  const mean = [0, 0, 0];
  let total = 0;
  for (let pixel = 0; pixel < weights.length; pixel++) {
    total += weights[pixel];
    for (let channel = 0; channel < 3; channel++) mean[channel] += rgb[pixel * 3 + channel] * weights[pixel];
  }
  const fill = total > 0 ? mean.map((sum) => sum / total) : [0.5, 0.5, 0.5];
  for (let pixel = 0; pixel < weights.length; pixel++) {
    if (weights[pixel] <= 0) rgb.set(fill, pixel * 3);
  }
}

function createRowReducer(raster: Raster, columns: AxisWeights, width: number): RowReducer {
  if (raster.bitDepth === 32) return createFloatRowReducer(raster, columns, width);
  return raster.alpha === 'straight' ? createCoveredRowReducer(raster, columns, width) : createOpaqueRowReducer(raster, columns, width);
}

function createOpaqueRowReducer(raster: Raster, columns: AxisWeights, width: number): RowReducer {
  const { data, channels } = raster;
  const { starts, offsets, weights } = columns;
  const scale = 1 / fullScale(raster.bitDepth);
  return (rowStart, sums) => {
    for (let x = 0; x < width; x++) {
      const firstTerm = offsets[x];
      const lastTerm = offsets[x + 1] - 1;
      let index = rowStart + starts[x] * channels;
      const firstWeight = weights[firstTerm];
      let red = data[index] * firstWeight;
      let green = data[index + 1] * firstWeight;
      let blue = data[index + 2] * firstWeight;
      if (lastTerm > firstTerm) {
        let innerRed = 0;
        let innerGreen = 0;
        let innerBlue = 0;
        for (let term = firstTerm + 1; term < lastTerm; term++) {
          index += channels;
          innerRed += data[index];
          innerGreen += data[index + 1];
          innerBlue += data[index + 2];
        }
        index += channels;
        // Every input sample between the first and the last lies whole under the output sample: one shared weight.
        const innerWeight = lastTerm - firstTerm > 1 ? weights[firstTerm + 1] : 0;
        const lastWeight = weights[lastTerm];
        red += innerRed * innerWeight + data[index] * lastWeight;
        green += innerGreen * innerWeight + data[index + 1] * lastWeight;
        blue += innerBlue * innerWeight + data[index + 2] * lastWeight;
      }
      sums[x * 4] = red * scale;
      sums[x * 4 + 1] = green * scale;
      sums[x * 4 + 2] = blue * scale;
      sums[x * 4 + 3] = 1;
    }
  };
}

function createCoveredRowReducer(raster: Raster, columns: AxisWeights, width: number): RowReducer {
  const { data } = raster;
  const { starts, offsets, weights } = columns;
  const scale = 1 / fullScale(raster.bitDepth);
  return (rowStart, sums) => {
    for (let x = 0; x < width; x++) {
      let index = rowStart + starts[x] * 4;
      let red = 0;
      let green = 0;
      let blue = 0;
      let coverage = 0;
      const end = offsets[x + 1];
      for (let term = offsets[x]; term < end; term++, index += 4) {
        const weight = weights[term] * data[index + 3];
        red += data[index] * weight;
        green += data[index + 1] * weight;
        blue += data[index + 2] * weight;
        coverage += weight;
      }
      sums[x * 4] = red * scale * scale;
      sums[x * 4 + 1] = green * scale * scale;
      sums[x * 4 + 2] = blue * scale * scale;
      sums[x * 4 + 3] = coverage * scale;
    }
  };
}

function createFloatRowReducer(raster: Raster, columns: AxisWeights, width: number): RowReducer {
  const { data, channels } = raster;
  const hasAlpha = raster.alpha === 'straight';
  const isLinear = raster.encoding === 'linear-srgb';
  const { starts, offsets, weights } = columns;
  const read = (index: number): number => {
    const value = data[index];
    if (!Number.isFinite(value)) return 0;
    return isLinear ? encodeSrgbByTable(value) : value;
  };
  return (rowStart, sums) => {
    for (let x = 0; x < width; x++) {
      let index = rowStart + starts[x] * channels;
      let red = 0;
      let green = 0;
      let blue = 0;
      let coverage = 0;
      const end = offsets[x + 1];
      for (let term = offsets[x]; term < end; term++, index += channels) {
        const weight = hasAlpha ? weights[term] * clampUnit(data[index + 3]) : weights[term];
        if (weight === 0) continue;
        red += read(index) * weight;
        green += read(index + 1) * weight;
        blue += read(index + 2) * weight;
        coverage += weight;
      }
      sums[x * 4] = red;
      sums[x * 4 + 1] = green;
      sums[x * 4 + 2] = blue;
      sums[x * 4 + 3] = coverage;
    }
  };
}

/** Not-a-number becomes 0. */
function clampUnit(value: number): number {
  return value > 0 ? Math.min(value, 1) : 0;
}

/**
 * Averages a mask's coverage over the cells of a `width` x `height` grid.
 *
 * @returns a new array, shape (height, width), 0..1; the mean coverage is kept, whatever the ratio.
 * @throws {@link InvalidRasterError} unless both sides are whole numbers >= 1.
 */
export function resampleMaskArea(mask: Mask, width: number, height: number): Float32Array {
  validateDimensions('resampled mask', width, height);
  return resampleCoverage(mask, areaWeights(mask.width, width), areaWeights(mask.height, height));
}

/**
 * Scales a mask: area averaging along an axis that shrinks, bilinear interpolation along one that grows.
 *
 * @returns a mask of the same array type; the same mask when the size is already right.
 * @throws {@link InvalidRasterError} unless both sides are whole numbers >= 1.
 */
export function resampleMask(mask: Mask, width: number, height: number): Mask {
  validateDimensions('resampled mask', width, height);
  if (mask.width === width && mask.height === height) return mask;
  const weightsFor = (inputSize: number, outputSize: number): AxisWeights =>
    outputSize > inputSize ? linearWeights(inputSize, outputSize) : areaWeights(inputSize, outputSize);
  const coverage = resampleCoverage(mask, weightsFor(mask.width, width), weightsFor(mask.height, height));
  const bitDepth = bitDepthOf(mask.data) ?? 8;
  if (bitDepth === 32) return { data: coverage, width, height };
  const data = allocateData(bitDepth, coverage.length);
  const scale = 1 / maskScale(mask);
  for (let index = 0; index < data.length; index++) data[index] = Math.round(coverage[index] * scale);
  return { data, width, height };
}

function resampleCoverage(mask: Mask, columns: AxisWeights, rows: AxisWeights): Float32Array {
  const width = columns.starts.length;
  const height = rows.starts.length;
  const output = new Float32Array(width * height);
  const reduced = new Map<number, Float64Array>();
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const firstRow = rows.starts[y];
    for (const row of reduced.keys()) if (row < firstRow) reduced.delete(row);
    for (let term = rows.offsets[y]; term < rows.offsets[y + 1]; term++) {
      const sourceY = firstRow + term - rows.offsets[y];
      let line = reduced.get(sourceY);
      if (line === undefined) {
        line = resampleMaskRow(mask, sourceY, columns);
        reduced.set(sourceY, line);
      }
      const weight = rows.weights[term];
      for (let x = 0; x < width; x++) sums[x] += line[x] * weight;
    }
    output.set(sums, y * width);
  }
  return output;
}

function resampleMaskRow(mask: Mask, y: number, columns: AxisWeights): Float64Array {
  const { starts, offsets, weights } = columns;
  const { data } = mask;
  const scale = maskScale(mask);
  const line = new Float64Array(starts.length);
  for (let x = 0; x < line.length; x++) {
    let index = y * mask.width + starts[x];
    let sum = 0;
    for (let term = offsets[x]; term < offsets[x + 1]; term++, index++) sum += clampUnit(data[index] * scale) * weights[term];
    line[x] = sum;
  }
  return line;
}
