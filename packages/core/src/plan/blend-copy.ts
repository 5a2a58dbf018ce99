import type { SmallCopy } from '../analyse/analysis.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import type { Transform } from '../transforms/transform.js';
import type { PlanStep } from './plan.js';

/** @returns a copy as the transforms would leave it. */
export function evaluateOnCopy(transforms: readonly Transform[], copy: SmallCopy): SmallCopy {
  const after = { ...copy, rgb: copy.rgb.slice() };
  evaluateTransforms(transforms, after.rgb, { width: copy.width, height: copy.height, firstRow: 0, rowCount: copy.height });
  return after;
}

/**
 * Applies one step to the small copy in place, as `apply` does at full size.
 *
 * @param coverage - shape (H, W), 0..1; absent means everywhere.
 */
export function blendStepIntoCopy(step: PlanStep, coverage: Float32Array | undefined, copy: SmallCopy): void {
  const { rgb } = copy;
  const after = evaluateOnCopy(step.transforms, copy).rgb;
  for (let i = 0; i < rgb.length; i += 1) {
    const amount = step.strength * (coverage === undefined ? 1 : coverage[Math.floor(i / 3)]);
    rgb[i] += amount * (after[i] - rgb[i]);
  }
}
