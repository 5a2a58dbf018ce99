import type { Plan } from '../plan/plan.js';
import type { Mask, MaskSet } from '../raster/mask.js';
import type { MaskReference } from '../recipe/recipe.js';
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
  // A feathered mask is as large as the picture: steps that share slot and radius share it.
  const resolved = new Map<string, Mask | undefined>();
  const maskOf = (reference: MaskReference): Mask | undefined => {
    const key = JSON.stringify([reference.slot, reference.feather ?? 0, reference.optional ?? false]);
    if (!resolved.has(key)) resolved.set(key, resolveMask(reference, masks, width, height));
    return resolved.get(key);
  };
  if (plan.strength === 0) return ready;
  for (const step of plan.steps) {
    const mask = step.mask === undefined ? undefined : maskOf(step.mask);
    if (step.mask !== undefined && mask === undefined) continue;
    ready.push({ transforms: step.transforms, strength: step.strength, mask, isInverted: step.mask?.invert === true });
  }
  return ready;
}
