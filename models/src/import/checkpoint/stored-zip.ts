import { ByteCursor, decodeUtf8 } from '../bytes/byte-cursor.js';
import { ModelFileError } from '../bytes/model-file-error.js';

/*
 * Maintainer notes. torch.save stores its records uncompressed, so a reader of stored entries is all that is needed, no library
 * stands between the bytes and the checks, and no entry can unfold to more than the file's own size. Names are looked up and
 * never become paths.
 *
 * @see APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12 and 4.3.16.
 */

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAXIMUM_COMMENT_BYTES = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const IN_ZIP64 = 0xffffffff;
const FLAG_ENCRYPTED = 1;
const METHOD_NAMES: Readonly<Record<number, string>> = { 8: 'deflate', 9: 'deflate64', 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard' };

/** @returns whether the bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Reads a zip archive whose entries are stored without compression.
 *
 * @returns the entries by name, as views of `bytes`.
 * @throws ModelFileError `damaged-file` where offsets, sizes or checksums do not hold, or a name comes twice;
 * `unsupported-file` for compressed, encrypted or split archives and those beyond 4 GiB.
 */
export function readStoredZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const cursor = new ByteCursor(bytes, findEnd(bytes), 'zip archive');
  cursor.uint32();
  const diskNumbers = cursor.uint32();
  const entriesHere = cursor.uint16();
  const entryCount = cursor.uint16();
  cursor.uint32();
  const directoryOffset = cursor.uint32();
  if (diskNumbers !== 0 || entriesHere !== entryCount) throw new ModelFileError('unsupported-file', 'zip archive: split over several files (expected one file)');
  if (entryCount === 0xffff || directoryOffset === IN_ZIP64) throw tooLarge();
  if (directoryOffset > bytes.length) throw damaged(`the directory at byte ${directoryOffset} of ${bytes.length}`);

  const entries = new Map<string, Uint8Array>();
  cursor.position = directoryOffset;
  for (let index = 0; index < entryCount; index += 1) {
    const { name, content } = readEntry(cursor);
    if (entries.has(name)) throw damaged(`two entries named ${JSON.stringify(name)}`);
    entries.set(name, content);
  }
  return entries;
}

/** The end record stands last, before a comment of unknown length. */
function findEnd(bytes: Uint8Array): number {
  const lowest = Math.max(0, bytes.length - END_BYTES - MAXIMUM_COMMENT_BYTES);
  for (let position = bytes.length - END_BYTES; position >= lowest; position -= 1) {
    const commentBytes = bytes[position + 20] + 256 * bytes[position + 21];
    if (position + END_BYTES + commentBytes === bytes.length && new ByteCursor(bytes, position, '').uint32() === END_SIGNATURE) return position;
  }
  throw damaged('no directory at the end: the file is cut short');
}

function readEntry(cursor: ByteCursor): { readonly name: string; readonly content: Uint8Array } {
  if (cursor.uint32() !== ENTRY_SIGNATURE) throw damaged(`no entry at byte ${cursor.position - 4}, where the directory promises one`);
  cursor.position += 4;
  const flags = cursor.uint16();
  const method = cursor.uint16();
  cursor.position += 4;
  const checksum = cursor.uint32();
  const storedBytes = cursor.uint32();
  const byteCount = cursor.uint32();
  const [nameBytes, extraBytes, commentBytes] = [cursor.uint16(), cursor.uint16(), cursor.uint16()];
  cursor.position += 8;
  const offset = cursor.uint32();
  const name = decodeUtf8(cursor.take(nameBytes), 'zip archive');
  cursor.take(extraBytes + commentBytes);
  const title = JSON.stringify(name);
  if ((flags & FLAG_ENCRYPTED) !== 0) throw new ModelFileError('unsupported-file', `zip entry ${title}: encrypted (expected a plain one)`);
  if (method !== 0) throw new ModelFileError('unsupported-file', `zip entry ${title}: compressed with ${METHOD_NAMES[method] ?? `method ${method}`} (expected it stored, as torch.save does)`);
  if (offset === IN_ZIP64 || byteCount === IN_ZIP64) throw tooLarge();
  if (storedBytes !== byteCount) throw damaged(`entry ${title} of ${byteCount} bytes stored in ${storedBytes}`);
  const content = readContent(cursor.bytes, offset, byteCount);
  if (crc32(content) !== checksum) throw damaged(`entry ${title} does not have the checksum the directory states`);
  return { name, content };
}

function readContent(bytes: Uint8Array, offset: number, byteCount: number): Uint8Array {
  if (offset > bytes.length) throw damaged(`an entry at byte ${offset} of ${bytes.length}`);
  const local = new ByteCursor(bytes, offset, 'zip archive');
  if (local.uint32() !== LOCAL_SIGNATURE) throw damaged(`no entry at byte ${offset}, where the directory promises one`);
  local.position = offset + LOCAL_BYTES - 4;
  local.take(local.uint16() + local.uint16());
  return local.take(byteCount);
}

function damaged(found: string): ModelFileError {
  return new ModelFileError('damaged-file', `zip archive: ${found} (expected a whole archive as torch.save writes it)`);
}

function tooLarge(): ModelFileError {
  return new ModelFileError('unsupported-file', 'zip archive: of the form for more than 4 GiB (expected a checkpoint of some 150 kB)');
}

/** CRC-32 of ISO 3309, reflected polynomial 0xedb88320. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
