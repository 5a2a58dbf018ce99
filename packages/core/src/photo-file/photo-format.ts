/** The formats photos are read from and written to. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'tiff';

/** What a format can hold; one row decides for reading, writing and messages. */
export interface PhotoFormatTraits {
  readonly name: string;
  /** Without dot, the one written first. */
  readonly extensions: readonly string[];
  readonly hasAlpha: boolean;
  readonly bitDepths: readonly (8 | 16)[];
  /** Longest side in pixels the format or its encoder takes. */
  readonly maximumSide: number;
  /** 1..100, absent for lossless formats. */
  readonly defaultQuality?: number;
}

/**
 * The five formats.
 *
 * @remarks Sides: JPEG 65500 is libjpeg's limit, WebP 16383 the format's, AVIF 16384 the encoder's; PNG and TIFF go as far as
 * the raster limit. AVIF takes 16-bit sources in 10 bits, the most that every reader shows. Qualities are where each codec shows no difference at 100 % on
 * photos: JPEG 92 with full colour resolution, WebP 90, AVIF 80.
 */
export const PHOTO_FORMATS: Readonly<Record<PhotoFormat, PhotoFormatTraits>> = {
  jpeg: { name: 'JPEG', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], hasAlpha: false, bitDepths: [8], maximumSide: 65_500, defaultQuality: 92 },
  png: { name: 'PNG', extensions: ['png'], hasAlpha: true, bitDepths: [8, 16], maximumSide: 1_000_000 },
  webp: { name: 'WebP', extensions: ['webp'], hasAlpha: true, bitDepths: [8], maximumSide: 16_383, defaultQuality: 90 },
  avif: { name: 'AVIF', extensions: ['avif'], hasAlpha: true, bitDepths: [8, 16], maximumSide: 16_384, defaultQuality: 80 },
  tiff: { name: 'TIFF', extensions: ['tif', 'tiff'], hasAlpha: true, bitDepths: [8, 16], maximumSide: 1_000_000 },
};

/** Pixels per inch along each side. */
export interface Density {
  readonly x: number;
  readonly y: number;
}

/** What a photo file holds beside its pixels, ready to be embedded again. */
export interface PhotoMetadata {
  /** The format the photo was read from. */
  readonly format: PhotoFormat;
  /** Bits per channel the file held, rounded up to what a raster can hold. */
  readonly bitDepth: 8 | 16;
  /** Whether the file held one channel of grey; a neutral result is written as grey again. */
  readonly isGreyscale: boolean;
  /** Whether the file said which colour space it is in; an untagged sRGB photo stays untagged. */
  readonly isTagged: boolean;
  /** The file's own ICC profile where the raster still is in it; absent after a conversion. */
  readonly icc?: Uint8Array;
  /** EXIF as a TIFF block from its byte-order mark on; orientation 1, no thumbnail. */
  readonly exif?: Uint8Array;
  /** XMP packet; orientation 1, no gain map. */
  readonly xmp?: string;
  /** IPTC-IIM records (captions, credits); JPEG and TIFF hold them. */
  readonly iptc?: Uint8Array;
  readonly density?: Density;
}

/** Every format, in the order of messages. */
export const ALL_PHOTO_FORMATS: readonly PhotoFormat[] = ['jpeg', 'png', 'webp', 'avif', 'tiff'];

/** @returns formats as a sentence part: `JPEG, PNG and WebP`. */
export function listFormats(formats: readonly PhotoFormat[]): string {
  return formats.map((format) => PHOTO_FORMATS[format].name).join(', ').replace(/, (?=[^,]*$)/, ' and ');
}

/** @returns the path as it may be printed: control characters escaped, so that a name cannot forge lines or colours. */
export function displayPath(path: string): string {
  return path.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
