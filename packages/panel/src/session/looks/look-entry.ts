import { PRESETS, type Recipe, type RecipeOperation } from '@openretouch/core';
import type { Edit, LookEdit } from '../edit.js';
import { recipeOfEdit } from '../recipe-of-edit.js';
import { sameJson } from '../same-json.js';

/** A look to choose. */
export interface LookEntry {
  /** Of built-in ones the preset's; of own ones the key in the storage. */
  readonly id: string;
  /** As its file has it. */
  readonly name: string;
  /** Title of the built-in looks it belongs with; `undefined` for own ones. */
  readonly group: string | undefined;
  readonly recipe: Recipe;
}

/** Modes of Auto, which has its own place. */
const AUTO_IDS: readonly string[] = ['auto', 'auto-learned'];

export const BUILT_IN_LOOKS: readonly LookEntry[] = /* @__PURE__ */ PRESETS.filter(({ id }) => !AUTO_IDS.includes(id)).map(({ id, title, group, recipe }) => ({ id, name: title, group, recipe }));

/** @returns whether a look in use is this one. */
export function isLook(look: LookEdit | undefined, { name, recipe }: LookEntry): boolean {
  return look !== undefined && (look.recipe === recipe || (look.recipe.name === name && sameJson(look.recipe.operations, recipe.operations)));
}

/** @returns an edit as a look for other photos: what is painted stays with its photo. */
export function lookOfEdit({ brush: _brush, ...edit }: Edit, name: string): Recipe {
  const { extensions: _extensions, ...recipe } = recipeOfEdit(edit, name);
  return separateStyle(recipe);
}

const AUTO_STYLE = 'auto-style';
const LOOK_STYLE = 'look-style';

/** Auto's style and a look's may be different ones, so their keys are. */
export function separateStyle(recipe: Recipe): Recipe {
  const { [AUTO_STYLE]: style, ...assets } = recipe.assets ?? {};
  if (style === undefined) return recipe;
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null || !('asset' in value)) return value;
    return value.asset === AUTO_STYLE ? { ...value, asset: LOOK_STYLE } : value;
  };
  return { ...recipe, operations: recipe.operations.map((entry): RecipeOperation => ({ ...entry, ...('style' in entry ? { style: rename(entry.style) } : {}) })), assets: { ...assets, [LOOK_STYLE]: style } };
}
