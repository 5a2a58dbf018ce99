import { composeCurves, isIdentityCurve } from '../transforms/compose-curves.js';
import { composeMatrices, isIdentityMatrix, scaleMatrixStrength } from '../transforms/matrix.js';
import { type GridTransform, isPointTransform, type Transform } from '../transforms/transform.js';
import type { Plan, PlanStep } from './plan.js';

/**
 * Makes a plan shorter without changing what it does: no-ops go, neighbouring matrices multiply, neighbouring curves compose
 * where one table is as exact as two, named curves cancel with their inverses, a matrix takes its strength into itself, and
 * neighbouring steps of point transforms without mask at full strength become one step.
 *
 * @returns a new plan; steps and transforms that stay as they are, are shared with `plan`. `operations` of a fused step
 * names the operations of all its parts, in order.
 * @remarks *Convention:* equal to `plan` within 2e-5 for every colour, where nothing after a composed curve amplifies
 * differences more than eightyfold. Clamping transforms are never no-ops, not even an identity LUT.
 */
export function fuseSteps(plan: Plan): Plan {
  const steps: PlanStep[] = [];
  if (plan.strength !== 0) {
    for (const step of plan.steps) appendStep(steps, step);
  }
  return { ...plan, steps };
}

function appendStep(steps: PlanStep[], step: PlanStep): void {
  if (step.strength === 0) return;
  const simple = foldStrength({ ...step, transforms: appendTransforms([], step.transforms) });
  if (simple.transforms.length === 0) return;
  const previous = steps.at(-1);
  if (previous === undefined || !isMergeable(previous) || !isMergeable(simple)) {
    steps.push(simple);
    return;
  }
  steps.pop();
  const transforms = appendTransforms(previous.transforms, simple.transforms);
  if (transforms.length > 0) steps.push({ transforms, strength: 1, operations: [...previous.operations, ...simple.operations] });
}

/** Grid steps stay on their own: hosts write them back another way. */
function isMergeable(step: PlanStep): boolean {
  return step.mask === undefined && step.strength === 1 && step.transforms.every(isPointTransform);
}

function foldStrength(step: PlanStep): PlanStep {
  const [only] = step.transforms;
  if (step.transforms.length !== 1 || only.kind !== 'matrix' || step.mask !== undefined) return step;
  return { ...step, transforms: [scaleMatrixStrength(only, step.strength)], strength: 1 };
}

/**
 * Pushes one transform after the other and fuses it with the top of the stack for as long as that works.
 *
 * @param fused - already so treated: pairs in it that stayed two are not tried again, which would square the work.
 */
function appendTransforms(fused: readonly Transform[], transforms: readonly Transform[]): readonly Transform[] {
  const stack = [...fused];
  for (const transform of transforms) {
    const pending = [transform];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (isNoOp(next)) continue;
      const top = stack.at(-1);
      const pair = top === undefined ? undefined : fusePair(top, next);
      if (pair === undefined) {
        stack.push(next);
      } else {
        stack.pop();
        pending.push(...pair);
      }
    }
  }
  return stack;
}

/** @returns what `first`, then `second` become together (at most one transform), or `undefined` when they stay two. */
function fusePair(first: Transform, second: Transform): readonly Transform[] | undefined {
  if (first.kind === 'matrix' && second.kind === 'matrix') return [composeMatrices(first, second)];
  if (first.kind === 'curve' && second.kind === 'curve') return composeCurves(first, second);
  return undefined;
}

function isNoOp(transform: Transform): boolean {
  switch (transform.kind) {
    case 'matrix':
      return isIdentityMatrix(transform);
    case 'curve':
      return transform.curves.every(isIdentityCurve);
    case 'grid':
      return isIdentityGrid(transform);
    case 'lut3d':
      return false;
  }
}

/** The curve form is never one: it clamps. */
function isIdentityGrid({ form, shared, data }: GridTransform): boolean {
  const perStep = shared ? 1 : 3;
  return form === 'affine' && data.every((value, i) => value === (i % (2 * perStep) < perStep ? 1 : 0));
}
