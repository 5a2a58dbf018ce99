import type { ChannelFunction } from './channel-function.js';
import type { Range } from './matrix-columns.js';

/**
 * A monotone function of one channel as bytes: entry i stands for the input `low` + i / `scale` and its half steps either side.
 *
 * @remarks Entries differ from their neighbours by at most {@link LARGEST_STEP_LEVELS} before rounding. As the function is
 * monotone, so does any input from its entry, and the byte is the exact one or one beside it. Outside the ends the byte holds.
 */
export interface EncodeTable {
  readonly low: number;
  readonly scale: number;
  readonly bytes: Uint8Array;
  /** The largest difference of neighbours before rounding. */
  readonly largestStepLevels: number;
  /** Whether entries are levels themselves, so that an input differs from its entry by rounding alone. */
  readonly isExact: boolean;
}

const LARGEST_STEP_LEVELS = 0.5;
/** Tables have as many entries as make the step this small, so that nearly every byte is exact: about one in twenty differs at the steepest. */
const WANTED_STEP_LEVELS = 0.25;
const FEWEST_ENTRIES = 1 << 12;
const MOST_ENTRIES = 1 << 17;

/** Without a curve the byte is the rounded value: one entry a level, exact. */
export const ROUNDING_TABLE: EncodeTable = { low: 0, scale: 255, bytes: Uint8Array.from({ length: 256 }, (_, level) => level), largestStepLevels: 1, isExact: true };

/**
 * Tabulates a function over the part of a range where its byte changes.
 *
 * @returns `undefined` when the function is not monotone, or too steep for the largest table.
 */
export function buildEncodeTable({ evaluate, isMonotone }: ChannelFunction, [low, high]: Range): EncodeTable | undefined {
  if (!isMonotone || !Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  const byteAt = (value: number): number => toByte(evaluate(value));
  const from = lastWithByte(byteAt, low, high);
  const to = lastWithByte(byteAt, high, low);
  if (!(to > from)) return { low, scale: 1, bytes: Uint8Array.of(byteAt(low), byteAt(high)), largestStepLevels: 0, isExact: false };
  let table = tabulate(evaluate, from, to, FEWEST_ENTRIES);
  if (table.largestStepLevels > WANTED_STEP_LEVELS) {
    const needed = 2 ** Math.ceil(Math.log2((FEWEST_ENTRIES * table.largestStepLevels) / WANTED_STEP_LEVELS));
    table = tabulate(evaluate, from, to, Math.min(needed, MOST_ENTRIES));
  }
  return table.largestStepLevels <= LARGEST_STEP_LEVELS ? table : undefined;
}

function tabulate(evaluate: ChannelFunction['evaluate'], from: number, to: number, entries: number): EncodeTable {
  const scale = (entries - 1) / (to - from);
  const bytes = new Uint8Array(entries);
  let largestStep = 0;
  let previous = clampToUnit(evaluate(from));
  for (let i = 0; i < entries; i += 1) {
    // The last entry stands for all above it: a rounding short of `to`, where the byte changes, it would be one byte less.
    const value = clampToUnit(evaluate(i === entries - 1 ? to : from + i / scale));
    largestStep = Math.max(largestStep, Math.abs(value - previous));
    bytes[i] = Math.floor(value * 255 + 0.5);
    previous = value;
  }
  return { low: from, scale, bytes, largestStepLevels: largestStep * 255, isExact: false };
}

/** @returns a value between `start` and `end` as far from `start` as bisection finds the byte of `start` to hold. */
function lastWithByte(byteAt: (value: number) => number, start: number, end: number): number {
  const byte = byteAt(start);
  if (byteAt(end) === byte) return end;
  let same = start;
  let other = end;
  for (let i = 0; i < 60; i += 1) {
    const middle = (same + other) / 2;
    if (byteAt(middle) === byte) same = middle;
    else other = middle;
  }
  return same;
}

function clampToUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}

function toByte(value: number): number {
  return Math.floor(clampToUnit(value) * 255 + 0.5);
}
