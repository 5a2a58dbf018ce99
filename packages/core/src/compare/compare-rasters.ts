import { InvalidRasterError } from '../errors.js';
import { convertEncoding } from '../raster/convert.js';
import { fullScale, type Raster, validateRaster } from '../raster/raster.js';
import { type Ciede2000Summary, ciede2000Summary, psnr, ssim } from './compare-images.js';

/** How far two rasters are apart; see compare-images.ts for the measures. */
export interface RasterComparison {
  /** dB over R, G and B of encoded sRGB; Infinity when equal. */
  readonly psnr: number;
  /** Of luma; 1 when equal. */
  readonly ssim: number;
  readonly ciede2000: Ciede2000Summary;
}

/**
 * Measures how far two rasters of one size are apart. Both are taken to encoded sRGB first; alpha is not looked at.
 *
 * @throws {@link InvalidRasterError} when a raster is malformed or the sizes differ.
 */
export function compareRasters(a: Raster, b: Raster): RasterComparison {
  validateRaster(a);
  validateRaster(b);
  if (a.width !== b.width || a.height !== b.height) {
    throw new InvalidRasterError(`pictures of ${a.width} x ${a.height} and ${b.width} x ${b.height} (expected one size)`, { a: [a.width, a.height], b: [b.width, b.height] });
  }
  const pixelsA = encodedSrgb(a);
  const pixelsB = encodedSrgb(b);
  return { psnr: psnr(pixelsA, pixelsB), ssim: ssim(pixelsA, pixelsB, a.width, a.height), ciede2000: ciede2000Summary(pixelsA, pixelsB) };
}

function encodedSrgb(raster: Raster): Float32Array {
  const { data, channels, bitDepth } = raster.encoding === 'srgb' ? raster : convertEncoding(raster, 'srgb');
  const scale = 1 / fullScale(bitDepth);
  const rgb = new Float32Array(raster.width * raster.height * 3);
  for (let i = 0, p = 0; p < rgb.length; i += channels, p += 3) {
    rgb[p] = data[i] * scale;
    rgb[p + 1] = data[i + 1] * scale;
    rgb[p + 2] = data[i + 2] * scale;
  }
  return rgb;
}
