import { curveFunction } from '../../transforms/curve.js';
import type { NamedCurve } from '../../transforms/transform.js';

/**
 * An odd-symmetric curve sampled at equal ratios: nodes are at every 1024th of an octave's mantissa, so the relative step is the same in
 * the shadows and the lights, and the cell is found from the upper bits of the float32 itself. Read linearly between nodes it is
 * within 5e-7 of the curve, relative (5e-6 in the one cell with the corner of the sRGB curve): 2e-4 of an 8-bit level.
 */
export interface PowerTable {
  readonly values: Float64Array;
  /** Patterns of the float32 values between which the table holds. */
  readonly lowestBits: number;
  readonly highestBits: number;
  /** From a pattern above `lowestBits` to a cell. */
  readonly shift: number;
}

const MANTISSA_BITS = 10;
const SHIFT = 23 - MANTISSA_BITS;
const FLOAT32_EXPONENT_BIAS = 127;
/** From 2^-14, a quarter of a 16-bit level and more, to 8: what curves of photographs meet. The rest is computed. */
const LOWEST_BITS = (FLOAT32_EXPONENT_BIAS - 14) << 23;
const HIGHEST_BITS = (FLOAT32_EXPONENT_BIAS + 3) << 23;

const tables = new Map<NamedCurve['name'], PowerTable>();

/** @returns the table of a named curve, built on first use. */
export function powerTable(name: NamedCurve['name']): PowerTable {
  let table = tables.get(name);
  if (table === undefined) {
    table = buildTable(name);
    tables.set(name, table);
  }
  return table;
}

function buildTable(name: NamedCurve['name']): PowerTable {
  const evaluate = curveFunction({ kind: 'named', name });
  const values = new Float64Array(((HIGHEST_BITS - LOWEST_BITS) >> SHIFT) + 1);
  const pattern = new Int32Array(1);
  const value = new Float32Array(pattern.buffer);
  for (let cell = 0; cell < values.length; cell += 1) {
    pattern[0] = LOWEST_BITS + (cell << SHIFT);
    values[cell] = evaluate(value[0]);
  }
  return { values, lowestBits: LOWEST_BITS, highestBits: HIGHEST_BITS, shift: SHIFT };
}
