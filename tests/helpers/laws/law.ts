import fc from 'fast-check';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import type { Operation } from '../../../packages/core/src/operations/operation.js';
import type { Plan } from '../../../packages/core/src/plan/plan.js';
import { createPlanCache } from '../../../packages/core/src/plan/plan-cache.js';
import type { MaskSet } from '../../../packages/core/src/raster/mask.js';
import type { Raster, RasterData } from '../../../packages/core/src/raster/raster.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planValidRecipe } from '../../../packages/core/src/retouch.js';
import { arbitraryEntry, type GeneratedEntry, recipeOf } from '../arbitrary-operation.js';
import { decideForTests } from '../decide-for-tests.js';

/** What a law is asked about: a registered operation, and an implementation of apply (the reference, or a kernel). */
export interface LawSubject {
  readonly operation: Operation;
  readonly apply: typeof applyPlan;
  /** What the implementation may differ by at integer depths, in 8-bit levels; absent for the reference, which may not. */
  readonly slackLevels?: number;
}

/** Apply as every definition is written, whatever is faster. */
export const applyReference: typeof applyPlan = (plan, raster, options) => applyPlan(plan, raster, { ...options, implementation: 'reference' });

/** A claim that holds for operations; `check` throws where it does not. */
export interface Law {
  readonly claim: string;
  /** Whether the operation promises it; absent means that every operation does. */
  readonly appliesTo?: (operation: Operation) => boolean;
  check(subject: LawSubject): Promise<void>;
}

/** Fixed, so that a failure is the same on every run; fast-check prints it with the path to the counterexample. */
export const LAW_SEED = 20_261_124;
const RUN_COUNT = 24;

/** Checks a claim for generated parameters of an operation. */
export async function forParameters(operation: Operation, claim: (generated: GeneratedEntry) => Promise<void>, required: readonly string[] = []): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitraryEntry(operation, required), claim), { seed: LAW_SEED, numRuns: RUN_COUNT });
}

/** Every law draws the same parameters, and most of a law's time went into their tables; one law plans without it, twice. */
const cache = createPlanCache(RUN_COUNT);

/** Plans one generated operation for a picture. */
export function planEntry(generated: GeneratedEntry, raster: Raster, blending: Partial<RecipeOperation> = {}, masks: MaskSet = {}): Promise<Plan> {
  return planValidRecipe(recipeOf([{ ...generated.entry, ...blending }], generated.assets), analyse(raster), { masks, cache, decide: decideForTests });
}

/** @returns the index of the first byte that differs, or -1; NaN equals the same NaN, and 0 is not -0. */
export function firstDifferentByte(actual: RasterData, expected: RasterData): number {
  const a = new Uint8Array(actual.buffer, actual.byteOffset, actual.byteLength);
  const b = new Uint8Array(expected.buffer, expected.byteOffset, expected.byteLength);
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return a.findIndex((byte, index) => byte !== b[index]);
}

/** @returns the largest absolute difference; Infinity when one side alone is not finite. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = actual.length === expected.length ? 0 : Infinity;
  for (let index = 0; index < actual.length; index += 1) {
    if (Object.is(actual[index], expected[index])) continue;
    const difference = Math.abs(actual[index] - expected[index]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
