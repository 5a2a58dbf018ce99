import type { Plan, PlanStep } from '../plan/plan.js';
import { isPointTransform } from '../transforms/transform.js';
import type { BitDepth } from '../raster/raster.js';
import type { NativeCurves } from './host-adapter.js';
import { fitNativeCurves, isCurveStep } from './native-curves.js';
import { leavesUnitRange } from './unit-range.js';

/**
 * A run of plan steps, `first` to before `end`, that becomes one layer.
 *
 * @remarks `curves`: unmasked, one curve a channel. `point`: unmasked, colour alone decides. `masked`: one step with a mask.
 * `pixels`: whatever else; only pixels can show it.
 */
export interface WriteUnit {
  readonly kind: 'curves' | 'point' | 'masked' | 'pixels';
  readonly first: number;
  readonly end: number;
}

/** A native curves layer may err by this much, in 8-bit levels, before the run goes to a LUT: what rounding does anyway. */
export const CURVES_TOLERANCE_LEVELS = 0.5;

/**
 * Splits a plan into the fewest runs that can be layers of their own without a value being lost between them.
 *
 * @param curves - the host's curves, where it has them.
 */
export function splitIntoUnits(plan: Plan, curves: NativeCurves | undefined, bitDepth: BitDepth): WriteUnit[] {
  const runs: WriteUnit[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const kind = kindOf(step, curves !== undefined);
    const previous = runs.at(-1);
    if (previous !== undefined && previous.kind === kind && (kind === 'curves' || kind === 'point')) {
      runs[runs.length - 1] = { ...previous, end: index + 1 };
    } else {
      runs.push({ kind, first: index, end: index + 1 });
    }
  }
  const fitted = runs.map((run): WriteUnit => (run.kind === 'curves' && curves !== undefined && !isFaithful(plan, run, curves, bitDepth) ? { ...run, kind: 'point' } : run));
  return mergeUnits(plan, joinPointRuns(fitted));
}

/** @returns the whole plan as one unit. */
export function wholeUnit(plan: Plan): WriteUnit {
  const isPoint = plan.steps.every((step) => step.mask === undefined && step.transforms.every(isPointTransform));
  return { kind: isPoint ? 'point' : 'pixels', first: 0, end: plan.steps.length };
}

function kindOf(step: PlanStep, hasCurves: boolean): WriteUnit['kind'] {
  if (step.mask !== undefined) return 'masked';
  if (hasCurves && isCurveStep(step)) return 'curves';
  return step.transforms.every(isPointTransform) ? 'point' : 'pixels';
}

function isFaithful(plan: Plan, run: WriteUnit, curves: NativeCurves, bitDepth: BitDepth): boolean {
  const fitted = fitNativeCurves(plan.steps.slice(run.first, run.end), 1, curves, bitDepth);
  return fitted !== undefined && fitted.error.maximumLevels <= CURVES_TOLERANCE_LEVELS;
}

function joinPointRuns(runs: readonly WriteUnit[]): WriteUnit[] {
  const joined: WriteUnit[] = [];
  for (const run of runs) {
    const previous = joined.at(-1);
    if (previous?.kind === 'point' && run.kind === 'point') joined[joined.length - 1] = { ...previous, end: run.end };
    else joined.push(run);
  }
  return joined;
}

/** Joins a unit that leaves 0..1 with the one after it, until every unit but the last keeps the range. */
function mergeUnits(plan: Plan, runs: readonly WriteUnit[]): WriteUnit[] {
  const units: WriteUnit[] = [];
  for (const run of runs) {
    const previous = units.at(-1);
    if (previous === undefined || !unitLeavesRange(plan, previous)) {
      units.push(run);
      continue;
    }
    const isPoint = [previous, run].every((unit) => unit.kind === 'point' || unit.kind === 'curves');
    units[units.length - 1] = { kind: isPoint ? 'point' : 'pixels', first: previous.first, end: run.end };
  }
  return units;
}

function unitLeavesRange(plan: Plan, unit: WriteUnit): boolean {
  // A blend of two values in range stays in range, so strengths and masks can only help.
  return leavesUnitRange(plan.steps.slice(unit.first, unit.end).flatMap((step) => step.transforms));
}
