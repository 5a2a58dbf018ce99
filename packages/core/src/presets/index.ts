import type { Recipe } from '../recipe/recipe.js';
import { PRESET_GROUPS } from './groups.js';
import { PRESET_RECIPES } from './presets.generated.js';

export { PRESET_GROUPS, type PresetGroup } from './groups.js';

/** A built-in look. */
export interface Preset {
  /** Name for programs, the file name without its extensions. */
  readonly id: string;
  readonly title: string;
  /** What it does and what it is for, for people. */
  readonly description: string;
  /** Title of its group in {@link PRESET_GROUPS}. */
  readonly group: string;
  readonly recipe: Recipe;
}

/** The built-in looks, frozen, in the order of {@link PRESET_GROUPS}. Each is one `*.retouch.json` file in this folder. */
export const PRESETS: readonly Preset[] = /* @__PURE__ */ deepFreeze(
  PRESET_GROUPS.flatMap(({ title, presets }) =>
    PRESET_RECIPES.filter(({ id }) => presets.includes(id)).map((recipe) => ({ id: recipe.id, title: recipe.name, description: recipe.description, group: title, recipe })),
  ),
);

/** @returns the built-in look of that id, or `undefined`. */
export function findPreset(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}

/** Recipes are shared by everyone who asks for one, so nobody may change them. */
function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) deepFreeze(child as object);
  return Object.freeze(value);
}
