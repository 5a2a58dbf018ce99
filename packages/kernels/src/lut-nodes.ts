import type { Lut3dTransform } from '@openretouch/core';

/** Strides of float nodes travel in 15 bits, see run_lut in run-points.c. */
export const LARGEST_FLOAT_LUT_SIZE = 129;

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
export function paddedNodeCount(size: number): number {
  return size ** 3 + size * size + size + 1;
}
