import { type LutLayout, nodeCounts, pixelOfNode } from './lut-layout.js';

/** Nodes looked at along each axis, as whole lines of the cube. */
const NODES_AN_AXIS = 40_000;
/** Strides through the cube that meet every plane: primes. */
const STRIDES = [7919, 104_729, 611_953] as const;
/** Part of the picture's spread added to a line's range, so that the rounding of an axis that changes nothing does not count. */
const NOISE_FLOOR = 0.25;

/**
 * Measures how much colours go up and down along the axes of the cube when a picture is read in a layout: the way a channel goes
 * along a line of nodes, over the range it covers, for the roughest axis.
 *
 * @param samples - interleaved, `channels` a pixel, the first three of them RGB.
 * @returns 0 for a flat picture, up to 1 where every line rises or falls throughout, up to 2 for one turn a line; about N / 3
 * where neighbours have nothing in common.
 */
export function layoutRoughness(layout: LutLayout, samples: ArrayLike<number>, channels: number, width: number): number {
  const counts = nodeCounts(layout);
  const pixelOf = pixelOfNode(layout, width);
  const nodeCount = counts[0] * counts[1] * counts[2];
  const nodeAt = (index: number): [number, number, number] => [index % counts[0], Math.floor(index / counts[0]) % counts[1], Math.floor(index / (counts[0] * counts[1]))];
  const spread = meanDifference(nodeCount, (index) => pixelOf(...nodeAt(index)), samples, channels);
  if (spread === 0) return 0;

  let roughest = 0;
  for (let axis = 0; axis < 3; axis += 1) {
    const lineCount = Math.min(Math.ceil(NODES_AN_AXIS / counts[axis]), nodeCount / counts[axis]);
    let way = 0;
    let range = 0;
    for (let line = 0; line < lineCount; line += 1) {
      const node = nodeAt((line * STRIDES[1]) % nodeCount);
      for (let c = 0; c < 3; c += 1) {
        let [low, high, before] = [Infinity, -Infinity, NaN];
        for (node[axis] = 0; node[axis] < counts[axis]; node[axis] += 1) {
          const value = samples[pixelOf(...node) * channels + c];
          if (node[axis] > 0) way += Math.abs(value - before);
          low = Math.min(low, value);
          high = Math.max(high, value);
          before = value;
        }
        range += high - low;
      }
    }
    roughest = Math.max(roughest, way / (range + NOISE_FLOOR * spread * lineCount));
  }
  return roughest;
}

/** @returns the mean difference of two nodes, summed over the channels. */
function meanDifference(nodeCount: number, pixelOf: (index: number) => number, samples: ArrayLike<number>, channels: number): number {
  const pairs = Math.min(NODES_AN_AXIS, nodeCount);
  let sum = 0;
  for (let i = 0; i < pairs; i += 1) {
    const [a, b] = [pixelOf((i * STRIDES[0]) % nodeCount) * channels, pixelOf((i * STRIDES[1] + STRIDES[2]) % nodeCount) * channels];
    for (let c = 0; c < 3; c += 1) sum += Math.abs(samples[a + c] - samples[b + c]);
  }
  return sum / pairs;
}
