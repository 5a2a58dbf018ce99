import { findPreset, type Recipe, RECIPE_SCHEMA_ID, type RecipeAsset, type RecipeOperation } from '@openretouch/core';
import type { AutoEdit, AutoMode, StyleInUse } from './edit.js';

/** What Auto proposes at strength 1, with the numbers of a style that is not built in. */
export interface Proposal {
  readonly operations: readonly RecipeOperation[];
  readonly assets?: NonNullable<Recipe['assets']>;
}

/** Built-in looks that are also modes of Auto. */
const PRESET_OF_MODE = { classic: 'auto', learned: 'auto-learned', style: 'auto-learned' } as const satisfies Record<AutoMode, string>;
const STYLE_KEY = 'auto-style';

/** @returns the operations of a mode of Auto. In mode `style` the taste stands in the place of the trained retouch. */
export function proposeOperations({ mode, style }: Omit<AutoEdit, 'strength'>): Proposal {
  const { operations } = presetOperations(mode);
  if (mode !== 'style' || style === undefined) return { operations };
  const personal: RecipeOperation = { op: 'pienet', style: 'id' in style ? style.id : { asset: STYLE_KEY } };
  return { operations: operations.map((entry) => (entry.op === 'csrnet' ? personal : entry)), ...assetsOf(style) };
}

function assetsOf(style: StyleInUse): { readonly assets?: Readonly<Record<string, RecipeAsset>> } {
  return 'asset' in style ? { assets: { [STYLE_KEY]: style.asset } } : {};
}

function presetOperations(mode: AutoMode): Recipe {
  const id = PRESET_OF_MODE[mode];
  const preset = findPreset(id);
  if (preset === undefined) throw new Error(`preset "${id}": absent (expected among the built-in looks)`);
  return preset.recipe;
}

/** @returns a style as a preset of its own: one operation that goes towards it. */
export function styleRecipe(style: StyleInUse): Recipe {
  const operation: RecipeOperation = { op: 'pienet', style: 'id' in style ? style.id : { asset: STYLE_KEY } };
  return { schema: RECIPE_SCHEMA_ID, name: style.name, operations: [operation], ...assetsOf(style) };
}
