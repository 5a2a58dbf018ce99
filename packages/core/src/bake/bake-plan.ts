import type { SmallCopy } from '../analyse/analysis.js';
import { InvalidArgumentError } from '../errors.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import type { EncodedSpace } from '../raster/raster.js';
import { sampleLut3d } from '../transforms/lut3d.js';
import { isPointTransform, type Lut3dTransform } from '../transforms/transform.js';
import { type BakeError, evaluatePlanOnColours, measureBakeError } from './measure-bake-error.js';

/** Nodes an edge: enough for 8-bit work; take 65 for large or 16-bit pictures. */
export const DEFAULT_BAKE_SIZE = 33;
export const MINIMUM_BAKE_SIZE = 2;
export const MAXIMUM_BAKE_SIZE = 129;

export interface BakeOptions {
  /** Nodes an edge, 2..129. Default 33. */
  readonly size?: number;
  /** The photo's small copy, on which the error is measured too. */
  readonly sample?: SmallCopy;
}

/** A plan as one LUT, and what that cost. */
export interface BakeResult {
  readonly lut: Lut3dTransform;
  readonly error: BakeError;
}

/**
 * Samples a whole plan, its strength included, into one LUT and measures the error against direct evaluation.
 *
 * @remarks *Convention:* nodes are not clipped to 0..1. Clipping is left to the end of the chain, because interpolating between
 * clipped nodes doubles the error. Inputs outside 0..1 are clamped by the LUT, not by the plan.
 * @throws {@link InvalidArgumentError} when `size` is out of range, or a step has a mask or a transform that is no function of
 * the colour alone; the message names the step.
 */
export function bakePlan(plan: Plan, options: BakeOptions = {}): BakeResult {
  const lut = bakeWhole(plan, options.size);
  return { lut, error: measureBakeError(plan, lut, options.sample) };
}

/**
 * Replaces all steps of a plan by one LUT step, without measuring the error.
 *
 * @returns a plan of strength 1 whose one step stands for all operations; a plan that changes nothing keeps no steps.
 * @throws as {@link bakePlan}.
 */
export function bakedPlan(plan: Plan, options: Pick<BakeOptions, 'size'> = {}): Plan {
  const lut = bakeWhole(plan, options.size);
  const changesNothing = plan.strength === 0 || plan.steps.length === 0;
  const step: PlanStep = { transforms: [lut], strength: 1, operations: plan.steps.flatMap((part) => part.operations) };
  return { ...plan, steps: changesNothing ? [] : [step], strength: 1 };
}

/**
 * Samples a run of steps into one LUT.
 *
 * @param steps - in order; their strengths are included.
 * @param space - the space whose encoded values the steps work on.
 * @throws as {@link bakePlan}.
 */
export function bakeSteps(steps: readonly PlanStep[], space: EncodedSpace, size: number = DEFAULT_BAKE_SIZE): Lut3dTransform {
  return bakeWhole({ space, steps, strength: 1, notes: [] }, size);
}

/** @returns why a step cannot be part of a LUT, or `undefined` when it can. */
export function bakeObstacle(step: PlanStep): 'mask' | 'grid' | undefined {
  if (step.mask !== undefined) return 'mask';
  return step.transforms.every(isPointTransform) ? undefined : 'grid';
}

function bakeWhole(plan: Plan, size: number = DEFAULT_BAKE_SIZE): Lut3dTransform {
  if (!Number.isInteger(size) || size < MINIMUM_BAKE_SIZE || size > MAXIMUM_BAKE_SIZE) {
    const expected = `a whole number, ${MINIMUM_BAKE_SIZE} to ${MAXIMUM_BAKE_SIZE}`;
    throw new InvalidArgumentError(`size: ${size} (expected ${expected})`, { field: 'size', value: size, expected });
  }
  for (const [index, step] of plan.steps.entries()) {
    const obstacle = bakeObstacle(step);
    if (obstacle !== undefined) throw notBakeable(index, step, obstacle);
  }
  return sampleLut3d(size, plan.space, (rgb) => evaluatePlanOnColours(plan, rgb));
}

function notBakeable(index: number, step: PlanStep, obstacle: 'mask' | 'grid'): InvalidArgumentError {
  const found = obstacle === 'mask' ? `has the mask "${step.mask?.slot}"` : 'holds a grid, which depends on the place in the picture';
  const operations = step.operations.map((operation) => `operations[${operation}]`).join(', ');
  return new InvalidArgumentError(`steps[${index}] (${operations}) ${found} (expected steps that depend on the colour alone)`, {
    field: `steps[${index}]`,
    step: index,
    operations: step.operations,
    obstacle,
  });
}
