import { InvalidFileError, UnsupportedFormatError } from '../errors.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import type { ColorSource } from './resolve-color.js';
import { readExif } from './exif.js';
import { hasForeignXmp } from './store-recipe.js';
import { announcesGainMap } from './xmp.js';
import type { Density } from './photo-format.js';
import { concatBytes, decodeText, hasText, latin1Bytes, type Container, type EmbeddedMetadata } from './container.js';
import { joinExtendedXmp, splitExtendedXmp } from './extended-xmp.js';

const EXIF_NAME = 'Exif\0\0';
const XMP_NAME = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED_XMP_NAME = 'http://ns.adobe.com/xmp/extension/\0';
const ICC_NAME = 'ICC_PROFILE\0';
const PHOTOSHOP_NAME = 'Photoshop 3.0\0';
const MULTI_PICTURE_NAME = 'MPF\0';
const ISO_GAIN_MAP_NAME = 'urn:iso:std:iso:ts:21496:-1\0';
const IPTC_RESOURCE = 0x0404;
/** A segment's length field holds itself and at most this much. */
const MAXIMUM_PAYLOAD = 65_533;

interface Segment {
  readonly marker: number;
  readonly payload: Uint8Array;
}

/**
 * Reads a JPEG's segments up to the picture data.
 *
 * @throws {@link UnsupportedFormatError} for 12-bit and lossless JPEG, {@link InvalidFileError} without a frame header.
 * @see ITU-T T.81, annex B; JFIF 1.02; Exif 3.0, 4.7; XMP part 3, 1.1.3; ICC.1:2022, B.4; CIPA DC-007 (multi-picture).
 */
export function readJpeg(bytes: Uint8Array, name: string): Container {
  const segments = readSegments(bytes);
  const frame = segments.find(({ marker }) => isFrameMarker(marker));
  if (frame === undefined || frame.payload.length < 6) {
    throw new InvalidFileError(`${name}: JPEG without a picture; the file is damaged or cut short`, { path: name, format: 'jpeg' });
  }
  const precision = frame.payload[0];
  if (precision !== 8) {
    throw new UnsupportedFormatError(`${name}: ${precision}-bit JPEG (accepted: 8-bit JPEG); save it as 16-bit TIFF or PNG first`, { path: name, format: 'jpeg', bitDepth: precision });
  }
  if ([0xc3, 0xc7, 0xcb, 0xcf].includes(frame.marker)) {
    throw new UnsupportedFormatError(`${name}: lossless JPEG (accepted: baseline and progressive); save it as TIFF or PNG first`, { path: name, format: 'jpeg' });
  }
  const exif = findPayload(segments, 0xe1, EXIF_NAME);
  const facts = exif && readExif(exif);
  const xmpBytes = findPayload(segments, 0xe1, XMP_NAME);
  const xmp = xmpBytes && decodeText(xmpBytes);
  const notes: string[] = [];
  if (exif !== undefined && facts === undefined) notes.push('the EXIF data is damaged and was left out');
  const extendedParts = findPayloads(segments, 0xe1, EXTENDED_XMP_NAME);
  const extendedXmp = xmp === undefined || extendedParts.length === 0 ? undefined : joinExtendedXmp(xmp, extendedParts);
  if (extendedXmp === undefined ? extendedParts.length > 0 : hasForeignXmp(extendedXmp)) notes.push('the extended part of the XMP data was left out');
  const hasGainMap = (xmp !== undefined && announcesGainMap(xmp)) || findPayload(segments, 0xe2, ISO_GAIN_MAP_NAME) !== undefined;
  if (hasGainMap) notes.push('the HDR gain map belongs to the picture as it was and was left out; the base picture is retouched');
  else if (findPayload(segments, 0xe2, MULTI_PICTURE_NAME) !== undefined) notes.push('the file holds further pictures; the first is retouched and the others were left out');
  const iptc = readIptc(segments);
  const density = readJfifDensity(segments) ?? facts?.density;
  return {
    color: findColor(segments, facts?.isAdobeRgb === true, notes),
    ...(exif && facts && { exif }),
    ...(xmp !== undefined && { xmp }),
    ...(extendedXmp !== undefined && { extendedXmp }),
    ...(iptc && { iptc }),
    ...(density && { density }),
    page: 0,
    notes,
  };
}

function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readSegments(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  for (let offset = 2; offset + 4 <= bytes.length; ) {
    if (bytes[offset] !== 0xff) break;
    const marker = bytes[offset + 1];
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = bytes[offset + 2] * 256 + bytes[offset + 3];
    if (length < 2 || offset + 2 + length > bytes.length) break;
    segments.push({ marker, payload: bytes.subarray(offset + 4, offset + 2 + length) });
    offset += 2 + length;
  }
  return segments;
}

/** @returns what follows the name in the segments of that kind. */
function findPayloads(segments: readonly Segment[], marker: number, name: string): Uint8Array[] {
  return segments.filter((segment) => segment.marker === marker && hasText(segment.payload, 0, name)).map(({ payload }) => payload.subarray(name.length));
}

/** @returns what follows the name in the first segment of that kind. */
function findPayload(segments: readonly Segment[], marker: number, name: string): Uint8Array | undefined {
  return findPayloads(segments, marker, name).at(0);
}

