import type { Plan } from '../plan/plan.js';
import type { Mask, MaskSet } from '../raster/mask.js';
import type { Transform } from '../transforms/transform.js';
import { resolveMask } from './coverage.js';

/** A step with its mask found, checked and feathered. */
export interface ReadyStep {
  readonly transforms: readonly Transform[];
  readonly strength: number;
  readonly mask: Mask | undefined;
  readonly isInverted: boolean;
}

/**
 * Finds the mask of every step; steps whose optional mask is absent are left out.
 *
 * @throws {@link MaskError} when a slot that is not optional is empty or a mask is of another size.
 */
export function readySteps(plan: Plan, masks: MaskSet | undefined, width: number, height: number): ReadyStep[] {
  const ready: ReadyStep[] = [];
  if (plan.strength === 0) return ready;
  for (const step of plan.steps) {
    const mask = step.mask === undefined ? undefined : resolveMask(step.mask, masks, width, height);
    if (step.mask !== undefined && mask === undefined) continue;
    ready.push({ transforms: step.transforms, strength: step.strength, mask, isInverted: step.mask?.invert === true });
  }
  return ready;
}
