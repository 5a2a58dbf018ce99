import { InvalidFileError } from '../errors.js';
import { MAXIMUM_RASTER_PIXELS } from '../raster/raster.js';
import { decodeUtf8 } from '../recipe/utf8.js';
import type { ColorSource } from './resolve-color.js';
import type { Density } from './photo-format.js';

/** What a file's own structure tells before any pixel is decoded. */
export interface Container {
  readonly color: ColorSource;
  /** From the byte-order mark on, as it is in the file. */
  readonly exif?: Uint8Array;
  readonly xmp?: string;
  /** The part of the XMP that JPEG keeps in segments of its own. */
  readonly extendedXmp?: string;
  /** IPTC-IIM records, as agencies' captions and credits are stored. */
  readonly iptc?: Uint8Array;
  readonly density?: Density;
  /** 1..8 as EXIF numbers them, where the format takes it from another place than EXIF. */
  readonly orientation?: number;
  /** Which picture of the file to decode; 0 unless the first is a thumbnail. */
  readonly page: number;
  /** What the first channel after the colours is, where the format says; by default alpha. */
  readonly extraChannel?: 'alpha' | 'none';
  readonly notes: readonly string[];
}

/** What is embedded beside encoded pixels. */
export interface EmbeddedMetadata {
  readonly exif?: Uint8Array;
  readonly xmp?: string;
  /** For JPEG alone. */
  readonly extendedXmp?: string;
  readonly iptc?: Uint8Array;
  readonly icc?: Uint8Array;
  readonly density?: Density;
}

/** Bytes of an ICC profile or XMP packet beyond which compressed ones are taken for an attack. */
export const MAXIMUM_METADATA_BYTES = 32 * 1024 * 1024;

/**
 * Checks the size a header claims, before any memory is taken for it.
 *
 * @throws {@link InvalidFileError} `too-large` unless it is 1 to 500 megapixels.
 */
export function checkPixelCount(width: number, height: number, name: string): void {
  if (width >= 1 && height >= 1 && width * height <= MAXIMUM_RASTER_PIXELS) return;
  throw new InvalidFileError(`${name}: ${width} x ${height} pixels (expected at most ${MAXIMUM_RASTER_PIXELS / 1e6} megapixels)`, { path: name, width, height }, { code: 'too-large' });
}

/** @returns the parts as one array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

/** @returns whether the ASCII text stands at an offset. */
export function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  if (offset < 0 || offset + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) if (bytes[offset + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** @returns UTF-8 as text: damaged sequences become U+FFFD, a byte order mark goes. */
export function decodeText(bytes: Uint8Array): string {
  return decodeUtf8(bytes, 'replace').text.replace(/^\ufeff/, '');
}

/** @returns the bytes of a Latin-1 text. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
