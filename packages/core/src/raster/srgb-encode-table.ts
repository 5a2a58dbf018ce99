import { linearToSrgb } from '../color/transfer-functions.js';

/*
 * Maintainer notes. `linearToSrgb` costs a power per sample: 24 MP of linear float would take seconds. The table is indexed
 * by the upper bits of the float32 itself (exponent and ten bits of mantissa) and read with linear interpolation, so its
 * relative step is the same in the shadows and the lights. Largest difference from the exact function over 2^-20..4: below
 * 1e-7, the rounding of float32.
 */

const MANTISSA_BITS = 10;
const SHIFT = 23 - MANTISSA_BITS;
/** float32 bits of 2^-9, in the straight part of the curve, and of 4. */
const LOWEST_BITS = (127 - 9) << 23;
const HIGHEST_BITS = (127 + 2) << 23;
const LOWEST = 2 ** -9;
const HIGHEST = 4;

const asFloat = new Float32Array(1);
const asBits = new Int32Array(asFloat.buffer);
let table: Float64Array | undefined;

function buildTable(): Float64Array {
  const size = ((HIGHEST_BITS - LOWEST_BITS) >> SHIFT) + 1;
  const values = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    asBits[0] = LOWEST_BITS + (index << SHIFT);
    values[index] = linearToSrgb(asFloat[0]);
  }
  return values;
}

/**
 * Encodes linear light by the sRGB curve, within 1e-7 of `linearToSrgb` and many times as fast.
 *
 * @param linear - rounded to float32; below 2^-9, at 4 and above, and not-a-number go to the exact function.
 */
export function encodeSrgbByTable(linear: number): number {
  if (!(linear >= LOWEST && linear < HIGHEST)) return linearToSrgb(linear);
  table ??= buildTable();
  asFloat[0] = linear;
  const position = asBits[0] - LOWEST_BITS;
  const index = position >> SHIFT;
  const fraction = (position & ((1 << SHIFT) - 1)) / (1 << SHIFT);
  const low = table[index];
  return low + (table[index + 1] - low) * fraction;
}
