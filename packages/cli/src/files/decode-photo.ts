import { type Raster, type Recipe, RetouchError } from '@openretouch/core';
import { convertGreySamples, convertRgbSamples, describePhoto, type SampleGrid, storedRecipe } from '@openretouch/core/photo-file';
import { decodePixels, type DecodedPixels, type DecodeOptions } from './decode-pixels.js';
import type { DecodedPhoto } from './photo.js';

export type { DecodeOptions, PhotoHeader } from './decode-pixels.js';

/**
 * Reads a photo: JPEG, PNG, WebP, AVIF or TIFF, told by content.
 *
 * @param path - of a regular file.
 * @returns upright pixels in sRGB or Display P3 at the file's 8 or 16 bit, three channels or four with straight alpha; grey is
 * spread over three. Other colour spaces are converted with a note. Metadata is made true for these pixels.
 * @remarks Nothing is misread: what cannot be converted is refused. Read as is, with a note: a damaged profile (as sRGB), flawed
 * but complete data. Left out, with a note: gain maps, further pictures of a multi-picture file, spot channels.
 * @throws {@link InvalidFileError} for a missing, unreadable, empty, cut-short, damaged or too large file (code `too-large`)
 * and one that is no photo; {@link UnsupportedFormatError} for known kinds that are not accepted; the signal's reason.
 */
export async function decodePhoto(path: string, options: DecodeOptions = {}): Promise<DecodedPhoto> {
  const pixels = await decodePixels(path, options);
  const raster = makeRaster(pixels);
  options.signal?.throwIfAborted();
  const recipe = readableRecipe(pixels);
  return { raster, metadata: describePhoto(pixels, raster), ...(recipe && { recipe }), notes: pixels.notes };
}

/** A recipe that cannot be read does not stand in the way of the picture. */
function readableRecipe({ container }: DecodedPixels): Recipe | undefined {
  try {
    return storedRecipe(container);
  } catch (error) {
    if (RetouchError.isInstance(error)) return undefined;
    throw error;
  }
}

function makeRaster(pixels: DecodedPixels): Raster {
  const { grid, color, bitDepth, hasAlpha } = pixels;
  const { conversion, encoding } = color;
  if (conversion.kind === 'grey') convertGreySamples(grid.data, grid.channels, conversion.response);
  const channels = hasAlpha ? 4 : 3;
  const data = pixels.isGreyscale ? spreadGrey(grid, channels) : grid.data;
  if (conversion.kind === 'matrix') convertRgbSamples(data, channels, conversion.toLinearTarget, conversion.responses);
  return { data, width: grid.width, height: grid.height, channels, bitDepth, encoding, alpha: hasAlpha ? 'straight' : 'none' };
}

function spreadGrey({ data, width, height, channels: sourceChannels }: SampleGrid, channels: 3 | 4): Uint8Array | Uint16Array {
  const sampleCount = width * height * channels;
  const result = data instanceof Uint16Array ? new Uint16Array(sampleCount) : new Uint8Array(sampleCount);
  let target = 0;
  for (let index = 0; index < data.length; index += sourceChannels) {
    const grey = data[index];
    result[target++] = grey;
    result[target++] = grey;
    result[target++] = grey;
    if (channels === 4) result[target++] = data[index + 1];
  }
  return result;
}