function findColor(segments: readonly Segment[], isAdobeRgb: boolean, notes: string[]): ColorSource {
  const parts = segments.filter(({ marker, payload }) => marker === 0xe2 && hasText(payload, 0, ICC_NAME) && payload.length > ICC_NAME.length + 2);
  if (parts.length === 0) return isAdobeRgb ? { kind: 'adobe-rgb' } : { kind: 'untagged' };
  const at = ICC_NAME.length;
  const sorted = [...parts].sort((a, b) => a.payload[at] - b.payload[at]);
  const isWhole = sorted.every(({ payload }, index) => payload[at] === index + 1 && payload[at + 1] === sorted.length);
  if (!isWhole) {
    notes.push('a part of the colour profile is missing; colours were read as sRGB');
    return { kind: 'untagged' };
  }
  return { kind: 'icc', bytes: concatBytes(sorted.map(({ payload }) => payload.subarray(at + 2))) };
}

/** Photoshop's image resources: `8BIM`, number, padded name, size, padded data. The others hold thumbnails and print settings. */
function readIptc(segments: readonly Segment[]): Uint8Array | undefined {
  const resources = findPayload(segments, 0xed, PHOTOSHOP_NAME);
  if (resources === undefined) return undefined;
  const view = new DataView(resources.buffer, resources.byteOffset, resources.byteLength);
  for (let offset = 0; offset + 12 <= resources.length && hasText(resources, offset, '8BIM'); ) {
    const sizeOffset = offset + 6 + evenLength(resources[offset + 6] + 1);
    if (sizeOffset + 4 > resources.length) return undefined;
    const size = view.getUint32(sizeOffset);
    if (sizeOffset + 4 + size > resources.length) return undefined;
    if (view.getUint16(offset + 4) === IPTC_RESOURCE) return resources.subarray(sizeOffset + 4, sizeOffset + 4 + size);
    offset = sizeOffset + 4 + evenLength(size);
  }
  return undefined;
}

function evenLength(length: number): number {
  return length + (length % 2);
}

/** One image resource: the records padded to an even length. */
function wrapIptc(iptc: Uint8Array): Uint8Array {
  const resource = new Uint8Array(12 + evenLength(iptc.length));
  const view = new DataView(resource.buffer);
  resource.set(latin1Bytes('8BIM'));
  view.setUint16(4, IPTC_RESOURCE);
  view.setUint32(8, iptc.length);
  resource.set(iptc, 12);
  return resource;
}

function readJfifDensity(segments: readonly Segment[]): Density | undefined {
  const jfif = findPayload(segments, 0xe0, 'JFIF\0');
  if (jfif === undefined || jfif.length < 7) return undefined;
  const perInch = jfif[2] === 1 ? 1 : jfif[2] === 2 ? 2.54 : 0;
  const x = (jfif[3] * 256 + jfif[4]) * perInch;
  const y = (jfif[5] * 256 + jfif[6]) * perInch;
  return x > 0 && y > 0 ? { x, y } : undefined;
}

/**
 * Puts metadata into a JPEG that holds none.
 *
 * @param bytes - as the encoder wrote it: SOI, JFIF header, tables, picture.
 * @param notes - receives a sentence for each part that does not fit into JPEG's segments.
 */
export function embedInJpeg(bytes: Uint8Array, metadata: EmbeddedMetadata, notes: string[]): Uint8Array {
  const hasJfif = bytes[2] === 0xff && bytes[3] === 0xe0 && hasText(bytes, 6, 'JFIF\0');
  const insertAt = hasJfif ? 4 + bytes[4] * 256 + bytes[5] : 2;
  const head = Uint8Array.from(bytes.subarray(0, insertAt));
  if (hasJfif && metadata.density !== undefined) {
    const [x, y] = [metadata.density.x, metadata.density.y].map((value) => Math.min(Math.max(Math.round(value), 1), 65535));
    head.set([1, x >> 8, x & 255, y >> 8, y & 255], 13);
  }
  const parts: Uint8Array[] = [head];
  const named: [number, string, Uint8Array | undefined, string][] = [
    [0xe1, EXIF_NAME, metadata.exif, 'EXIF'],
    [0xe1, XMP_NAME, metadata.xmp === undefined ? undefined : encodeUtf8(metadata.xmp), 'XMP'],
    [0xed, PHOTOSHOP_NAME, metadata.iptc && wrapIptc(metadata.iptc), 'IPTC'],
  ];
  for (const [marker, name, payload, label] of named) {
    if (payload === undefined) continue;
    if (name.length + payload.length > MAXIMUM_PAYLOAD) notes.push(`the ${label} data is larger than JPEG takes (64 kB) and was left out`);
    else parts.push(makeSegment(marker, latin1Bytes(name), payload));
  }
  if (metadata.extendedXmp !== undefined) parts.push(...splitExtendedXmp(metadata.extendedXmp).map((part) => makeSegment(0xe1, latin1Bytes(EXTENDED_XMP_NAME), part)));
  if (metadata.icc !== undefined) parts.push(...makeIccSegments(metadata.icc));
  parts.push(bytes.subarray(insertAt));
  return concatBytes(parts);
}

function makeSegment(marker: number, ...payload: readonly Uint8Array[]): Uint8Array {
  const length = payload.reduce((sum, part) => sum + part.length, 2);
  return concatBytes([Uint8Array.of(0xff, marker, length >> 8, length & 255), ...payload]);
}

function makeIccSegments(icc: Uint8Array): Uint8Array[] {
  const room = MAXIMUM_PAYLOAD - ICC_NAME.length - 2;
  const count = Math.ceil(icc.length / room);
  return Array.from({ length: count }, (_, index) => makeSegment(0xe2, latin1Bytes(ICC_NAME), Uint8Array.of(index + 1, count), icc.subarray(index * room, (index + 1) * room)));
}
