import { InvalidFileError } from '@openretouch/core';
import type { PhotoFormat } from '@openretouch/core/photo-file';
import { listJpegSegments, isJpegFrame } from './jpeg-segments.js';
import { readPngHeader } from './png-header.js';
import { listWebpChunks } from './webp-chunks.js';

/** What a file says of its picture before it is decoded: as stored, not yet turned upright. */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 colours, 4 inks. */
  readonly colorCount: 1 | 3 | 4;
  readonly hasAlpha: boolean;
  /** Bits a channel. */
  readonly bitDepth: number;
}

/** @throws {@link InvalidFileError} where the format's header is missing or damaged. */
export function readPictureFacts(bytes: Uint8Array, format: PhotoFormat, name: string): PictureFacts {
  const facts = format === 'jpeg' ? readJpegFacts(bytes) : format === 'webp' ? readWebpFacts(bytes) : format === 'avif' ? readAvifFacts(bytes) : readPngFacts(bytes, name);
  if (facts === undefined) throw new InvalidFileError(`${name}: ${format.toUpperCase()} without a picture; the file is damaged or cut short`, { path: name, format });
  return facts;
}

function readPngFacts(bytes: Uint8Array, name: string): PictureFacts {
  const { width, height, bitDepth, colorType } = readPngHeader(bytes, name);
  return { width, height, bitDepth: bitDepth === 16 ? 16 : 8, colorCount: colorType === 0 || colorType === 4 ? 1 : 3, hasAlpha: colorType === 4 || colorType === 6 };
}

/** @see ITU-T T.81, B.2.2: precision, lines, samples a line, components */
function readJpegFacts(bytes: Uint8Array): PictureFacts | undefined {
  const frame = listJpegSegments(bytes).find(({ marker }) => isJpegFrame(marker))?.payload;
  if (frame === undefined || frame.length < 6) return undefined;
  const count = frame[5];
  return { width: frame[3] * 256 + frame[4], height: frame[1] * 256 + frame[2], colorCount: count === 1 || count === 4 ? count : 3, hasAlpha: false, bitDepth: frame[0] };
}

/** @see RFC 9649, 2.5 to 2.7 */
function readWebpFacts(bytes: Uint8Array): PictureFacts | undefined {
  const chunks = listWebpChunks(bytes);
  const find = (kind: string): Uint8Array | undefined => chunks.find((chunk) => chunk.kind === kind)?.data;
  const lossy = find('VP8 ');
  if (lossy !== undefined && lossy.length >= 10) {
    return { width: (lossy[6] | (lossy[7] << 8)) & 0x3fff, height: (lossy[8] | (lossy[9] << 8)) & 0x3fff, colorCount: 3, hasAlpha: find('ALPH') !== undefined, bitDepth: 8 };
  }
  const lossless = find('VP8L');
  if (lossless === undefined || lossless.length < 5) return undefined;
  const bits = lossless[1] | (lossless[2] << 8) | (lossless[3] << 16) | (lossless[4] << 24);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, colorCount: 3, hasAlpha: ((bits >>> 28) & 1) === 1, bitDepth: 8 };
}

/**
 * Sizes, depth and alpha as AVIF's properties say them. All boxes of a kind are looked at, whichever picture they belong to: the largest size is
 * the photo's, beside which there are only its tiles and its thumbnail.
 *
 * @see ISO/IEC 23008-12, 6.5.3 (ispe), 6.5.8 (auxC); AV1 ISO base media file format, 2.3.3 (av1C)
 */
function readAvifFacts(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(bytes.length, AVIF_HEAD_BYTES);
  let width = 0;
  let height = 0;
  let bitDepth = 8;
  let hasAlpha = false;
  for (let at = 4; at + 16 <= end; at += 1) {
    const kind = view.getUint32(at);
    if (kind === ISPE && at + 16 <= bytes.length) {
      if (view.getUint32(at + 8) * view.getUint32(at + 12) <= width * height) continue;
      width = view.getUint32(at + 8);
      height = view.getUint32(at + 12);
    } else if (kind === AV1C) {
      const flags = bytes[at + 6];
      bitDepth = Math.max(bitDepth, flags & 0x40 ? (flags & 0x20 ? 12 : 10) : 8);
    } else if (kind === AUXC) {
      hasAlpha ||= String.fromCharCode(...bytes.subarray(at + 8, Math.min(at + 60, end))).includes('auxid:1') || String.fromCharCode(...bytes.subarray(at + 8, Math.min(at + 60, end))).includes(':alpha');
    }
  }
  return width > 0 && height > 0 ? { width, height, colorCount: 3, hasAlpha, bitDepth } : undefined;
}

/** Properties stand before the coded pictures; in a small file they may be all of it. */
const AVIF_HEAD_BYTES = 64 * 1024;
const ISPE = 0x69737065;
const AV1C = 0x61763143;
const AUXC = 0x61757843;
