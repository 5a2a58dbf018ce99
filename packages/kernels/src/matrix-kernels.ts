import type { MatrixTables, PixelKernel, TwoMatrixTables } from '@openretouch/core';
import type { Address } from './kernel-exports.js';
import type { JobLayout, KernelMemory } from './kernel-memory.js';
import { bringIn, carryOut, chunkBytes, forEachChunk } from './pixel-transport.js';

/** Three tables and the last index of each, as chain.c takes them. */
function addTables(layout: JobLayout, tables: readonly (Uint8Array | Float32Array)[]): { lasts: Address; addresses: Address[] } {
  return { lasts: layout.addTable(Float32Array.of(...tables.map((table) => table.length - 1), 0)), addresses: tables.map((table) => layout.addTable(table)) };
}

/** The core's columns, whose positions are truncated, for positions that are rounded to nearest: half an entry less, on red. */
function roundedColumns(columns: Float64Array): Float32Array {
  return Float32Array.from(columns, (value, i) => (i < 256 * 4 && i % 4 !== 3 ? value - 0.5 : value));
}

/** Chains read tables below this address, see chain.c; those of a plan take some hundred kilobytes. */
const LARGEST_ADDRESS = 1 << 23;

/** @returns `undefined` for tables of more than eight megabytes. */
export function compileMatrixTables(memory: KernelMemory, { columns, bytes }: MatrixTables): PixelKernel | undefined {
  const layout = memory.createLayout();
  const columnsAt = layout.addTable(roundedColumns(columns));
  const { lasts, addresses } = addTables(layout, bytes);
  if (layout.end > LARGEST_ADDRESS) return undefined;
  const pixels = layout.addBuffer(chunkBytes(8));
  return inChunks(memory, layout, pixels, (count) =>
    memory.exports.chain_8(pixels, count, columnsAt, lasts, addresses[0], addresses[1], addresses[2]),
  );
}

/** @returns `undefined` for tables of more than eight megabytes. */
export function compileTwoMatrixTables(memory: KernelMemory, { columns, values, rows, bytes }: TwoMatrixTables): PixelKernel | undefined {
  const layout = memory.createLayout();
  const columnsAt = layout.addTable(roundedColumns(columns));
  const between = addTables(layout, values);
  const rowsAt = layout.addTable(matrixColumns(rows.map((value, i) => (i % 4 === 3 ? value - 0.5 : value))));
  const last = addTables(layout, bytes);
  if (layout.end > LARGEST_ADDRESS) return undefined;
  const pixels = layout.addBuffer(chunkBytes(8));
  const [red, green, blue] = between.addresses;
  const [redBytes, greenBytes, blueBytes] = last.addresses;
  return inChunks(memory, layout, pixels, (count) =>
    memory.exports.chain_mixed_8(pixels, count, columnsAt, between.lasts, red, green, blue, rowsAt, last.lasts, redBytes, greenBytes, blueBytes),
  );
}

function inChunks(memory: KernelMemory, layout: JobLayout, pixels: Address, run: (count: number) => void): PixelKernel {
  return (source, first, count, out) => {
    memory.enter(layout);
    forEachChunk(first, count, (start, length) => {
      bringIn(memory, source, start, length, pixels);
      run(length);
      carryOut(memory, pixels, start, length, out);
    });
  };
}

/** A row-major 3x4 matrix as four vectors, one a column, with a fourth lane of 0. */
export function matrixColumns(matrix: ArrayLike<number>): Float32Array {
  const columns = new Float32Array(16);
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 4; column += 1) columns[column * 4 + row] = matrix[row * 4 + column];
  }
  return columns;
}
