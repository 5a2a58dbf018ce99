import { analyse } from '../../analyse/analyse.js';
import type { CancelSignal } from '../../cancel.js';
import { fullScale, type Raster } from '../../raster/raster.js';
import type { MaskSet } from '../../raster/mask.js';
import { type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation } from '../../recipe/recipe.js';
import { planPhoto } from '../../retouch.js';
import type { TargetReference } from '../host-adapter.js';
import type { PlacedRaster } from '../placed.js';
import { renderWritePlan } from '../render-write-plan.js';
import { planWriteBack, type WritePreference } from '../write-back.js';
import type { RenderedWritePlan } from '../write-plan.js';
import { ConformanceError } from './assert.js';
import type { ConformanceFixture } from './fixture.js';

export function makeRecipe(operations: readonly RecipeOperation[], name = 'conformance'): Recipe {
  return { schema: RECIPE_SCHEMA_ID, name, operations };
}

/** A gain on encoded values below 1: its result is plain arithmetic without clamping, so that cases need no second opinion. */
export const GAIN = 0.7;
export const DIMMED: Recipe = makeRecipe([{ op: 'brightness', gain: GAIN }]);

/** Several layers where the host has native ones: curves, then a colour operation, then a curve again. */
export const MIXED: Recipe = makeRecipe([
  { op: 'exposure', ev: 0.5 },
  { op: 'saturation', gain: 0.7 },
  { op: 'toneCurve', segments: [0.3, 0.25, 0.25, 0.2] },
]);

/** Everything up to a commit, ready to be committed. */
export interface PreparedCommit {
  readonly target: TargetReference;
  readonly writePlan: RenderedWritePlan;
}

/** Reads, plans and renders as `runInHost` does, and stops before the commit. */
export async function prepareCommit(fixture: ConformanceFixture, target: TargetReference, recipe: Recipe, preference: WritePreference = 'native', masks: MaskSet = {}): Promise<PreparedCommit> {
  const capabilities = await fixture.host.capabilities();
  const placed = await fixture.host.readPixels(target);
  try {
    const plan = await planPhoto(recipe, analyse(placed.raster), { masks });
    const { bitDepth } = placed.raster;
    const { writePlan } = planWriteBack(plan, capabilities, { preference, bitDepth, recipe });
    const rendered = await renderWritePlan(writePlan, placed, { masks, bitDepths: capabilities.write.bitDepths });
    return { target: { ...target, revision: placed.revision }, writePlan: rendered };
  } finally {
    placed.release?.();
  }
}

/** What cancelled work is rejected with: compared by identity. */
export class CancelReason extends Error {
  override readonly name = 'AbortError';
}

/** A signal that is aborted from its n-th look on, counted from 0: it finds every place where cancelling is possible. */
export function createCountdownSignal(n: number): CancelSignal & { readonly reason: CancelReason } {
  let looks = 0;
  return {
    reason: new CancelReason('cancelled by the conformance suite'),
    get aborted() {
      looks += 1;
      return looks > n;
    },
  };
}

/** 8-bit levels that rounding may cost: once in the core and once for each of up to three layers in the host. */
export const ROUNDING_LEVELS = 2;

/**
 * Expects two pictures to agree where they can be seen.
 *
 * @param wanted - colour of a channel 0..1 by sample index of the red, green or blue value.
 */
export function expectColors(actual: Raster, original: Raster, wanted: (sample: number) => number, toleranceLevels: number, what: string): void {
  for (const field of ['width', 'height'] as const) {
    if (actual[field] !== original[field]) throw new ConformanceError(`${what}: ${field} ${actual[field]} (expected ${original[field]})`);
  }
  const top = fullScale(actual.bitDepth);
  for (let pixel = 0; pixel < actual.width * actual.height; pixel += 1) {
    // Hosts may drop colour where there is no coverage.
    if (original.channels === 4 && original.data[pixel * 4 + 3] === 0) continue;
    for (let c = 0; c < 3; c += 1) {
      const value = actual.data[pixel * actual.channels + c] / top;
      const expected = wanted(pixel * original.channels + c);
      if (!(Math.abs(value - expected) * 255 <= toleranceLevels)) {
        const place = `pixel ${pixel % actual.width}, ${Math.floor(pixel / actual.width)}, channel ${c}`;
        throw new ConformanceError(`${what}: ${place} is ${(value * 255).toFixed(2)} (expected ${(expected * 255).toFixed(2)} within ${toleranceLevels} levels)`);
      }
    }
  }
}

/** Expects a picture's coverage to be the original's, to the last bit. */
export function expectAlpha(actual: Raster, original: Raster, what: string): void {
  const top = fullScale(actual.bitDepth);
  for (let pixel = 0; pixel < original.width * original.height; pixel += 1) {
    const value = actual.channels === 4 && actual.alpha === 'straight' ? actual.data[pixel * 4 + 3] / top : 1;
    const expected = original.channels === 4 ? original.data[pixel * 4 + 3] / fullScale(original.bitDepth) : 1;
    if (value !== expected) throw new ConformanceError(`${what}: alpha of pixel ${pixel % original.width}, ${Math.floor(pixel / original.width)} is ${value} (expected ${expected})`);
  }
}

/** @returns the encoded value of a sample, 0..1. */
export function unit(raster: Raster, sample: number): number {
  return raster.data[sample] / fullScale(raster.bitDepth);
}

/** Expects the composite to be the original dimmed by {@link GAIN} as far as `coverage` says. */
export function expectDimmed({ raster }: PlacedRaster, original: Raster, coverage: (pixel: number) => number, what: string): void {
  const wanted = (sample: number): number => {
    const before = unit(original, sample);
    return before + coverage(Math.floor(sample / original.channels)) * (GAIN * before - before);
  };
  expectColors(raster, original, wanted, ROUNDING_LEVELS, what);
}
