import { curveFunction } from '../../transforms/curve.js';
import type { Curve, CurveTransform, MatrixTransform } from '../../transforms/transform.js';
import type { Range } from './matrix-columns.js';

/** A function of one channel, as the reference evaluates it (rounded to float32 between transforms). */
export interface ChannelFunction {
  readonly evaluate: (value: number) => number;
  /** Whether it never turns: nowhere both rising and falling. */
  readonly isMonotone: boolean;
}

/** Composes what separable transforms do to one channel. */
export function channelFunction(transforms: readonly (CurveTransform | MatrixTransform)[], channel: number): ChannelFunction {
  const parts = transforms.map((transform) => (transform.kind === 'curve' ? curveFunction(transform.curves[channel]) : diagonalFunction(transform, channel)));
  const evaluate = (value: number): number => {
    let current = value;
    for (const part of parts) current = Math.fround(part(current));
    return current;
  };
  return {
    evaluate,
    isMonotone: transforms.every((transform) => transform.kind === 'matrix' || isMonotoneCurve(transform.curves[channel])),
  };
}

/**
 * Builds a table a channel over the channel's range, or one table over all ranges where all channels have the same function.
 *
 * @returns `undefined` when `build` refuses a channel.
 */
export function buildChannelTables<T>(
  transforms: readonly (CurveTransform | MatrixTransform)[],
  ranges: readonly Range[],
  build: (f: ChannelFunction, range: Range) => T | undefined,
): T[] | undefined {
  if (transforms.every(isSameForAllChannels)) {
    const table = build(channelFunction(transforms, 0), [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))]);
    return table === undefined ? undefined : [table, table, table];
  }
  const tables: T[] = [];
  for (const [channel, range] of ranges.entries()) {
    const table = build(channelFunction(transforms, channel), range);
    if (table === undefined) return undefined;
    tables.push(table);
  }
  return tables;
}

function isSameForAllChannels(transform: CurveTransform | MatrixTransform): boolean {
  if (transform.kind === 'curve') {
    const [red, green, blue] = transform.curves;
    return red === green && green === blue;
  }
  const { matrix } = transform;
  return matrix[0] === matrix[5] && matrix[5] === matrix[10] && matrix[3] === matrix[7] && matrix[7] === matrix[11];
}

function diagonalFunction({ matrix }: MatrixTransform, channel: number): (value: number) => number {
  const gain = matrix[channel * 5];
  const offset = matrix[channel * 4 + 3];
  return (value) => gain * value + offset;
}

function isMonotoneCurve(curve: Curve): boolean {
  if (curve.kind === 'named') return true;
  let isRising = true;
  let isFalling = true;
  for (let i = 1; i < curve.values.length; i += 1) {
    if (!(curve.values[i] >= curve.values[i - 1])) isRising = false;
    if (!(curve.values[i] <= curve.values[i - 1])) isFalling = false;
  }
  return isRising || isFalling;
}
