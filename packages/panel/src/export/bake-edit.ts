import type { BakeResult, RecipeOperation } from '@openretouch/core';
import type { Engine } from '@openretouch/core/worker';
import type { Edit } from '../session/edit.js';
import { recipeOfEdit } from '../session/recipe-of-edit.js';
import type { SessionPhoto } from '../session/state.js';

/** What a table cannot hold. */
export type LeftOut = 'brush' | 'places';

export interface BakedEdit {
  readonly baked: BakeResult;
  readonly leftOut: readonly LeftOut[];
}

/** Operations whose effect differs from place to place. */
const LOCAL_OPERATIONS = ['cudi'];

/** @returns what of an edit a look-up table cannot hold. */
export function leftOutOf(edit: Edit): readonly LeftOut[] {
  const dropped = recipeOfEdit(edit).operations.filter((entry) => entry.enabled !== false && !canBake(entry));
  const brushed = dropped.some(({ mask }) => mask !== undefined);
  return [...(brushed ? (['brush'] as const) : []), ...(dropped.some(({ mask }) => mask === undefined) ? (['places'] as const) : [])];
}

/** Makes one table of an edit for a photo, without what it cannot hold, and measures how far it is from the truth. */
export async function bakeEdit(engine: Engine, { handle }: SessionPhoto, edit: Edit, size: number, signal: AbortSignal): Promise<BakedEdit> {
  const { extensions: _extensions, ...recipe } = recipeOfEdit(edit);
  const baked = await engine.bake({ photo: handle, recipe: { ...recipe, operations: recipe.operations.filter(canBake) }, size }, { signal });
  return { baked, leftOut: leftOutOf(edit) };
}

function canBake({ op, mask }: RecipeOperation): boolean {
  return mask === undefined && !LOCAL_OPERATIONS.includes(op);
}
