import type { SmallCopy } from '../analyse/analysis.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import type { Transform } from '../transforms/transform.js';
import type { PlanStep } from './plan.js';

/** @returns a copy as the transforms would leave it. */
export function evaluateOnCopy(transforms: readonly Transform[], copy: SmallCopy): SmallCopy {
  const after = { ...copy, rgb: copy.rgb.slice() };
  evaluateInPlace(transforms, after);
  return after;
}

function evaluateInPlace(transforms: readonly Transform[], { rgb, width, height }: SmallCopy): void {
  evaluateTransforms(transforms, rgb, { width, height, firstRow: 0, rowCount: height });
}

/**
 * Applies one step to the small copy in place, as `apply` does at full size.
 *
 * @param coverage - shape (H, W), 0..1; absent means everywhere.
 */
export function blendStepIntoCopy(step: PlanStep, coverage: Float32Array | undefined, copy: SmallCopy): void {
  const { rgb } = copy;
  if (step.strength === 1 && coverage === undefined) {
    evaluateInPlace(step.transforms, copy);
    return;
  }
  const after = evaluateOnCopy(step.transforms, copy).rgb;
  for (let i = 0; i < rgb.length; i += 1) {
    const amount = step.strength * (coverage === undefined ? 1 : coverage[Math.floor(i / 3)]);
    rgb[i] += amount * (after[i] - rgb[i]);
  }
}
