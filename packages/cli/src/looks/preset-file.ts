import { MAXIMUM_RECIPE_BYTES, parseRecipe } from '@openretouch/core';
import type { LookReader, LookWriter } from './look.js';
import { printRecipe } from './print-recipe.js';

const FORMAT = { name: 'preset', title: 'preset', extensions: ['retouch.json', 'json'] } as const;

export const presetReader: LookReader = {
  ...FORMAT,
  maximumBytes: MAXIMUM_RECIPE_BYTES,
  recognises: (bytes) => /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 256))),
  read: async (bytes) => ({ recipe: parseRecipe(bytes), notes: [] }),
};

export const presetWriter: LookWriter = {
  ...FORMAT,
  isBaked: false,
  write: async ({ recipe }) => ({ bytes: new TextEncoder().encode(`${printRecipe(recipe)}\n`), notes: [] }),
};
