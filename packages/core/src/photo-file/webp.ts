import { InvalidFileError, UnsupportedFormatError } from '../errors.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { readExif, stripExifPrefix } from './exif.js';
import { concatBytes, decodeText, latin1Bytes, type Container, type EmbeddedMetadata } from './container.js';

const RIFF_HEADER_LENGTH = 12;
const FLAG_ICC = 0x20;
const FLAG_ALPHA = 0x10;
const FLAG_EXIF = 0x08;
const FLAG_XMP = 0x04;
const FLAG_ANIMATION = 0x02;

interface Chunk {
  readonly kind: string;
  readonly data: Uint8Array;
}

/**
 * Reads a WebP's chunks.
 *
 * @throws {@link UnsupportedFormatError} for animations, {@link InvalidFileError} when the file is shorter than it says.
 * @see RFC 9649, 2.
 */
export function readWebp(bytes: Uint8Array, name: string): Container {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (length + 8 > bytes.length) throw new InvalidFileError(`${name}: WebP cut short; get a whole copy of the file`, { path: name, format: 'webp' });
  const chunks = readChunks(bytes);
  const find = (kind: string): Uint8Array | undefined => chunks.find((chunk) => chunk.kind === kind)?.data;
  const flags = find('VP8X')?.[0] ?? 0;
  if (flags & FLAG_ANIMATION || find('ANIM') !== undefined) {
    throw new UnsupportedFormatError(`${name}: animated WebP (accepted: still pictures); save one frame as PNG first`, { path: name, format: 'webp' });
  }
  const icc = find('ICCP');
  const exifChunk = find('EXIF');
  const exif = exifChunk && stripExifPrefix(exifChunk);
  const facts = exif && readExif(exif);
  const xmp = find('XMP ');
  return {
    color: icc ? { kind: 'icc', bytes: icc } : facts?.isAdobeRgb === true ? { kind: 'adobe-rgb' } : { kind: 'untagged' },
    ...(exif && facts && { exif }),
    ...(xmp && { xmp: decodeText(xmp) }),
    ...(facts?.density && { density: facts.density }),
    page: 0,
    notes: exif !== undefined && facts === undefined ? ['the EXIF data is damaged and was left out'] : [],
  };
}

function readChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let offset = RIFF_HEADER_LENGTH; offset + 8 <= bytes.length; ) {
    const length = view.getUint32(offset + 4, true);
    if (offset + 8 + length > bytes.length) break;
    chunks.push({ kind: String.fromCharCode(...bytes.subarray(offset, offset + 4)), data: bytes.subarray(offset + 8, offset + 8 + length) });
    offset += 8 + length + (length % 2);
  }
  return chunks;
}

/**
 * Puts metadata into a WebP that holds none.
 *
 * @param width - of the picture, which the extended header repeats.
 */
export function embedInWebp(bytes: Uint8Array, metadata: EmbeddedMetadata, width: number, height: number): Uint8Array {
  if (metadata.icc === undefined && metadata.exif === undefined && metadata.xmp === undefined) return bytes;
  const chunks = readChunks(bytes);
  const picture = chunks.filter(({ kind }) => ['VP8 ', 'VP8L', 'ALPH'].includes(kind));
  const header = new Uint8Array(10);
  const extended = chunks.find(({ kind }) => kind === 'VP8X')?.data;
  header[0] = (extended?.[0] ?? 0) & FLAG_ALPHA;
  // The lossless bitstream says itself whether it has alpha: bit 28 after the signature byte.
  const lossless = chunks.find(({ kind }) => kind === 'VP8L')?.data;
  if (lossless !== undefined && lossless[4] & 0x10) header[0] |= FLAG_ALPHA;
  if (metadata.icc !== undefined) header[0] |= FLAG_ICC;
  if (metadata.exif !== undefined) header[0] |= FLAG_EXIF;
  if (metadata.xmp !== undefined) header[0] |= FLAG_XMP;
  [width - 1, height - 1].forEach((value, index) => header.set([value & 255, (value >> 8) & 255, value >> 16], 4 + index * 3));
  const parts = [makeChunk('VP8X', header)];
  if (metadata.icc !== undefined) parts.push(makeChunk('ICCP', metadata.icc));
  for (const { kind, data } of picture) parts.push(makeChunk(kind, data));
  if (metadata.exif !== undefined) parts.push(makeChunk('EXIF', metadata.exif));
  if (metadata.xmp !== undefined) parts.push(makeChunk('XMP ', encodeUtf8(metadata.xmp)));
  const body = concatBytes(parts);
  const riff = new Uint8Array(RIFF_HEADER_LENGTH);
  riff.set(latin1Bytes('RIFF'));
  new DataView(riff.buffer).setUint32(4, body.length + 4, true);
  riff.set(latin1Bytes('WEBP'), 8);
  return concatBytes([riff, body]);
}

function makeChunk(kind: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + data.length + (data.length % 2));
  chunk.set(latin1Bytes(kind));
  new DataView(chunk.buffer).setUint32(4, data.length, true);
  chunk.set(data, 8);
  return chunk;
}
