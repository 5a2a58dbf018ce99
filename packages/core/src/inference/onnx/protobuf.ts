/** A field of a protocol buffers message: a number, or the bytes of text, a packed list or a message. */
export interface ProtobufField {
  readonly field: number;
  readonly value: number | Uint8Array;
}

/** The bytes end in the middle, or are no protocol buffers message. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const MAXIMUM_VARINT_BYTES = 10;

/**
 * Walks the fields of a protocol buffers message, without copying.
 *
 * @remarks *Convention:* varints are read to 53 bits; negative ones come out as large numbers, which no field read here has.
 * @throws {@link ProtobufError}
 * @see Protocol Buffers, "Encoding": wire types 0, 1, 2 and 5
 */
export function* readFields(bytes: Uint8Array): Generator<ProtobufField> {
  let position = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let i = 0; i < MAXIMUM_VARINT_BYTES; i += 1) {
      if (position >= bytes.length) throw new ProtobufError('the bytes end inside a number');
      const byte = bytes[position++];
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new ProtobufError('a number of more than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (!(length <= bytes.length - position)) throw new ProtobufError('the bytes end inside a field');
    position += length;
    return bytes.subarray(position - length, position);
  };
  while (position < bytes.length) {
    const tag = readVarint();
    const field = Math.floor(tag / 8);
    if (field === 0) throw new ProtobufError('a field without a number');
    switch (tag % 8) {
      case VARINT:
        yield { field, value: readVarint() };
        break;
      case FIXED64:
        yield { field, value: take(8) };
        break;
      case LENGTH_DELIMITED:
        yield { field, value: take(readVarint()) };
        break;
      case FIXED32:
        yield { field, value: take(4) };
        break;
      default:
        throw new ProtobufError(`wire type ${tag % 8}`);
    }
  }
}

/** @returns the numbers of a repeated varint field, packed or not. */
export function readVarints(value: number | Uint8Array): number[] {
  if (typeof value === 'number') return [value];
  const numbers: number[] = [];
  let current = 0;
  let shift = 0;
  for (const byte of value) {
    current += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte >= 0x80) continue;
    numbers.push(current);
    current = 0;
    shift = 0;
  }
  return numbers;
}

/** @returns ASCII text; other bytes become their Latin-1 characters. */
export function readText(value: number | Uint8Array): string {
  return typeof value === 'number' ? '' : String.fromCharCode(...value);
}

/** @returns the bytes of a message or packed field. */
export function readBytes(value: number | Uint8Array): Uint8Array {
  if (typeof value === 'number') throw new ProtobufError('a number in the place of bytes');
  return value;
}
