import { luma } from '../color/luma.js';

const WINDOW_SIZE = 11;
const WINDOW_SIGMA = 1.5;
const LUMINANCE_STABILISER = 0.01 ** 2;
const CONTRAST_STABILISER = 0.03 ** 2;

/** Local moments kept per column: mean of a, mean of b, mean of a squared, of b squared, of a times b. */
const MOMENT_COUNT = 5;

function gaussianWindow(size: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, index) => {
    const distance = (index - (size - 1) / 2) / WINDOW_SIGMA;
    return Math.exp(-(distance * distance) / 2);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

type Pixels = Float32Array | Float64Array;

/** Filters one row horizontally over the valid columns and writes its moments, `MOMENT_COUNT` per column. */
function writeRowMoments(a: Pixels, b: Pixels, row: number, width: number, window: Float64Array, out: Float64Array): void {
  const lumaA = new Float64Array(width);
  const lumaB = new Float64Array(width);
  for (let column = 0, index = row * width * 3; column < width; column += 1, index += 3) {
    lumaA[column] = luma(a[index], a[index + 1], a[index + 2]);
    lumaB[column] = luma(b[index], b[index + 1], b[index + 2]);
  }
  const columnCount = width - window.length + 1;
  for (let column = 0; column < columnCount; column += 1) {
    let meanA = 0;
    let meanB = 0;
    let squareA = 0;
    let squareB = 0;
    let product = 0;
    for (let tap = 0; tap < window.length; tap += 1) {
      const valueA = lumaA[column + tap];
      const valueB = lumaB[column + tap];
      const weightedA = window[tap] * valueA;
      const weightedB = window[tap] * valueB;
      meanA += weightedA;
      meanB += weightedB;
      squareA += weightedA * valueA;
      squareB += weightedB * valueB;
      product += weightedA * valueB;
    }
    const base = column * MOMENT_COUNT;
    out[base] = meanA;
    out[base + 1] = meanB;
    out[base + 2] = squareA;
    out[base + 3] = squareB;
    out[base + 4] = product;
  }
}

function similarity(moments: Float64Array, base: number): number {
  const meanA = moments[base];
  const meanB = moments[base + 1];
  const meanProduct = meanA * meanB;
  const meanSquares = meanA * meanA + meanB * meanB;
  const covariance = moments[base + 4] - meanProduct;
  const varianceSum = moments[base + 2] + moments[base + 3] - meanSquares;
  return (
    ((2 * meanProduct + LUMINANCE_STABILISER) * (2 * covariance + CONTRAST_STABILISER)) /
    ((meanSquares + LUMINANCE_STABILISER) * (varianceSum + CONTRAST_STABILISER))
  );
}

/**
 * Computes the mean structural similarity of two images on luma, with an 11x11 Gaussian window of sigma 1.5.
 *
 * Only windows that lie wholly inside the image count. Memory grows with the width, not with the area.
 *
 * @param a - interleaved RGB, shape (H, W, 3), encoded sRGB, 0..1.
 * @param b - the same shape; the order of the two does not matter.
 * @param width - pixels per row, at least 1.
 * @param height - rows, at least 1.
 * @returns similarity, at most 1, and 1 for equal images; NaN if a value is NaN.
 * @remarks *Convention:* weighted population variances, data range 1, K1 = 0.01, K2 = 0.03, no downsampling. In an image
 * narrower or lower than 11 pixels the window is cut to that size about its centre and its weights are renormalised, so
 * a single pixel compares luma alone.
 * @throws RangeError if a size is not a positive integer, or the lengths differ from each other (naming both) or from
 * the sizes.
 * @see Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error visibility to
 * structural similarity", IEEE Trans. Image Processing 13(4), 2004, equations 13 to 17.
 */
export function ssim(a: Pixels, b: Pixels, width: number, height: number): number {
  if (a.length !== b.length) {
    throw new RangeError(`images of different size: ${a.length} and ${b.length} values (expected as many of each)`);
  }
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) {
    throw new RangeError(`image size: ${width} x ${height} (expected positive integers)`);
  }
  if (a.length !== width * height * 3) {
    throw new RangeError(`image: ${a.length} values (expected ${width} x ${height} x 3 = ${width * height * 3})`);
  }
  const rowWindow = gaussianWindow(Math.min(WINDOW_SIZE, width));
  const columnWindow = gaussianWindow(Math.min(WINDOW_SIZE, height));
  const columnCount = width - rowWindow.length + 1;
  const rowCount = height - columnWindow.length + 1;
  const rows = Array.from(columnWindow, () => new Float64Array(columnCount * MOMENT_COUNT));
  const moments = new Float64Array(columnCount * MOMENT_COUNT);

  let sum = 0;
  for (let row = 0; row < height; row += 1) {
    writeRowMoments(a, b, row, width, rowWindow, rows[row % rows.length]);
    const firstRow = row - rows.length + 1;
    if (firstRow < 0) {
      continue;
    }
    moments.fill(0);
    for (let tap = 0; tap < rows.length; tap += 1) {
      const source = rows[(firstRow + tap) % rows.length];
      const weight = columnWindow[tap];
      for (let index = 0; index < moments.length; index += 1) {
        moments[index] += weight * source[index];
      }
    }
    for (let column = 0; column < columnCount; column += 1) {
      sum += similarity(moments, column * MOMENT_COUNT);
    }
  }
  return sum / (columnCount * rowCount);
}
