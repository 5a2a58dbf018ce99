import type { ChannelFunction } from './channel-function.js';
import type { Range } from './matrix-columns.js';

/** A monotone function of one channel: entry i stands for the input `low` + i / `scale` and its half steps either side. */
export interface ValueTable {
  readonly low: number;
  readonly scale: number;
  readonly values: Float32Array;
  /** The largest difference of neighbours: any input's value is this close to its entry. */
  readonly largestStep: number;
}

/** An eighth of an 8-bit level. */
const WANTED_STEP = 1 / 2048;
const FEWEST_ENTRIES = 1 << 12;
const MOST_ENTRIES = 1 << 16;

/** @returns the finest table needed or allowed over the range; `undefined` when the function is not monotone. */
export function buildValueTable({ evaluate, isMonotone }: ChannelFunction, [low, high]: Range): ValueTable | undefined {
  if (!isMonotone || !Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  if (!(high > low)) return { low, scale: 1, values: Float32Array.of(evaluate(low)), largestStep: 0 };
  const table = tabulate(evaluate, low, high, FEWEST_ENTRIES);
  if (table.largestStep <= WANTED_STEP) return table;
  const needed = 2 ** Math.ceil(Math.log2((FEWEST_ENTRIES * table.largestStep) / WANTED_STEP));
  return tabulate(evaluate, low, high, Math.min(needed, MOST_ENTRIES));
}

function tabulate(evaluate: ChannelFunction['evaluate'], low: number, high: number, entries: number): ValueTable {
  const scale = (entries - 1) / (high - low);
  const values = new Float32Array(entries);
  let largestStep = 0;
  for (let i = 0; i < entries; i += 1) {
    values[i] = evaluate(low + i / scale);
    if (i > 0) largestStep = Math.max(largestStep, Math.abs(values[i] - values[i - 1]));
  }
  return { low, scale, values, largestStep };
}
