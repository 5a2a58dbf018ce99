import { transformVector3, type Vector3 } from '../color/matrix3.js';
import { linearRgbConversionMatrix } from '../color/rgb-xyz.js';
import { srgbToLinear } from '../color/transfer-functions.js';
import { UnsupportedEncodingError } from '../errors.js';
import { allocateData, encodedSpaceOf, fullScale, type BitDepth, type Raster, type RasterEncoding } from './raster.js';
import { encodeSrgbByTable } from './srgb-encode-table.js';

/**
 * Changes a raster's bit depth, alpha included.
 *
 * @returns a new raster, rounded to the nearest step (8 to 16 bit multiplies by 257, exactly undone by 16 to 8); the same
 * raster when the depth is already right.
 * @remarks *Convention:* to integers, values outside 0..1 are clamped and NaN becomes 0. No dither.
 * @throws {@link UnsupportedEncodingError} for linear light to 8 or 16 bit: it must be encoded first.
 */
export function convertBitDepth(raster: Raster, bitDepth: BitDepth): Raster {
  if (raster.bitDepth === bitDepth) return raster;
  if (raster.encoding === 'linear-srgb') {
    throw new UnsupportedEncodingError(`raster.encoding: linear-srgb (expected srgb or display-p3 for ${bitDepth} bit; convert the encoding first)`, { encoding: raster.encoding, bitDepth });
  }
  const source = raster.data;
  const data = allocateData(bitDepth, source.length);
  const sourceScale = fullScale(raster.bitDepth);
  const targetScale = fullScale(bitDepth);
  if (bitDepth === 32) {
    for (let index = 0; index < data.length; index++) data[index] = source[index] / sourceScale;
  } else {
    const ratio = targetScale / sourceScale;
    for (let index = 0; index < data.length; index++) data[index] = roundToRange(source[index] * ratio, targetScale);
  }
  return { ...raster, data, bitDepth };
}

/**
 * Changes a raster's colour space and transfer function, through linear light; alpha is carried over.
 *
 * @returns a new raster of the same bit depth, float32 when the result is linear light; the same raster when the encoding is
 * already right.
 * @remarks *Convention:* colours outside the new gamut are clamped channel by channel at 8 and 16 bit, and kept as values
 * below 0 or above 1 in float. NaN becomes 0 in integers and stays in float.
 */
export function convertEncoding(raster: Raster, encoding: RasterEncoding): Raster {
  if (raster.encoding === encoding) return raster;
  const bitDepth: BitDepth = encoding === 'linear-srgb' ? 32 : raster.bitDepth;
  const { channels, data: source } = raster;
  const data = allocateData(bitDepth, source.length);
  const sourceScale = fullScale(raster.bitDepth);
  const targetScale = fullScale(bitDepth);
  const toLinear = createDecoder(raster);
  const matrix = linearRgbConversionMatrix(encodedSpaceOf(raster.encoding), encodedSpaceOf(encoding));
  const isToLinear = encoding === 'linear-srgb';
  const rgb: Vector3 = [0, 0, 0];
  for (let index = 0; index < data.length; index += channels) {
    rgb[0] = toLinear(source[index]);
    rgb[1] = toLinear(source[index + 1]);
    rgb[2] = toLinear(source[index + 2]);
    transformVector3(matrix, rgb, rgb);
    for (let channel = 0; channel < 3; channel++) {
      const value = isToLinear ? rgb[channel] : encodeSrgbByTable(rgb[channel]);
      data[index + channel] = bitDepth === 32 ? value : roundToRange(value * targetScale, targetScale);
    }
    if (channels === 4) data[index + 3] = bitDepth === raster.bitDepth ? source[index + 3] : source[index + 3] / sourceScale;
  }
  return { ...raster, data, bitDepth, encoding };
}

/** @returns a function from the raster's samples to linear light of its own space; a table where the samples are integers. */
function createDecoder(raster: Raster): (sample: number) => number {
  if (raster.encoding === 'linear-srgb') return (sample) => sample;
  if (raster.bitDepth === 32) return srgbToLinear;
  const scale = fullScale(raster.bitDepth);
  const table = Float64Array.from({ length: scale + 1 }, (_, sample) => srgbToLinear(sample / scale));
  return (sample) => table[sample];
}

function roundToRange(value: number, highest: number): number {
  return value > 0 ? Math.min(Math.round(value), highest) : 0;
}
