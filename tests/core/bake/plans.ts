import type { Plan, PlanStep } from '../../../packages/core/src/plan/plan.js';
import { masterCurve, sampleCurve } from '../../../packages/core/src/transforms/curve.js';
import { matrixTransform } from '../../../packages/core/src/transforms/matrix.js';
import type { Transform } from '../../../packages/core/src/transforms/transform.js';

/** @returns a plan in sRGB of one unmasked step a list of transforms. */
export function planOf(...steps: (readonly Transform[])[]): Plan {
  return { space: 'srgb', strength: 1, notes: [], steps: steps.map((transforms, index): PlanStep => ({ transforms, strength: 1, operations: [index] })) };
}

/** Leaves 0..1 at both ends. */
export const affine = matrixTransform([1.6, -0.2, -0.1, -0.1, 1.5, -0.2, 0, -0.3, 1.8], [-0.1, -0.05, -0.2]);

/** Smooth, with both ends where they were. */
export const smooth = masterCurve(sampleCurve((value) => value + 0.12 * Math.sin(2 * Math.PI * value), [0, 1], 'clamp'));
