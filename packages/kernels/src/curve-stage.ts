import type { Curve, CurveTransform, TableCurve } from '@openretouch/core';
import { powerSamples } from './power-samples.js';
import type { RunStage, StageCompiler } from './run.js';

/** @returns `undefined` for a transform that mixes named curves and tables, or names different curves for its channels. */
export function compileCurves(compiler: StageCompiler, { curves }: CurveTransform): RunStage | undefined {
  const [red, green, blue] = curves;
  if (isTable(red) && isTable(green) && isTable(blue)) return compileTables(compiler, [red, green, blue]);
  if (red.kind === 'named' && green.kind === 'named' && blue.kind === 'named' && red.name === green.name && green.name === blue.name) {
    return compileNamed(compiler, red.name);
  }
  return undefined;
}

function isTable(curve: Curve): curve is TableCurve {
  return curve.kind === 'table';
}

function compileNamed({ memory, layout }: StageCompiler, name: 'cube' | Parameters<typeof powerSamples>[0]): RunStage {
  const { exports } = memory;
  if (name === 'cube') return ({ address, count }) => exports.run_cube(address, count);
  const { samples, lowestBits, cellCount } = powerSamples(name);
  const samplesAt = layout.addTable(samples);
  return ({ address, count }) => exports.run_power(address, count, samplesAt, lowestBits, cellCount);
}

function compileTables({ memory, layout }: StageCompiler, tables: readonly [TableCurve, TableCurve, TableCurve]): RunStage {
  const lanes = (value: (table: TableCurve) => number): number[] => [...tables.map(value), 0];
  const last = ({ values }: TableCurve): number => values.length - 1;
  const axes = Float32Array.of(
    ...lanes(({ domain }) => domain[0]),
    ...lanes((table) => last(table) / (table.domain[1] - table.domain[0])),
    ...lanes(({ outside }) => (outside === 'clamp' ? 0 : -Infinity)),
    ...lanes((table) => (table.outside === 'clamp' ? last(table) : Infinity)),
    ...lanes((table) => last(table) - 1),
  );
  const axesAt = layout.addTable(axes);
  const addresses = new Map(tables.map(({ values }) => [values, 0]));
  for (const values of addresses.keys()) addresses.set(values, layout.addTable(values));
  const [red, green, blue] = tables.map(({ values }) => addresses.get(values) ?? 0);
  return ({ address, count }) => memory.exports.run_tables(address, count, axesAt, red, green, blue);
}
