import { layoutsOfSize, type LookReader, LUT_PICTURE_FORMAT, type Raster, readLutPicture } from '@openretouch/core';
import { decodePixels, type DecodedPixels } from '../files/decode-pixels.js';
import { PHOTO_FORMATS } from '../files/photo.js';
import { pictureSize } from './picture-size.js';

/** 4096 x 4096 pixels of 16 bit, hardly compressed. */
const MAXIMUM_BYTES = 128 * 1024 * 1024;
/** Stands in every file that carries a recipe of ours: that one is meant, not the colours of its pixels. */
const RECIPE_MARK = 'openretouch/recipe@';
const LOSSY_FORMATS = ['jpeg', 'webp', 'avif'];

export const lutPictureReader: LookReader = {
  ...LUT_PICTURE_FORMAT,
  maximumBytes: MAXIMUM_BYTES,
  recognises: (bytes) => {
    const size = pictureSize(bytes);
    return size !== undefined && layoutsOfSize(...size).length > 0 && !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(RECIPE_MARK);
  },
  read: async (bytes, path, signal?: AbortSignal) => {
    const pixels = await decodePixels(path, { keepsNumbers: true, ...(signal === undefined ? {} : { signal }) });
    return readLutPicture(makeRaster(pixels), path, { bytes, describe: (isSpaceStated) => describePicture(pixels, isSpaceStated) });
  },
};

/** The numbers as they stand in the file: a table has no colours that a profile could correct. */
function makeRaster({ grid, isGreyscale, hasAlpha, bitDepth, color }: DecodedPixels): Raster {
  const { width, height } = grid;
  const channels = hasAlpha ? 4 : 3;
  const data = isGreyscale ? spreadGrey(grid.data, hasAlpha) : grid.data;
  const encoding = color.conversion.kind === 'none' ? color.encoding : 'srgb';
  return { data, width, height, channels, bitDepth, encoding, alpha: hasAlpha ? 'straight' : 'none' };
}

function spreadGrey(data: Uint8Array | Uint16Array, hasAlpha: boolean): Uint8Array | Uint16Array {
  const step = hasAlpha ? 2 : 1;
  const count = (data.length / step) * (hasAlpha ? 4 : 3);
  const spread = data instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count);
  let target = 0;
  for (let i = 0; i < data.length; i += step) {
    spread.fill(data[i], target, target + 3);
    target += 3;
    if (hasAlpha) spread[target++] = data[i + 1];
  }
  return spread;
}

function describePicture({ format, color, container, isGreyscale }: DecodedPixels, isSpaceStated: boolean): string[] {
  const notes = [...container.notes];
  if (LOSSY_FORMATS.includes(format)) notes.push(`${PHOTO_FORMATS[format].name} changes colours when it compresses; a PNG or TIFF of the same LUT is exact`);
  if (color.conversion.kind !== 'none') notes.push('a colour profile or gamma of the picture was left aside: the numbers of a LUT are taken as they are, as sRGB');
  else if (color.encoding === 'display-p3' && !isSpaceStated && !isGreyscale) notes.push("taken as a LUT between Display P3 colours, by the picture's profile");
  return notes;
}
