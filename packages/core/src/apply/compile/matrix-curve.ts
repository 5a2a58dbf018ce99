import type { CurveTransform, MatrixTransform } from '../../transforms/transform.js';
import type { KernelSet, LevelRamp } from '../kernels.js';
import { buildChannelTables } from './channel-function.js';
import type { ApplyPixels } from './compiled.js';
import { buildEncodeTable, type EncodeTable, ROUNDING_TABLE } from './encode-table.js';
import { buildColumns, type Range, rangesOfMatrix, rangesOfRamp } from './matrix-columns.js';
import { forEachWordRun } from './pixel-words.js';

/**
 * [tables] -> 3x4 matrix -> [monotone curves] on 8-bit pixels: three loads of matrix columns already multiplied by what the tables
 * give (see `buildColumns`), three sums clamped to the ends of a table, and one load from it.
 *
 * @param ramp - what the tables give for every level, see `evaluateRamp`.
 * @param trailing - separable transforms after the matrix; may be empty.
 * @param kernels - run the loop where they can.
 * @returns `undefined` when a curve is not monotone or too steep for an encode table.
 */
export function compileMatrixCurve(
  ramp: LevelRamp,
  matrix: MatrixTransform,
  trailing: readonly (CurveTransform | MatrixTransform)[],
  kernels?: KernelSet,
): ApplyPixels | undefined {
  const tables = encodeTables(trailing, rangesOfMatrix(matrix, rangesOfRamp(ramp)));
  if (tables === undefined) return undefined;
  const columns = buildColumns(ramp, matrix, tables);
  const [red, green, blue] = tables.map((table) => table.bytes);
  const kernel = kernels?.matrixTables({ columns, bytes: [red, green, blue] });
  if (kernel !== undefined) return kernel;
  return (source, first, count, out) => forEachWordRun(source, first, count, out, (input, output, length) => sumColumns(columns, red, green, blue, input, output, length));
}

/** @returns what follows the last matrix as one table a channel; `undefined` when one cannot be built. */
export function encodeTables(trailing: readonly (CurveTransform | MatrixTransform)[], ranges: readonly Range[]): EncodeTable[] | undefined {
  if (trailing.length === 0) return [ROUNDING_TABLE, ROUNDING_TABLE, ROUNDING_TABLE];
  return buildChannelTables(trailing, ranges, buildEncodeTable);
}

function sumColumns(columns: Float64Array, red: Uint8Array, green: Uint8Array, blue: Uint8Array, input: Uint32Array, output: Uint32Array, count: number): void {
  const topRed = red.length - 1;
  const topGreen = green.length - 1;
  const topBlue = blue.length - 1;
  for (let i = 0; i < count; i += 1) {
    const word = input[i];
    const a = (word & 255) << 2;
    const b = ((word >>> 6) & 1020) + 1024;
    const c = ((word >>> 14) & 1020) + 2048;
    const r = columns[a] + columns[b] + columns[c];
    const g = columns[a + 1] + columns[b + 1] + columns[c + 1];
    const v = columns[a + 2] + columns[b + 2] + columns[c + 2];
    const ri = r > 0 ? (r < topRed ? r | 0 : topRed) : 0;
    const gi = g > 0 ? (g < topGreen ? g | 0 : topGreen) : 0;
    const vi = v > 0 ? (v < topBlue ? v | 0 : topBlue) : 0;
    output[i] = (word & 0xff000000) | (blue[vi] << 16) | (green[gi] << 8) | red[ri];
  }
}
