import type { Area, Size } from './area.js';
import type { Guide } from './likeness.js';

/** Pixels over which coverage is made to follow the picture. */
export const EDGE_RADIUS = 4;
/** Differences of luma below its root are texture, and smoothed over. */
const TEXTURE = 0.03 ** 2;
/** Less than this is not divided by. */
const LEAST_COVERAGE = 1e-3;

/**
 * Makes the coverage of what looks alike follow the edges of a picture: single pixels that look different are covered with those around
 * them, and what is behind an edge is not.
 *
 * @param coverage - of what looks alike, (H, W) of the guide's size, 0..1.
 * @param plain - of everything, as much or more. Where the two are the same, so is what comes out.
 * @param area - what is wanted of it.
 * @returns (H, W) of the area, 0 to `plain`: its share that smoothing both along edges leaves.
 * @see He, Sun, Tang, "Guided Image Filtering", ECCV 2010, equations 5, 6 and 8
 */
export function followEdges(coverage: Float32Array, plain: Float32Array, { luma, width }: Guide, { left, top, right, bottom }: Area): Float32Array {
  const size = { width: right - left, height: bottom - top };
  const cut = (values: Float32Array): Float32Array => {
    const part = new Float32Array(size.width * size.height);
    for (let y = 0; y < size.height; y += 1) part.set(values.subarray((top + y) * width + left, (top + y) * width + right), y * size.width);
    return part;
  };
  const guide = cut(luma);
  const meanGuide = averageAround(guide, size);
  const square = averageAround(guide.map((value) => value * value), size);
  const smooth = (values: Float32Array): Float32Array => {
    const mean = averageAround(values, size);
    const product = averageAround(values.map((value, i) => value * guide[i]), size);
    const slope = mean.map((value, i) => (product[i] - value * meanGuide[i]) / (square[i] - meanGuide[i] ** 2 + TEXTURE));
    const meanSlope = averageAround(slope, size);
    return averageAround(mean.map((value, i) => value - slope[i] * meanGuide[i]), size).map((offset, i) => offset + meanSlope[i] * guide[i]);
  };
  const [part, whole] = [cut(coverage), cut(plain)];
  const [smoothPart, smoothWhole] = [smooth(part), smooth(whole)];
  return whole.map((value, i) => (smoothWhole[i] > LEAST_COVERAGE ? value * Math.min(Math.max(smoothPart[i] / smoothWhole[i], 0), 1) : part[i]));
}

/** Means over squares of 2 r + 1 pixels, smaller at the border: running sums along rows, then along columns. */
function averageAround(values: Float32Array, { width, height }: Size): Float32Array {
  const along = (from: Float32Array, length: number, stride: number, lineCount: number, lineStride: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lineCount; line += 1) {
      const start = line * lineStride;
      let sum = 0;
      let count = 0;
      for (let at = -EDGE_RADIUS; at < length; at += 1) {
        const [enters, leaves] = [at + EDGE_RADIUS, at - EDGE_RADIUS - 1];
        if (enters < length) {
          sum += from[start + enters * stride];
          count += 1;
        }
        if (leaves >= 0) {
          sum -= from[start + leaves * stride];
          count -= 1;
        }
        if (at >= 0) to[start + at * stride] = sum / count;
      }
    }
    return to;
  };
  return along(along(values, width, 1, height, width), height, width, width, 1);
}
