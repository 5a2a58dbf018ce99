import { InvalidFileError } from '../errors.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, kind and checksum around a chunk's data. */
const FRAME_BYTES = 12;
/** A file of 2 GiB in libpng's chunks of 8 kB has fewer; each costs memory beside its bytes. */
export const MAXIMUM_PNG_CHUNKS = 300_000;

/** One chunk of a PNG; the bytes are the file's own. */
export interface PngChunk {
  /** Four letters, e.g. `IDAT`. */
  readonly kind: string;
  readonly data: Uint8Array;
  /** Offsets of the whole chunk, length field and checksum included. */
  readonly start: number;
  readonly end: number;
}

/** @returns whether bytes begin as every PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * Lists the chunks of a PNG without looking into them.
 *
 * @param bytes - the whole file.
 * @returns the chunks in file order, up to IEND or to where the file breaks off: a whole PNG is one whose last chunk is IEND.
 * Checksums are not looked at; see {@link isPngChunkIntact}.
 * @throws {@link InvalidFileError} unless it begins as a PNG; code `too-large` beyond 300 000 chunks.
 * @see W3C PNG, third edition, 5.2 and 5.3
 */
export function listPngChunks(bytes: Uint8Array): PngChunk[] {
  if (!isPng(bytes)) throw new InvalidFileError('not a PNG (expected the eight bytes 89 50 4E 47 0D 0A 1A 0A first)', { expected: 'a PNG' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let start = SIGNATURE.length; start + FRAME_BYTES <= bytes.length; ) {
    const end = start + FRAME_BYTES + view.getUint32(start);
    if (end > bytes.length) break;
    if (chunks.length === MAXIMUM_PNG_CHUNKS) {
      throw new InvalidFileError(`more than ${MAXIMUM_PNG_CHUNKS} chunks (expected at most ${MAXIMUM_PNG_CHUNKS})`, { expected: `at most ${MAXIMUM_PNG_CHUNKS} chunks` }, { code: 'too-large' });
    }
    const kind = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    chunks.push({ kind, data: bytes.subarray(start + 8, end - 4), start, end });
    if (kind === 'IEND') break;
    start = end;
  }
  return chunks;
}

/**
 * As {@link listPngChunks}, for files that must be whole.
 *
 * @throws {@link InvalidFileError} also unless the first chunk is IHDR and the last IEND.
 */
export function listWholePngChunks(bytes: Uint8Array): PngChunk[] {
  const chunks = listPngChunks(bytes);
  if (chunks[0]?.kind === 'IHDR' && chunks[chunks.length - 1].kind === 'IEND') return chunks;
  throw new InvalidFileError('PNG cut short (expected chunks from IHDR to IEND); get a whole copy of the file', { expected: 'a whole PNG' });
}

/**
 * Compares a chunk's checksum with its kind and data.
 *
 * @param bytes - the file the chunk was listed from.
 */
export function isPngChunkIntact(bytes: Uint8Array, chunk: PngChunk): boolean {
  const stored = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(chunk.end - 4);
  return crc32(bytes.subarray(chunk.start + 4, chunk.end - 4)) === stored;
}

/**
 * Makes a chunk.
 *
 * @param kind - four ASCII letters.
 * @param data - joined in order; at most 2^31 - 1 bytes in all.
 * @returns length, kind, data, checksum.
 */
export function makePngChunk(kind: string, ...data: readonly Uint8Array[]): Uint8Array {
  const length = data.reduce((sum, part) => sum + part.length, 0);
  const chunk = new Uint8Array(FRAME_BYTES + length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, length);
  for (let index = 0; index < 4; index += 1) chunk[4 + index] = kind.charCodeAt(index);
  let offset = 8;
  for (const part of data) {
    chunk.set(part, offset);
    offset += part.length;
  }
  view.setUint32(offset, crc32(chunk.subarray(4, offset)));
  return chunk;
}

/**
 * Leaves chunks out and puts others in right after the header, where no rule of order is broken by text, EXIF or physical size.
 *
 * @param bytes - a whole PNG.
 * @param inserted - ready chunks, as {@link makePngChunk} makes them.
 * @param isDropped - asked for every chunk of the file; never for IHDR and IEND.
 * @throws {@link InvalidFileError} unless `bytes` is a whole PNG.
 */
export function editPngChunks(bytes: Uint8Array, inserted: readonly Uint8Array[], isDropped: (chunk: PngChunk) => boolean): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, SIGNATURE.length)];
  for (const chunk of listWholePngChunks(bytes)) {
    const isFixed = chunk.kind === 'IHDR' || chunk.kind === 'IEND';
    if (isFixed || !isDropped(chunk)) parts.push(bytes.subarray(chunk.start, chunk.end));
    if (chunk.kind === 'IHDR') parts.push(...inserted);
  }
  const edited = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    edited.set(part, offset);
    offset += part.length;
  }
  return edited;
}

const CRC_TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 of ISO 3309, as PNG uses it (annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
