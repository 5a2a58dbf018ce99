import type { Mask } from '../../raster/mask.js';
import { areInverse } from '../../transforms/curve.js';
import { composeMatrices, isIdentityMatrix, scaleMatrixStrength } from '../../transforms/matrix.js';
import { isPointTransform, type MatrixTransform, type PointTransform } from '../../transforms/transform.js';
import type { ReadyStep } from '../ready-steps.js';

/** What a plan without grids is rewritten to before a way to run it is chosen. */
export type Stage = PointTransform | BlendStage;

/** v' = v + strength coverage (stages(v) - v). */
export interface BlendStage extends Blend {
  readonly kind: 'blend';
  readonly stages: readonly Stage[];
}

export interface Blend {
  readonly strength: number;
  readonly mask: Mask | undefined;
  readonly isInverted: boolean;
}

/** A whole plan: stages in order, then perhaps one blend of the result with the picture as it came. */
export interface StagedPlan {
  readonly stages: readonly Stage[];
  readonly finalBlend: Blend | undefined;
}

/**
 * Rewrites steps as the shortest equal list of stages: neighbouring matrices multiplied, curves that undo each other dropped,
 * strength folded into matrices, the blend of a single step taken out to the end.
 *
 * @returns `undefined` when a step holds a grid, which needs rows and not pixels.
 */
export function stagePlan(steps: readonly ReadyStep[], planStrength: number): StagedPlan | undefined {
  const points: { readonly step: ReadyStep; readonly transforms: readonly PointTransform[] }[] = [];
  for (const step of steps) {
    const transforms = step.transforms.filter(isPointTransform);
    if (transforms.length !== step.transforms.length) return undefined;
    points.push({ step, transforms });
  }
  if (points.length === 1) {
    const { step, transforms } = points[0];
    return foldFinalBlend(simplify(transforms), { ...step, strength: step.strength * planStrength });
  }
  const stages = simplify(points.flatMap(({ step, transforms }) => blendedStages(simplify(transforms), step)));
  return foldFinalBlend(stages, { strength: planStrength, mask: undefined, isInverted: false });
}

/** @returns a plan without masks as one list, its final blend around the stages. */
export function unmaskedStages({ stages, finalBlend }: StagedPlan): readonly Stage[] {
  return finalBlend === undefined ? stages : [{ kind: 'blend', stages, ...finalBlend }];
}

/** @returns whether each channel of the output depends on the same channel of the input alone, the same way at every pixel. */
export function isSeparable(stage: Stage): boolean {
  switch (stage.kind) {
    case 'curve':
      return true;
    case 'matrix':
      return isDiagonal(stage);
    case 'lut3d':
      return false;
    case 'blend':
      return stage.mask === undefined && stage.stages.every(isSeparable);
  }
}

/** @returns stages equal to `stages` blended with their own input. */
function blendedStages(stages: readonly Stage[], blend: Blend): readonly Stage[] {
  if (blend.mask === undefined) {
    if (blend.strength === 1) return stages;
    if (stages.length === 1 && stages[0].kind === 'matrix') return [scaleMatrixStrength(stages[0], blend.strength)];
  }
  return [{ kind: 'blend', stages, strength: blend.strength, mask: blend.mask, isInverted: blend.isInverted }];
}

function foldFinalBlend(stages: readonly Stage[], { strength, mask, isInverted }: Blend): StagedPlan {
  const blend = { strength, mask, isInverted };
  const folded = blendedStages(stages, blend);
  const isFolded = folded.every((stage) => stage.kind !== 'blend' || isSeparable(stage)) || folded === stages;
  return isFolded ? { stages: folded, finalBlend: undefined } : { stages, finalBlend: blend };
}

function simplify(stages: readonly Stage[]): readonly Stage[] {
  const result: Stage[] = [];
  for (const stage of stages) {
    const last = result.at(-1);
    if (stage.kind === 'matrix' && last?.kind === 'matrix') {
      result.pop();
      const product = composeMatrices(last, stage);
      if (!isIdentityMatrix(product)) result.push(product);
    } else if (stage.kind === 'curve' && last?.kind === 'curve' && areInverse(last, stage)) {
      result.pop();
    } else if (stage.kind !== 'matrix' || !isIdentityMatrix(stage)) {
      result.push(stage);
    }
  }
  return result;
}

function isDiagonal({ matrix }: MatrixTransform): boolean {
  return matrix.every((value, index) => value === 0 || index % 4 === 3 || index % 5 === 0);
}
