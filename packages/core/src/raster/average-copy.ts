import type { SmallCopy } from '../analyse/analysis.js';
import { areaWeights } from './axis-weights.js';

/** Of a pixel that is not covered: beside any that is, it does not count; alone, its colour is taken. */
const SMALLEST_COVERAGE = 1e-6;

/**
 * Averages a small copy by area into a smaller one, whatever the aspects; coverage weighs.
 *
 * @param copy - encoded values; where nothing is covered the colour in the copy counts, as the copy was made to.
 * @returns planes of red, green and blue, shape (3, height, width), clamped to 0..1.
 */
export function averageCopy(copy: SmallCopy, width: number, height: number): Float32Array {
  const columns = areaWeights(copy.width, width);
  const rows = areaWeights(copy.height, height);
  const data = new Float32Array(3 * width * height);
  // Red, green, blue and coverage of each row of the copy, reduced to the width.
  const reduced = new Float64Array(copy.height * width * 4);
  const { rgb, weights: coverage } = copy;
  for (let y = 0; y < copy.height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [red, green, blue, total] = [0, 0, 0, 0];
      let pixel = y * copy.width + columns.starts[x];
      for (let term = columns.offsets[x]; term < columns.offsets[x + 1]; term += 1, pixel += 1) {
        const weight = coverage === undefined ? columns.weights[term] : columns.weights[term] * Math.max(coverage[pixel], SMALLEST_COVERAGE);
        red += weight * rgb[pixel * 3];
        green += weight * rgb[pixel * 3 + 1];
        blue += weight * rgb[pixel * 3 + 2];
        total += weight;
      }
      const at = (y * width + x) * 4;
      reduced[at] = red;
      reduced[at + 1] = green;
      reduced[at + 2] = blue;
      reduced[at + 3] = total;
    }
  }
  const sums = new Float64Array(4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      sums.fill(0);
      for (let term = rows.offsets[y]; term < rows.offsets[y + 1]; term += 1) {
        const at = ((rows.starts[y] + term - rows.offsets[y]) * width + x) * 4;
        for (let part = 0; part < 4; part += 1) sums[part] += rows.weights[term] * reduced[at + part];
      }
      for (let channel = 0; channel < 3; channel += 1) data[(channel * height + y) * width + x] = Math.min(Math.max(sums[channel] / sums[3], 0), 1);
    }
  }
  return data;
}
