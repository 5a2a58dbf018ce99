import { Float16Array } from '@petamoriken/float16';
import { base64 } from '@scure/base';
import { InvalidFileError } from '../errors.js';

/** Beyond this a half float is infinite. @see IEEE 754-2019, binary16 */
export const MAXIMUM_HALF_FLOAT = 65504;

/**
 * Decodes base64 of little-endian IEEE 754 half floats.
 *
 * @throws {@link InvalidFileError} when the text is no base64, is not exactly `count` values, or holds NaN or infinity.
 */
export function decodeHalfFloats(text: string, count: number): Float32Array {
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

/**
 * Exponent and fraction, moved to their places in a float32, are the number times 2^-112; the product is exact, of subnormal numbers too. A
 * twentieth of the time of reading through a `Float16Array`, which matters where a recipe with a LUT is read.
 */
function widenHalves(bytes: Uint8Array, count: number): Float32Array {
  const bits = new Uint32Array(count);
  const values = new Float32Array(bits.buffer);
  for (let i = 0; i < count; i += 1) {
    const half = bytes[i * 2] | (bytes[i * 2 + 1] << 8);
    if ((half & 0x7c00) === 0x7c00) {
      values[i] = (half & 0x3ff) > 0 ? NaN : half > 0x7fff ? -Infinity : Infinity;
      continue;
    }
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    values[i] *= 2 ** 112;
  }
  return values;
}

/** Encodes numbers as base64 of little-endian IEEE 754 half floats, each within 2^-11 of its size. */
export function encodeHalfFloats(values: ArrayLike<number>): string {
  const halves = Float16Array.from(values);
  const bits = new Uint16Array(halves.buffer);
  const bytes = new Uint8Array(bits.length * 2);
  const view = new DataView(bytes.buffer);
  bits.forEach((value, i) => view.setUint16(i * 2, value, true));
  return base64.encode(bytes);
}
