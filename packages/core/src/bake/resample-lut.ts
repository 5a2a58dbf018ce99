import type { Plan } from '../plan/plan.js';
import { evaluateLut3d, sampleLut3d } from '../transforms/lut3d.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { type BakeError, measureBakeError } from './measure-bake-error.js';

/** A LUT with fewer nodes, and what that cost. */
export interface ResampledLut {
  readonly lut: Lut3dTransform;
  readonly error: BakeError;
}

/**
 * Reads a LUT at the nodes of another cube and measures the difference.
 *
 * @param size - nodes an edge of the result, 2..129.
 */
export function resampleLut3d(lut: Lut3dTransform, size: number): ResampledLut {
  const resampled = sampleLut3d(size, lut.space, (rgb, count) => evaluateLut3d(lut, rgb, count));
  const original: Plan = { space: lut.space, steps: [{ transforms: [lut], strength: 1, operations: [] }], strength: 1, notes: [] };
  return { lut: resampled, error: measureBakeError(original, resampled) };
}
