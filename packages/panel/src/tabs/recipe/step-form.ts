import type { WriteBackEntry } from '@openretouch/core';
import { operationsOfSteps } from '../../session/recipe-of-edit.js';
import type { Edit, StepId } from '../../session/edit.js';
import type { AppliedResult } from '../../session/state.js';
import type { StringKey } from '../../strings/strings.js';

export interface StepForm {
  readonly key: StringKey;
  /** Mean error in 8-bit levels, where it is not exact. */
  readonly errorLevels?: number;
}

/** @returns how a step was written into the host, once it is there. */
export function formOfStep(edit: Edit, id: StepId, applied: AppliedResult | undefined): StepForm | undefined {
  if (applied?.edit === undefined || applied.edit !== edit) return undefined;
  const indices = indicesOfStep(edit, id);
  const entry = applied.entries.find(({ operations }) => operations.some((index) => indices.includes(index)));
  return entry === undefined ? undefined : { key: keyOf(entry, id), ...(entry.exactness === 'exact' ? {} : { errorLevels: entry.error.meanLevels }) };
}

/** Where a step's operations stand in the recipe. */
function indicesOfStep(edit: Edit, id: StepId): readonly number[] {
  let start = 0;
  for (const step of operationsOfSteps(edit)) {
    if (step.id === id) return step.operations.map((_, i) => start + i);
    start += step.operations.length;
  }
  return [];
}

function keyOf({ became }: WriteBackEntry, id: StepId): StringKey {
  if (became === 'curves') return 'recipe.asCurves';
  if (became === 'lut') return 'recipe.asLut';
  return id === 'brush' ? 'recipe.asMaskedPixels' : 'recipe.asPixels';
}
