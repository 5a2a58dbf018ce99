import { MaskError, type Mask } from '@openretouch/core';
import { decodePixels, type DecodeOptions } from './decode-pixels.js';
import { displayPath } from './photo.js';

/**
 * Reads a mask from a picture: white takes the effect whole, black not at all, transparent pixels count as black.
 *
 * @param path - any format {@link decodePhoto} reads, turned upright the same way.
 * @param width - of the photo it is for.
 * @returns coverage of the file's 8 or 16 bit: luma of the encoded values, times alpha.
 * @remarks A mask holds coverage and no colours: grey numbers are taken as they are whatever profile stands beside them, so
 * that 128 is half the effect.
 * @throws {@link MaskError} `mask-size` when it is not exactly `width` x `height`; as {@link decodePhoto} for the file itself.
 */
export async function readMask(path: string, width: number, height: number, options: DecodeOptions = {}): Promise<Mask> {
  const { grid, isGreyscale, hasAlpha } = await decodePixels(path, options);
  if (grid.width !== width || grid.height !== height) {
    throw new MaskError('mask-size', `${displayPath(path)}: mask of ${grid.width} x ${grid.height} (expected ${width} x ${height}, the photo's size)`, {
      path,
      width: grid.width,
      height: grid.height,
      expectedWidth: width,
      expectedHeight: height,
    });
  }
  const { data: samples, channels } = grid;
  const highest = samples instanceof Uint16Array ? 65535 : 255;
  const data = samples instanceof Uint16Array ? new Uint16Array(width * height) : new Uint8Array(width * height);
  for (let pixel = 0, index = 0; pixel < data.length; pixel++, index += channels) {
    // Rec. 601 luma, as everywhere in the product.
    const luma = isGreyscale ? samples[index] : 0.299 * samples[index] + 0.587 * samples[index + 1] + 0.114 * samples[index + 2];
    data[pixel] = Math.round(hasAlpha ? (luma * samples[index + channels - 1]) / highest : luma);
  }
  return { data, width, height };
}
