import type { CurveTransform, LevelRamp, Lut3dTransform, MatrixTables, MatrixTransform, Transform, TwoMatrixTables } from '@openretouch/core';
import { curveFunction } from '../../packages/core/src/transforms/curve.js';
import { evaluatePointTransforms } from '../../packages/core/src/transforms/evaluate.js';

/** Far finer than needed, so that what a test sees is the kernel and not the table. */
const ENTRIES = 1 << 17;
/** Inputs of the last tables that are told apart; all others read an end. */
const RANGE = [-4, 4] as const;

export function rampOf(curves: readonly CurveTransform[], bitDepth: 8 | 16): LevelRamp {
  const full = bitDepth === 8 ? 255 : 65535;
  const rgb = Float32Array.from({ length: (full + 1) * 3 }, (_, i) => Math.floor(i / 3) / full);
  evaluatePointTransforms(curves, rgb, full + 1);
  return { rgb, bitDepth };
}

/** @returns the case as [curves] -> LUT, if it is one. */
export function lutFormOf(transforms: readonly Transform[]): { readonly curves: CurveTransform[]; readonly lut: Lut3dTransform } | undefined {
  const last = transforms.at(-1);
  const curves = transforms.slice(0, -1);
  if (last?.kind !== 'lut3d' || !curves.every((transform) => transform.kind === 'curve')) return undefined;
  return { curves, lut: last };
}

/** @returns tables of [curves] -> matrix -> [curves] on 8 bit, if the transforms are that. */
export function matrixTablesOf(transforms: readonly Transform[]): MatrixTables | undefined {
  const at = transforms.findIndex(({ kind }) => kind === 'matrix');
  const [before, matrix, after] = [transforms.slice(0, at), transforms[at], transforms.slice(at + 1)];
  if (matrix?.kind !== 'matrix' || !before.every(isCurve) || !after.every(isCurve)) return undefined;
  return { columns: columnsOf(rampOf(before, 8), matrix), bytes: bytesOf(after) };
}

/** @returns tables of [curves] -> matrix -> curves -> matrix -> [curves] on 8 bit, if the transforms are that. */
export function twoMatrixTablesOf(transforms: readonly Transform[]): TwoMatrixTables | undefined {
  const first = transforms.findIndex(({ kind }) => kind === 'matrix');
  const second = transforms.findIndex(({ kind }, i) => i > first && kind === 'matrix');
  const [before, between, after] = [transforms.slice(0, first), transforms.slice(first + 1, second), transforms.slice(second + 1)];
  const [firstMatrix, secondMatrix] = [transforms[first], transforms[second]];
  if (firstMatrix?.kind !== 'matrix' || secondMatrix?.kind !== 'matrix') return undefined;
  if (!before.every(isCurve) || !between.every(isCurve) || !after.every(isCurve) || between.length === 0) return undefined;
  const values = [0, 1, 2].map((channel) => Float32Array.from({ length: ENTRIES }, (_, i) => evaluateChannel(between, channel, entryInput(i))));
  const rows = Float64Array.from(secondMatrix.matrix, (value, i) => (i % 4 === 3 ? entryPosition(value) : value * entryScale()));
  return { columns: columnsOf(rampOf(before, 8), firstMatrix), values: [values[0], values[1], values[2]], rows, bytes: bytesOf(after) };
}

function isCurve(transform: Transform): transform is CurveTransform {
  return transform.kind === 'curve';
}

const entryScale = (): number => (ENTRIES - 1) / (RANGE[1] - RANGE[0]);
const entryInput = (entry: number): number => RANGE[0] + entry / entryScale();
const entryPosition = (value: number): number => (value - RANGE[0]) * entryScale() + 0.5;

function evaluateChannel(curves: readonly CurveTransform[], channel: number, value: number): number {
  return curves.reduce((current, transform) => curveFunction(transform.curves[channel])(current), value);
}

function columnsOf({ rgb }: LevelRamp, { matrix }: MatrixTransform): Float64Array {
  const columns = new Float64Array(3 * 256 * 4);
  for (let channel = 0; channel < 3; channel += 1) {
    for (let level = 0; level < 256; level += 1) {
      for (let row = 0; row < 3; row += 1) {
        const offset = channel === 0 ? entryPosition(matrix[row * 4 + 3]) : 0;
        columns[(channel * 256 + level) * 4 + row] = matrix[row * 4 + channel] * rgb[level * 3 + channel] * entryScale() + offset;
      }
    }
  }
  return columns;
}

function bytesOf(curves: readonly CurveTransform[]): [Uint8Array, Uint8Array, Uint8Array] {
  const channel = (c: number): Uint8Array =>
    Uint8Array.from({ length: ENTRIES }, (_, i) => Math.round(Math.min(Math.max(evaluateChannel(curves, c, entryInput(i)), 0), 1) * 255));
  return [channel(0), channel(1), channel(2)];
}
