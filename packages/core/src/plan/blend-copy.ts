import type { SmallCopy } from '../analyse/analysis.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import type { PlanStep } from './plan.js';

/**
 * Applies one step to the small copy in place, as `apply` does at full size.
 *
 * @param coverage - shape (H, W), 0..1; absent means everywhere.
 */
export function blendStepIntoCopy(step: PlanStep, coverage: Float32Array | undefined, copy: SmallCopy): void {
  const before = step.strength === 1 && coverage === undefined ? undefined : copy.rgb.slice();
  evaluateTransforms(step.transforms, copy.rgb, { width: copy.width, height: copy.height, firstRow: 0, rowCount: copy.height });
  if (before === undefined) return;
  for (let i = 0; i < copy.rgb.length; i += 1) {
    const amount = step.strength * (coverage === undefined ? 1 : coverage[Math.floor(i / 3)]);
    copy.rgb[i] = before[i] + amount * (copy.rgb[i] - before[i]);
  }
}
