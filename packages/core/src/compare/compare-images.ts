import { ciede2000 } from '../color/ciede2000.js';
import { srgbToLab } from '../color/lab.js';
import type { Vector3 } from '../color/matrix3.js';

export { ssim } from './ssim.js';

/** Interleaved RGB pixels, row-major, shape (H, W, 3), encoded sRGB, nominal range 0..1. */
export type RgbPixels = Float32Array | Float64Array;

/** How far two images are apart in CIEDE2000. */
export interface Ciede2000Summary {
  /** Mean over all pixels. */
  readonly mean: number;
  /** 99th percentile by nearest rank: the smallest difference that at least 99 % of the pixels do not exceed. */
  readonly p99: number;
  /** Largest difference. */
  readonly maximum: number;
  /** Index of the first pixel with the largest difference, counted row by row from 0. */
  readonly maximumIndex: number;
}

function requireSameSize(a: RgbPixels, b: RgbPixels): void {
  if (a.length !== b.length) {
    throw new RangeError(`images of different size: ${a.length} and ${b.length} values (expected as many of each)`);
  }
  if (a.length === 0 || a.length % 3 !== 0) {
    throw new RangeError(`image: ${a.length} values (expected a multiple of 3, at least 3)`);
  }
}

/**
 * Computes the peak signal-to-noise ratio of two images over all RGB values, peak 1.
 *
 * @param a - interleaved RGB, shape (H, W, 3), encoded sRGB, 0..1.
 * @param b - the same shape; the order of the two does not matter.
 * @returns decibels; Infinity if the images are equal, NaN if a value is NaN.
 * @throws RangeError if the lengths differ, naming both, or are not a positive multiple of 3.
 */
export function psnr(a: RgbPixels, b: RgbPixels): number {
  requireSameSize(a, b);
  let squareSum = 0;
  for (let index = 0; index < a.length; index += 1) {
    const difference = a[index] - b[index];
    squareSum += difference * difference;
  }
  return -10 * Math.log10(squareSum / a.length);
}

/**
 * Summarises the CIEDE2000 differences of two images, pixel by pixel.
 *
 * @param a - interleaved RGB, shape (H, W, 3), encoded sRGB, 0..1.
 * @param b - the same shape; the order of the two does not matter.
 * @returns mean, 99th percentile, maximum and where it is. If a value is NaN the three differences are NaN and
 * `maximumIndex` is the first pixel with a NaN.
 * @throws RangeError if the lengths differ, naming both, or are not a positive multiple of 3.
 * @see {@link ciede2000}
 */
export function ciede2000Summary(a: RgbPixels, b: RgbPixels): Ciede2000Summary {
  requireSameSize(a, b);
  const pixelCount = a.length / 3;
  const differences = new Float64Array(pixelCount);
  const labA: Vector3 = [0, 0, 0];
  const labB: Vector3 = [0, 0, 0];
  let sum = 0;
  let maximum = 0;
  let maximumIndex = 0;
  for (let pixel = 0, index = 0; pixel < pixelCount; pixel += 1, index += 3) {
    if (a[index] === b[index] && a[index + 1] === b[index + 1] && a[index + 2] === b[index + 2]) {
      continue;
    }
    srgbToLab(a[index], a[index + 1], a[index + 2], labA);
    srgbToLab(b[index], b[index + 1], b[index + 2], labB);
    const difference = ciede2000(labA, labB);
    if (Number.isNaN(difference)) {
      return { mean: NaN, p99: NaN, maximum: NaN, maximumIndex: pixel };
    }
    differences[pixel] = difference;
    sum += difference;
    if (difference > maximum) {
      maximum = difference;
      maximumIndex = pixel;
    }
  }
  differences.sort();
  return {
    mean: sum / pixelCount,
    p99: differences[Math.ceil((99 * pixelCount) / 100) - 1],
    maximum,
    maximumIndex,
  };
}
