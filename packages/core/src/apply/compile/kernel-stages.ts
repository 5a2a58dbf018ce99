import type { KernelBlend, KernelStage } from '../kernels.js';
import type { ReadyStep } from '../ready-steps.js';
import type { Blend, StagedPlan } from './stage.js';

/** @returns steps as they are, one after the other, for kernels that do grids too. */
export function kernelStages(steps: readonly ReadyStep[], planStrength: number): readonly KernelStage[] {
  return blended(steps.flatMap(({ transforms, ...blend }) => blended(transforms, blend)), { strength: planStrength, mask: undefined, isInverted: false });
}

/** @returns a plan's shortened stages, its final blend around them. */
export function stagedKernelStages({ stages, finalBlend }: StagedPlan): readonly KernelStage[] {
  return finalBlend === undefined ? stages : blended(stages, finalBlend);
}

function blended(stages: readonly KernelStage[], { strength, mask, isInverted }: Blend): readonly KernelStage[] {
  if (mask === undefined && strength === 1) return stages;
  const blend: KernelBlend = { kind: 'blend', stages, strength, mask, isInverted };
  return [blend];
}
