import { ciede2000 } from '../../packages/core/src/color/ciede2000.js';
import { srgbToLab } from '../../packages/core/src/color/lab.js';
import { convertEncoding } from '../../packages/core/src/raster/convert.js';
import { fullScale, type Raster } from '../../packages/core/src/raster/raster.js';

/** How far two pictures of one size are apart. */
export interface Difference {
  readonly meanDelta: number;
  readonly p99Delta: number;
  readonly maximumDelta: number;
  /** Index of the pixel where `maximumDelta` is. */
  readonly worstPixel: number;
  /** Share of pixels whose CIEDE2000 is above the threshold. */
  readonly shareAbove: number;
  /** In 8-bit levels, over all RGB values. */
  readonly meanLevels: number;
  readonly maximumLevels: number;
}

/**
 * Measures the CIEDE2000 and 8-bit level differences of two rasters, both clipped to 0..1 and compared as sRGB.
 *
 * @param threshold - CIEDE2000 for `shareAbove`.
 */
export function measureDifference(actual: Raster, expected: Raster, threshold = 1): Difference {
  const a = encodedFloats(actual);
  const b = encodedFloats(expected);
  if (a.length !== b.length) throw new RangeError(`pictures of ${a.length / 3} and ${b.length / 3} pixels (expected the same size)`);
  const deltas = new Float64Array(a.length / 3);
  let worstPixel = 0;
  let levelSum = 0;
  let maximumLevels = 0;
  let sum = 0;
  for (let pixel = 0; pixel < deltas.length; pixel += 1) {
    const p = pixel * 3;
    const delta = ciede2000(srgbToLab(a[p], a[p + 1], a[p + 2]), srgbToLab(b[p], b[p + 1], b[p + 2]));
    deltas[pixel] = delta;
    sum += delta;
    if (!(delta <= deltas[worstPixel])) worstPixel = pixel;
    for (let c = 0; c < 3; c += 1) {
      const levels = Math.abs(a[p + c] - b[p + c]) * 255;
      levelSum += levels;
      maximumLevels = Math.max(maximumLevels, levels);
    }
  }
  const sorted = deltas.slice().sort();
  return {
    meanDelta: sum / deltas.length,
    p99Delta: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))],
    maximumDelta: deltas[worstPixel],
    worstPixel,
    shareAbove: deltas.filter((delta) => delta > threshold).length / deltas.length,
    meanLevels: levelSum / a.length,
    maximumLevels,
  };
}

/** @returns the mean difference over all RGB values in 8-bit levels, both pictures clipped to 0..1; of one encoding. */
export function meanLevelDifference(actual: Raster, expected: Raster): number {
  const a = encodedFloats(actual);
  const b = encodedFloats(expected);
  return (a.reduce((sum, value, index) => sum + Math.abs(value - b[index]), 0) / a.length) * 255;
}

/** @returns interleaved RGB, encoded sRGB, clipped to 0..1; alpha is left out. */
export function encodedFloats(raster: Raster): Float64Array {
  const { data, channels, bitDepth } = convertEncoding(raster, 'srgb');
  const scale = fullScale(bitDepth);
  const rgb = new Float64Array((data.length / channels) * 3);
  for (let pixel = 0; pixel * 3 < rgb.length; pixel += 1) {
    for (let c = 0; c < 3; c += 1) rgb[pixel * 3 + c] = Math.min(Math.max(data[pixel * channels + c] / scale, 0), 1);
  }
  return rgb;
}
