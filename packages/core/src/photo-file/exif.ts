import type { Density } from './photo-format.js';
import { openTiff, readDirectory, readNumbers, readSubdirectories, readValueBytes, type TiffSource } from './tiff-directory.js';

/*
 * Maintainer notes. The block is changed in place instead of parsed and written anew: maker notes hold offsets from the start
 * of the block that only their vendor understands, so every byte that is not known to be stale stays where it is.
 */

export const TAG_ORIENTATION = 0x0112;
export const TAG_EXIF_DIRECTORY = 0x8769;
export const TAG_GPS_DIRECTORY = 0x8825;
export const TAG_INTEROPERABILITY_DIRECTORY = 0xa005;
const TAG_X_RESOLUTION = 0x011a;
const TAG_Y_RESOLUTION = 0x011b;
const TAG_RESOLUTION_UNIT = 0x0128;
const TAG_THUMBNAIL_OFFSET = 0x0201;
const TAG_THUMBNAIL_LENGTH = 0x0202;
const TAG_COLOR_SPACE = 0xa001;
const TAG_PIXEL_X_DIMENSION = 0xa002;
const TAG_PIXEL_Y_DIMENSION = 0xa003;
const TAG_INTEROPERABILITY_INDEX = 0x0001;

/** What the pixel decoder has to know from EXIF. */
export interface ExifFacts {
  /** 1..8 as EXIF numbers them; 1 where it is missing or out of range. */
  readonly orientation: number;
  /** Whether a camera marked the untagged picture as Adobe RGB (DCF option file). */
  readonly isAdobeRgb: boolean;
  readonly density?: Density;
}

const EXIF_PREFIX = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** @returns the block from its byte-order mark on: some writers put JPEG's `Exif\0\0` in front of it. */
export function stripExifPrefix(bytes: Uint8Array): Uint8Array {
  return EXIF_PREFIX.every((value, index) => bytes[index] === value) ? bytes.subarray(EXIF_PREFIX.length) : bytes;
}

/** @returns the facts, or undefined when the block is no readable EXIF. */
export function readExif(block: Uint8Array): ExifFacts | undefined {
  const source = openTiff(block);
  const main = source && readDirectory(source, source.firstOffset);
  if (source === undefined || source.isBig || main === undefined) return undefined;
  const orientation = readNumbers(source, main.entries.get(TAG_ORIENTATION))[0];
  const density = readDensity(source, main);
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    isAdobeRgb: hasAdobeRgbMark(source, main),
    ...(density && { density }),
  };
}

/** @returns pixels per inch from the resolution tags, undefined where they are missing or without a unit. */
export function readDensity(source: TiffSource, directory: NonNullable<ReturnType<typeof readDirectory>>): Density | undefined {
  const [x] = readNumbers(source, directory.entries.get(TAG_X_RESOLUTION));
  const [y] = readNumbers(source, directory.entries.get(TAG_Y_RESOLUTION));
  const [unit = 2] = readNumbers(source, directory.entries.get(TAG_RESOLUTION_UNIT));
  const perInch = unit === 2 ? 1 : unit === 3 ? 2.54 : 0;
  if (!(x > 0 && y > 0 && perInch > 0 && Number.isFinite(x) && Number.isFinite(y))) return undefined;
  return { x: x * perInch, y: y * perInch };
}

/** @see DCF 2.0 (CIPA DC-009), 2.4.2: `R03` with an uncalibrated colour space marks Adobe RGB. */
function hasAdobeRgbMark(source: TiffSource, main: NonNullable<ReturnType<typeof readDirectory>>): boolean {
  const [exif] = readSubdirectories(source, main, TAG_EXIF_DIRECTORY);
  const [interoperability] = readSubdirectories(source, exif, TAG_INTEROPERABILITY_DIRECTORY);
  const index = interoperability?.entries.get(TAG_INTEROPERABILITY_INDEX);
  return index !== undefined && String.fromCharCode(...readValueBytes(source, index).subarray(0, 3)) === 'R03';
}

/** How the picture is after decoding, for the tags that describe it. */
export interface UprightPicture {
  readonly width: number;
  readonly height: number;
  readonly isSrgb: boolean;
}

/**
 * Makes an EXIF block true for the decoded picture: orientation 1, its size, its colour space, no thumbnail.
 *
 * @param block - a block that {@link readExif} reads.
 * @returns a changed copy; everything else, maker notes included, is byte for byte where it was. Shorter by the thumbnail
 * where that ends the block, otherwise the thumbnail is zeroed.
 */
export function normalizeExif(block: Uint8Array, picture: UprightPicture): Uint8Array {
  const copy = Uint8Array.from(block);
  const source = openTiff(copy);
  const main = source && readDirectory(source, source.firstOffset);
  if (source === undefined || main === undefined) return copy;
  writeNumber(source, main, TAG_ORIENTATION, 1);
  const [exif] = readSubdirectories(source, main, TAG_EXIF_DIRECTORY);
  if (exif !== undefined) {
    writeNumber(source, exif, TAG_PIXEL_X_DIMENSION, picture.width);
    writeNumber(source, exif, TAG_PIXEL_Y_DIMENSION, picture.height);
    writeNumber(source, exif, TAG_COLOR_SPACE, picture.isSrgb ? 1 : 0xffff);
  }
  const thumbnail = main.nextOffset === 0 ? undefined : readDirectory(source, main.nextOffset);
  if (main.nextPointerOffset + 4 <= copy.length) source.view.setUint32(main.nextPointerOffset, 0, source.isLittleEndian);
  if (thumbnail === undefined) return copy;
  const [start] = readNumbers(source, thumbnail.entries.get(TAG_THUMBNAIL_OFFSET));
  const [length] = readNumbers(source, thumbnail.entries.get(TAG_THUMBNAIL_LENGTH));
  if (!(start >= 8 && length > 0) || start + length > copy.length) return copy;
  // A block may be padded by a byte or a few after the thumbnail.
  if (start + length >= copy.length - 4 && start > main.nextPointerOffset + 4) return copy.subarray(0, start);
  copy.fill(0, start, start + length);
  return copy;
}

/** Overwrites an existing whole number; a value that does not fit the entry's type is left as it was. */
function writeNumber(source: TiffSource, directory: NonNullable<ReturnType<typeof readDirectory>>, tag: number, value: number): void {
  const entry = directory.entries.get(tag);
  if (entry === undefined || entry.count !== 1) return;
  if (entry.type === 3 && value <= 0xffff) source.view.setUint16(entry.valueOffset, value, source.isLittleEndian);
  else if (entry.type === 4) source.view.setUint32(entry.valueOffset, value, source.isLittleEndian);
}
