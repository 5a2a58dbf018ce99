import type { CurveTransform, MatrixTransform } from '../../transforms/transform.js';
import type { KernelSet, LevelRamp } from '../kernels.js';
import { buildChannelTables } from './channel-function.js';
import type { ApplyPixels } from './compiled.js';
import type { EncodeTable } from './encode-table.js';
import { buildColumns, rangesOfMatrix, rangesOfRamp } from './matrix-columns.js';
import { encodeTables } from './matrix-curve.js';
import { forEachWordRun } from './pixel-words.js';
import { buildValueTable, type ValueTable } from './value-table.js';

/** Under one level before rounding means at most one level after it; a quarter is left for float32. */
const LARGEST_ERROR_LEVELS = 0.75;

/**
 * [tables] -> matrix -> monotone curves -> matrix -> [monotone curves] on 8-bit pixels: the form of a white balance in linear light
 * followed by edits on encoded values. As `compileMatrixCurve`, with a table of values (see `buildValueTable`) and a second,
 * computed matrix in between.
 *
 * @param kernels - run the loop where they can.
 * @returns `undefined` when a curve is not monotone, or the steps of the tables could add up to more than 0.75 level.
 */
export function compileTwoMatrices(
  ramp: LevelRamp,
  firstMatrix: MatrixTransform,
  between: readonly (CurveTransform | MatrixTransform)[],
  secondMatrix: MatrixTransform,
  trailing: readonly (CurveTransform | MatrixTransform)[],
  kernels?: KernelSet,
): ApplyPixels | undefined {
  const tables = buildChannelTables(between, rangesOfMatrix(firstMatrix, rangesOfRamp(ramp)), buildValueTable);
  if (tables === undefined) return undefined;
  const ranges = tables.map(({ values }) => {
    const ends = [values[0], values[values.length - 1]];
    return [Math.min(...ends), Math.max(...ends)] as const;
  });
  const encoders = encodeTables(trailing, rangesOfMatrix(secondMatrix, ranges));
  if (encoders === undefined || encoders.some((encoder, row) => errorLevels(secondMatrix, row, tables, encoder) > LARGEST_ERROR_LEVELS)) return undefined;

  const columns = buildColumns(ramp, firstMatrix, tables);
  const second = scaledRows(secondMatrix, encoders);
  const [red, green, blue] = tables.map((table) => table.values);
  const [redBytes, greenBytes, blueBytes] = encoders.map((encoder) => encoder.bytes);
  const kernel = kernels?.twoMatrixTables({ columns, values: [red, green, blue], rows: second, bytes: [redBytes, greenBytes, blueBytes] });
  if (kernel !== undefined) return kernel;
  return (source, first, count, out) =>
    forEachWordRun(source, first, count, out, (input, output, length) =>
      runTwoMatrices(columns, red, green, blue, second, redBytes, greenBytes, blueBytes, input, output, length),
    );
}

/** @returns the most one row's byte can be off before rounding: the steps of the value tables through the matrix, and the encoder's own. */
function errorLevels({ matrix }: MatrixTransform, row: number, tables: readonly ValueTable[], encoder: EncodeTable): number {
  const entries = tables.reduce((sum, { largestStep }, channel) => sum + Math.abs(matrix[row * 4 + channel]) * largestStep, 0) * encoder.scale;
  return encoder.isExact ? entries : (entries + 1) * encoder.largestStepLevels;
}

/** @returns the rows of the matrix in entries of the encoders, offsets with the half that makes truncation rounding. */
function scaledRows({ matrix }: MatrixTransform, encoders: readonly EncodeTable[]): Float64Array {
  const rows = new Float64Array(12);
  encoders.forEach(({ low, scale }, row) => {
    for (let column = 0; column < 3; column += 1) rows[row * 4 + column] = matrix[row * 4 + column] * scale;
    rows[row * 4 + 3] = (matrix[row * 4 + 3] - low) * scale + 0.5;
  });
  return rows;
}

function runTwoMatrices(
  columns: Float64Array,
  red: Float32Array,
  green: Float32Array,
  blue: Float32Array,
  second: Float64Array,
  redBytes: Uint8Array,
  greenBytes: Uint8Array,
  blueBytes: Uint8Array,
  input: Uint32Array,
  output: Uint32Array,
  count: number,
): void {
  const [m00, m01, m02, m03, m10, m11, m12, m13, m20, m21, m22, m23] = second;
  const topX = red.length - 1;
  const topY = green.length - 1;
  const topZ = blue.length - 1;
  const topRed = redBytes.length - 1;
  const topGreen = greenBytes.length - 1;
  const topBlue = blueBytes.length - 1;
  for (let i = 0; i < count; i += 1) {
    const word = input[i];
    const a = (word & 255) << 2;
    const b = ((word >>> 6) & 1020) + 1024;
    const c = ((word >>> 14) & 1020) + 2048;
    // The columns' range is the tables' own, so only rounding can leave them.
    const xi = (columns[a] + columns[b] + columns[c]) | 0;
    const yi = (columns[a + 1] + columns[b + 1] + columns[c + 1]) | 0;
    const zi = (columns[a + 2] + columns[b + 2] + columns[c + 2]) | 0;
    const x = red[xi < topX ? xi : topX];
    const y = green[yi < topY ? yi : topY];
    const z = blue[zi < topZ ? zi : topZ];
    const r = m00 * x + m01 * y + m02 * z + m03;
    const g = m10 * x + m11 * y + m12 * z + m13;
    const v = m20 * x + m21 * y + m22 * z + m23;
    const ri = r > 0 ? (r < topRed ? r | 0 : topRed) : 0;
    const gi = g > 0 ? (g < topGreen ? g | 0 : topGreen) : 0;
    const vi = v > 0 ? (v < topBlue ? v | 0 : topBlue) : 0;
    output[i] = (word & 0xff000000) | (blueBytes[vi] << 16) | (greenBytes[gi] << 8) | redBytes[ri];
  }
}
