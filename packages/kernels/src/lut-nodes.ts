import type { Lut3dTransform } from '@openretouch/core';

/** Strides of float nodes travel in 15 bits, see run_lut in run-points.c. */
export const LARGEST_FLOAT_LUT_SIZE = 129;

/** @returns `nodes` in the layout of lut.c: values times `scale`, plus `offset`. */
export function fixedPointNodes({ size, values }: Lut3dTransform, scale: number, offset: number): Int16Array {
  const nodes = new Int16Array(paddedNodeCount(size) * 4);
  for (let p = 0, q = 0; q < values.length; p += 4, q += 3) {
    nodes[p] = Math.round(values[q] * scale) + offset;
    nodes[p + 1] = Math.round(values[q + 1] * scale) + offset;
    nodes[p + 2] = Math.round(values[q + 2] * scale) + offset;
  }
  return nodes;
}

/** @returns `pairs` in the layout of lut.c: every node beside the one opposite in its cell. */
export function pairNodes(nodes: Int16Array, size: number): Int16Array {
  const pairs = new Int16Array(size ** 3 * 8);
  const toOpposite = (1 + size + size * size) * 4;
  for (let p = 0, q = 0; q < pairs.length; p += 1, q += 2) {
    pairs[q] = nodes[p];
    pairs[q + 1] = nodes[p + toOpposite];
  }
  return pairs;
}

/** @returns nodes in the layout of run_lut in run-points.c. */
export function floatNodes({ size, values }: Lut3dTransform): Float32Array {
  const nodes = new Float32Array(paddedNodeCount(size) * 4);
  for (let node = 0, p = 0, q = 0; node < size ** 3; node += 1, p += 4, q += 3) {
    nodes[p] = values[q];
    nodes[p + 1] = values[q + 1];
    nodes[p + 2] = values[q + 2];
  }
  return nodes;
}

/** One step beyond the last node along every axis, which is read with weight 0. */
function paddedNodeCount(size: number): number {
  return size ** 3 + size * size + size + 1;
}
