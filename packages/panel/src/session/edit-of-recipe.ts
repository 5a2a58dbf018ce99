import { MAXIMUM_RECIPE_BYTES, RECIPE_SCHEMA_ID, type Recipe, type RecipeOperation } from '@openretouch/core';
import { CATALOGUE } from '../catalogue/catalogue.generated.js';
import { type AdjustmentValues, type Edit, EMPTY_EDIT } from './edit.js';
import { EDIT_EXTENSION, recipeOfEdit } from './recipe-of-edit.js';
import { readStoredEdit } from './read-stored-edit.js';
import { sameJson } from './same-json.js';

/** @returns the edit of a recipe as text, as a host keeps it; `undefined` for a text that is none. */
export function editOfRecipeText(text: string): Edit | undefined {
  if (text.length > MAXIMUM_RECIPE_BYTES) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecipe(parsed) ? editOfRecipe(parsed) : undefined;
}

/**
 * Opens a recipe as an edit. One that the panel wrote opens as it was, if its operations are still those that the edit makes; sliders
 * that somebody else set open as sliders; anything else opens whole, as a look.
 *
 * @param recipe - of the right form; what its parameters say is checked by the engine.
 */
export function editOfRecipe(recipe: Recipe): Edit {
  const stored = readStoredEdit(recipe.extensions?.[EDIT_EXTENSION], recipe.assets);
  if (stored !== undefined && sameJson(recipeOfEdit(stored).operations, recipe.operations)) return stored;
  return editOfSliders(recipe) ?? { ...EMPTY_EDIT, look: { recipe, strength: 1 } };
}

/** @returns the edit, or `undefined` when sliders in canonical order cannot say what the recipe says. */
function editOfSliders({ operations, strength = 1 }: Recipe): Edit | undefined {
  if (strength !== 1) return undefined;
  const adjustments: Record<string, AdjustmentValues> = {};
  const steps: Record<string, { isOff: true }> = {};
  let last = -1;
  for (const { op, enabled = true, ...values } of operations) {
    const index = CATALOGUE.findIndex(({ name }) => name === op);
    if (index <= last || !isPlain(values)) return undefined;
    last = index;
    adjustments[op] = values;
    if (!enabled) steps[op] = { isOff: true };
  }
  return { adjustments, steps };
}

/** Automatic and masked operations are not what a slider shows. */
function isPlain({ mask, strength, ...values }: Omit<RecipeOperation, 'op'>): boolean {
  return mask === undefined && strength === undefined && !Object.values(values).some((value) => value === 'auto' || value === true);
}

export function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, name, operations } = value as Partial<Record<keyof Recipe, unknown>>;
  return schema === RECIPE_SCHEMA_ID && typeof name === 'string' && Array.isArray(operations) && operations.every(isOperation);
}

function isOperation(value: unknown): value is RecipeOperation {
  return typeof value === 'object' && value !== null && typeof (value as { op?: unknown }).op === 'string';
}
