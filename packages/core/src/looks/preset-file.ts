import type { FieldReport } from '../formats/field-report.js';
import { parseRecipe } from '../recipe/parse-recipe.js';
import { MAXIMUM_RECIPE_BYTES, type Recipe } from '../recipe/recipe.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { decodeLatin1 } from './decode-latin1.js';
import type { LookReader, LookWriter } from './look.js';
import { printRecipe } from './print-recipe.js';

const FORMAT = { name: 'preset', title: 'preset', extensions: ['retouch.json', 'json'] } as const;

/** Where a preset made of another program's file keeps the report of that. */
export const REPORT_EXTENSION = 'openretouch.migration';

export const presetReader: LookReader = {
  ...FORMAT,
  maximumBytes: MAXIMUM_RECIPE_BYTES,
  recognises: (bytes) => /^\s*\{/.test(decodeLatin1(bytes.subarray(0, 256)).replace(/^\u00ef\u00bb\u00bf/, '')),
  read: async (bytes) => ({ recipe: parseRecipe(bytes), notes: [] }),
};

export const presetWriter: LookWriter = {
  ...FORMAT,
  isBaked: false,
  write: async ({ recipe, report }) => ({ bytes: encodeUtf8(`${printRecipe(report === undefined ? recipe : withReport(recipe, report))}\n`), notes: [] }),
};

/** What was lost on the way stays with the look, for whoever gets it next. */
function withReport(recipe: Recipe, report: readonly FieldReport[]): Recipe {
  return { ...recipe, extensions: { ...recipe.extensions, [REPORT_EXTENSION]: report } };
}
