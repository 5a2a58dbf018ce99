import type { SmallCopy } from '../../analyse/analysis.js';
import { luma } from '../../color/luma.js';

/** Side of the blocks that are judged by themselves, in pixels. */
const BLOCK_SIDE = 8;
/** Mean lumas of blocks that count: what is lifted most, but not black, where noise is cut off. */
const DARK = [0.02, 0.3] as const;
/** Of the dark blocks' deviations this quantile is noise: in the others there is texture as well. */
const FLAT_QUANTILE = 0.2;
/** Of fewer dark blocks nothing is concluded. */
const LEAST_BLOCK_COUNT = 8;
/** From the mean absolute response of the second difference along both axes to a deviation: its norm is 6, and noise is taken to be normal. */
const RESPONSE_TO_DEVIATION = Math.sqrt(Math.PI / 2) / 6;

/**
 * How noisy the dark parts of a photo are, which is what a lift would make visible.
 *
 * @remarks Measured in the differences of red and blue from luma, where nearly all of a texture cancels and the noise of three channels
 * does not: for equal noise in each they have about the deviation of one channel. Noise without colour is not found.
 * @param sample - pixels that are not averaged, for averages would have lost their noise.
 * @returns the standard deviation, in encoded values; 0 where too little is dark.
 * @see Immerkaer, "Fast Noise Variance Estimation", 1996, here in blocks
 */
export function measureNoise({ rgb, width, height }: SmallCopy): number {
  const grey = new Float32Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1) grey[pixel] = luma(rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2]);
  const deviations: number[] = [];
  for (let top = 1; top + BLOCK_SIDE < height; top += BLOCK_SIDE) {
    for (let left = 1; left + BLOCK_SIDE < width; left += BLOCK_SIDE) {
      const mean = meanOfBlock(grey, width, top, left);
      if (!(mean >= DARK[0] && mean <= DARK[1])) continue;
      const response = (respond(rgb, 0, grey, width, top, left) + respond(rgb, 2, grey, width, top, left)) / 2;
      deviations.push((response / BLOCK_SIDE ** 2) * RESPONSE_TO_DEVIATION);
    }
  }
  if (deviations.length < LEAST_BLOCK_COUNT) return 0;
  return deviations.sort((a, b) => a - b)[Math.floor(FLAT_QUANTILE * (deviations.length - 1))];
}

function meanOfBlock(grey: Float32Array, width: number, top: number, left: number): number {
  let sum = 0;
  for (let row = top; row < top + BLOCK_SIDE; row += 1) {
    for (let column = left; column < left + BLOCK_SIDE; column += 1) sum += grey[row * width + column];
  }
  return sum / BLOCK_SIDE ** 2;
}

/** @returns the sum over a block of absolute second differences, along both axes, of a channel's difference from luma. */
function respond(rgb: Float32Array, channel: 0 | 2, grey: Float32Array, width: number, top: number, left: number): number {
  const bend = (row: number, column: number): number => {
    const pixel = row * width + column;
    const at = 3 * pixel + channel;
    return rgb[at - 3] - grey[pixel - 1] - 2 * (rgb[at] - grey[pixel]) + rgb[at + 3] - grey[pixel + 1];
  };
  let sum = 0;
  for (let column = left; column < left + BLOCK_SIDE; column += 1) {
    let [above, here] = [bend(top - 1, column), bend(top, column)];
    for (let row = top; row < top + BLOCK_SIDE; row += 1) {
      const below = bend(row + 1, column);
      sum += Math.abs(above - 2 * here + below);
      above = here;
      here = below;
    }
  }
  return sum;
}
