import { InvalidFileError } from '@openretouch/core';

/** Longest file that is read, in bytes. */
export const MAXIMUM_FILE_BYTES = 512 * 1024 * 1024;
/** A picture of so many pixels takes a page 1.5 GB while it is opened or saved; the command line takes larger ones. */
export const MAXIMUM_PHOTO_PIXELS = 100_000_000;
/** Longest side that every browser's canvas takes. */
export const MAXIMUM_CANVAS_SIDE = 16_384;

/** @throws {@link InvalidFileError} `too-large` for a picture beyond the limit, or one without area. */
export function checkPhotoSize(width: number, height: number, name: string): void {
  if (width >= 1 && height >= 1 && width * height <= MAXIMUM_PHOTO_PIXELS) return;
  const message = `${name}: ${width} x ${height} pixels (expected at most ${MAXIMUM_PHOTO_PIXELS / 1e6} megapixels in a browser); use a smaller copy, or the command line`;
  throw new InvalidFileError(message, { path: name, width, height }, { code: 'too-large' });
}
