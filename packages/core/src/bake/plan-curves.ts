import { InvalidArgumentError } from '../errors.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import { isDiagonalMatrix } from '../transforms/matrix.js';
import { bakeObstacle } from './bake-plan.js';
import { evaluatePlanOnColours } from './measure-bake-error.js';

/**
 * Samples a plan that is one curve a channel.
 *
 * @param count - samples over 0..1, both ends included.
 * @returns red, green and blue; not clipped.
 * @throws {@link InvalidArgumentError} naming the first step that is not.
 */
export function bakePlanCurves(plan: Plan, count: number): readonly [Float32Array, Float32Array, Float32Array] {
  const index = plan.steps.findIndex((step) => !isCurveStep(step));
  if (index >= 0 && plan.strength !== 0) {
    const operations = plan.steps[index].operations.map((operation) => `operations[${operation}]`).join(', ');
    throw new InvalidArgumentError(`steps[${index}] (${operations}) mixes channels or depends on the place (expected one curve a channel: tone curves, levels, exposure, brightness; a 3D LUT holds the rest)`, {
      field: `steps[${index}]`,
      step: index,
      operations: plan.steps[index].operations,
    });
  }
  const rgb = Float32Array.from({ length: count * 3 }, (_, i) => Math.floor(i / 3) / (count - 1));
  evaluatePlanOnColours(plan, rgb);
  const channel = (c: number): Float32Array => Float32Array.from({ length: count }, (_, i) => rgb[i * 3 + c]);
  return [channel(0), channel(1), channel(2)];
}

/** Each output channel depends on its own input channel alone, wherever in the picture. */
function isCurveStep(step: PlanStep): boolean {
  return bakeObstacle(step) === undefined && step.transforms.every((transform) => transform.kind === 'curve' || (transform.kind === 'matrix' && isDiagonalMatrix(transform)));
}
