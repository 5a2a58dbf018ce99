import { type HostAdapter, RECIPE_METADATA_KEY, type TargetReference } from '@openretouch/core';
import { editOfRecipeText } from './edit-of-recipe.js';
import type { AppliedResult } from './state.js';

/**
 * Finds the result that a target has from an earlier session, with the edit it was made by.
 *
 * @returns `undefined` where there is none. A text that is no recipe of ours gives a result without an edit.
 */
export async function openStoredResult(host: HostAdapter, target: TargetReference): Promise<AppliedResult | undefined> {
  const resultId = await host.findResult(target);
  if (resultId === null) return undefined;
  const text = (await host.metadata?.get(target, RECIPE_METADATA_KEY)) ?? null;
  const edit = text === null ? undefined : editOfRecipeText(text);
  return { resultId, edit, entries: [], undo: 'none' };
}
