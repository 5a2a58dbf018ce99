/** Tags of an ICC profile by signature, in the order written. */
export type IccTags = ReadonlyMap<string, Uint8Array>;

/** Versions 2.4 and 4.3. */
export type IccVersion = 2 | 4;

const HEADER_BYTES = 128;
const ENTRY_BYTES = 12;
/** s15Fixed16 X, Y, Z of D50, as the standard prints them. @see ICC.1:2022, 7.2.16 */
const D50_CODES = [0xf6d6, 0x10000, 0xd32d];

/** Joins pieces without padding. */
export function joinBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

/** @returns the bytes, with zeros up to the next multiple of four. */
export function padToFour(bytes: Uint8Array): Uint8Array {
  return bytes.length % 4 === 0 ? bytes : joinBytes(bytes, new Uint8Array(4 - (bytes.length % 4)));
}

/** Characters of Latin-1, a byte each. */
export function latinBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Big-endian 16-bit numbers. */
export function uint16Bytes(numbers: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 2);
  for (let i = 0; i < numbers.length; i += 1) {
    bytes[i * 2] = numbers[i] >> 8;
    bytes[i * 2 + 1] = numbers[i] & 255;
  }
  return bytes;
}

/** Big-endian 32-bit numbers. */
export function uint32Bytes(...numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, index) => view.setUint32(index * 4, value));
  return bytes;
}

/** Reads `count` big-endian 16-bit numbers. */
export function readUint16s(bytes: Uint8Array, offset: number, count: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, i) => (bytes[offset + i * 2] << 8) | bytes[offset + i * 2 + 1]);
}

/** Reads a signature of four characters. */
export function readSignature(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

/**
 * Assembles a DeviceLink profile between RGB and RGB. The profile ID is left zero.
 *
 * @see ICC.1:2022, 7.2 (header), 7.3 (tag table), 8.6 (DeviceLink profile).
 */
export function assembleDeviceLink(version: IccVersion, tags: IccTags): Uint8Array {
  const bodies = [...tags.values()].map(padToFour);
  let offset = HEADER_BYTES + 4 + ENTRY_BYTES * tags.size;
  const entries = [...tags].map(([signature, data], index) => {
    const entry = joinBytes(latinBytes(signature), uint32Bytes(offset, data.length));
    offset += bodies[index].length;
    return entry;
  });
  const header = joinBytes(
    uint32Bytes(offset, 0, version === 2 ? 0x02400000 : 0x04300000),
    latinBytes('linkRGB RGB '),
    // The date is a required field; a fixed one keeps the bytes the same on every run.
    uint16Bytes([2026, 1, 1, 0, 0, 0]),
    latinBytes('acsp'),
    uint32Bytes(0, 0, 0, 0, 0, 0, 0, ...D50_CODES),
    new Uint8Array(HEADER_BYTES - 80),
  );
  return joinBytes(header, uint32Bytes(tags.size), ...entries, ...bodies);
}

/** @returns the tags of a DeviceLink between RGB and RGB, or `undefined` for any other bytes. */
export function readDeviceLinkTags(bytes: Uint8Array): IccTags | undefined {
  if (bytes.length < HEADER_BYTES + 4 || readSignature(bytes, 36) !== 'acsp') return undefined;
  if (readSignature(bytes, 12) !== 'link' || readSignature(bytes, 16) !== 'RGB ' || readSignature(bytes, 20) !== 'RGB ') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tags = new Map<string, Uint8Array>();
  const count = Math.min(view.getUint32(HEADER_BYTES), Math.floor((bytes.length - HEADER_BYTES - 4) / ENTRY_BYTES));
  for (let index = 0; index < count; index += 1) {
    const at = HEADER_BYTES + 4 + ENTRY_BYTES * index;
    const offset = view.getUint32(at + 4);
    const length = view.getUint32(at + 8);
    if (offset + length <= bytes.length) tags.set(readSignature(bytes, at), bytes.subarray(offset, offset + length));
  }
  return tags;
}
