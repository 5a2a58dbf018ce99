import { base64 } from '@scure/base';
import { InvalidFileError } from '../errors.js';
import { widenHalves } from '../transforms/widen-halves.js';

/** Beyond this a half float is infinite. @see IEEE 754-2019, binary16 */
export const MAXIMUM_HALF_FLOAT = 65504;

/**
 * Decodes base64 of little-endian IEEE 754 half floats.
 *
 * @throws {@link InvalidFileError} when the text is no base64, is not exactly `count` values, or holds NaN or infinity.
 */
export function decodeHalfFloats(text: string, count: number): Float32Array {
  if (text !== last.text || count !== last.values.length) last = { text, values: decode(text, count) };
  return last.values.slice();
}

/** A recipe is checked at every door it passes, and planned after that: the same table each time. What was encoded last is read next. */
let last: { readonly text: string; readonly values: Float32Array } = { text: '', values: new Float32Array(0) };

function decode(text: string, count: number): Float32Array {
  const characterCount = Math.ceil((count * 2) / 3) * 4;
  if (text.length !== characterCount) {
    throw new InvalidFileError(`lut data: ${text.length} characters (expected ${characterCount}, base64 of ${count} half floats)`, { field: 'data', value: text.length, expected: characterCount });
  }
  let bytes: Uint8Array;
  try {
    bytes = base64.decode(text);
  } catch (cause) {
    throw new InvalidFileError('lut data: not base64 (expected the standard alphabet with padding, RFC 4648)', { field: 'data' }, { cause });
  }
  if (bytes.length !== count * 2) {
    throw new InvalidFileError(`lut data: ${bytes.length} bytes (expected ${count * 2}, ${count} half floats)`, { field: 'data', value: bytes.length, expected: count * 2 });
  }
  const values = widenHalves(bytes, count);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InvalidFileError(`lut data[${bad}]: ${values[bad]} (expected a finite number)`, { field: 'data', index: bad });
  return values;
}

/** Encodes numbers of at most {@link MAXIMUM_HALF_FLOAT} either way as base64 of little-endian half floats, rounded to nearest, ties to even. */
export function encodeHalfFloats(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(values.length * 2);
  for (let i = 0; i < values.length; i += 1) {
    const half = narrowToHalf(values[i]);
    bytes[i * 2] = half & 255;
    bytes[i * 2 + 1] = half >> 8;
  }
  const text = base64.encode(bytes);
  const widened = widenHalves(bytes, values.length);
  if (widened.every(Number.isFinite)) last = { text, values: widened };
  return text;
}

/** Least size of a half float that is not subnormal, and what added to one that is leaves its steps in the last places of a float32. */
const LEAST_NORMAL = 2 ** -14;
const SUBNORMAL_SHIFT = 0.5;
/** Bits of a float32 fraction beyond a half's, and the difference of the two exponents' biases in a half's places. */
const EXTRA_BITS = 13;
const BIAS_DIFFERENCE = (127 - 15) << 10;
const float32 = new Float32Array(1);
const word = new Uint32Array(float32.buffer);

/** Rounds to nearest, ties to even. A number between two float32 is brought to the odd one of them first, so that it is not rounded twice. */
function narrowToHalf(value: number): number {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  float32[0] = size;
  if (float32[0] !== size) {
    if (float32[0] > size) word[0] -= 1;
    word[0] |= 1;
  }
  if (float32[0] < LEAST_NORMAL) {
    float32[0] += SUBNORMAL_SHIFT;
    return sign | (word[0] & 0x7ff);
  }
  // A carry out of the fraction goes into the exponent, as it must.
  const nearest = word[0] + 0xfff + ((word[0] >>> EXTRA_BITS) & 1);
  return sign | ((nearest >>> EXTRA_BITS) - BIAS_DIFFERENCE);
}
