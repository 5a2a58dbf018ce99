import type { MatrixTables, TwoMatrixTables } from '@openretouch/core';
import { matrixColumns } from '../matrix-kernels.js';
import type { ProgramBuilder } from './program.js';
import { MATRIX } from './shaders/matrix.wgsl.js';
import { TABLE_CHAIN } from './shaders/table-chain.wgsl.js';
import { startProgram } from './stage-programs.js';

/** @returns matrix, then tables, on 8-bit pixels. */
export function matrixTablesProgram({ columns, bytes }: MatrixTables): ProgramBuilder {
  const builder = startChain(columns);
  builder.line(`write_levels(pixel, bytes_at(position, ${placeTables(builder, bytes)}));`);
  return builder;
}

/** @returns matrix, tables, matrix, tables, on 8-bit pixels. */
export function twoMatrixTablesProgram({ columns, values, rows, bytes }: TwoMatrixTables): ProgramBuilder {
  const builder = startChain(columns);
  builder.use(MATRIX);
  builder.line(`let between = floats_at(position, ${placeTables(builder, values)});`);
  builder.line(`let last = apply_matrix(between, ${builder.place(builder.addVectors(matrixColumns(rows)))});`);
  builder.line(`write_levels(pixel, bytes_at(last, ${placeTables(builder, bytes)}));`);
  return builder;
}

function startChain(columns: Float64Array): ProgramBuilder {
  const builder = startProgram(8);
  builder.use(TABLE_CHAIN);
  builder.line(`let position = columns_at_levels(read_levels(pixel), ${builder.place(builder.addVectors(Float32Array.from(columns)))});`);
  return builder;
}

function placeTables(builder: ProgramBuilder, tables: MatrixTables['bytes'] | TwoMatrixTables['values']): string {
  const lasts = builder.addVectors(Float32Array.of(...tables.map((table) => table.length - 1), 0));
  const [red, green, blue] = tables.map((table) => (table instanceof Float32Array ? builder.addFloats(table) : builder.addBytes(table)));
  return builder.place(lasts, red, green, blue);
}
