import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { fullScale, type Raster } from '../raster/raster.js';

/**
 * Reads rows of a raster as interleaved RGB, encoded, nominally 0..1. Linear-light rasters are encoded on the way in.
 *
 * @param rgb - receives `pixelCount` triples.
 */
export function readPixels(raster: Raster, firstPixel: number, pixelCount: number, rgb: Float32Array): void {
  const { data, channels } = raster;
  const scale = 1 / fullScale(raster.bitDepth);
  const isLinear = raster.encoding === 'linear-srgb';
  for (let i = 0, p = 0, q = firstPixel * channels; i < pixelCount; i += 1, p += 3, q += channels) {
    if (isLinear) {
      rgb[p] = linearToSrgb(data[q]);
      rgb[p + 1] = linearToSrgb(data[q + 1]);
      rgb[p + 2] = linearToSrgb(data[q + 2]);
    } else {
      rgb[p] = data[q] * scale;
      rgb[p + 1] = data[q + 1] * scale;
      rgb[p + 2] = data[q + 2] * scale;
    }
  }
}

/**
 * Writes interleaved RGB into a raster's rows and carries the fourth channel over from `source`.
 *
 * @param read - what {@link readPixels} gave for these rows. A linear-light value that is still the same keeps the bits of
 * `source`, which the way to encoded values and back would round.
 * @remarks *Convention:* integer depths clamp and round to nearest (NaN becomes 0); float is written as it is.
 */
export function writePixels(rgb: Float32Array, source: Raster, firstPixel: number, pixelCount: number, out: Raster, read?: Float32Array): void {
  const { data, channels } = out;
  const top = fullScale(out.bitDepth);
  const isFloat = out.bitDepth === 32;
  const isLinear = out.encoding === 'linear-srgb';
  for (let i = 0, p = 0, q = firstPixel * channels; i < pixelCount; i += 1, p += 3, q += channels) {
    for (let c = 0; c < 3; c += 1) {
      const value = rgb[p + c];
      if (isLinear) data[q + c] = value === read?.[p + c] ? source.data[q + c] : srgbToLinear(value);
      else if (isFloat) data[q + c] = value;
      else data[q + c] = value > 0 ? (value < 1 ? Math.floor(value * top + 0.5) : top) : 0;
    }
    if (channels === 4) data[q + 3] = source.data[q + 3];
  }
}
