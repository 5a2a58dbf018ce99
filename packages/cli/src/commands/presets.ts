import { hashRecipe, InvalidRecipeError, PRESETS } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { printRecipe } from '../looks/print-recipe.js';
import { loadLook, readLookFile } from '../looks/read-look.js';
import { errorFields } from '../report.js';
import type { CommandContext } from './context.js';

/** Prints the built-in looks. */
export function listPresets({ reporter }: CommandContext): void {
  const width = Math.max(...PRESETS.map(({ id }) => id.length));
  for (const { id, description } of PRESETS) reporter.line(`${id.padEnd(width)}  ${description}`);
  reporter.result(PRESETS.map(({ id, title, description }) => ({ id, title, description })));
}

/** Prints one preset as JSON, with its content hash under `--json`. */
export async function showPreset(name: string, context: CommandContext): Promise<void> {
  const { reporter } = context;
  const { recipe, format, notes, report } = await loadLook(name, 'look', context);
  if (reporter.isJson) reporter.result({ hash: hashRecipe(recipe), format, recipe, notes, ...(report === undefined ? {} : { report }) });
  else reporter.document(printRecipe(recipe));
}

/**
 * Checks preset files, each to the end: every fault is a line.
 *
 * @returns how many files are not valid.
 */
export async function validatePresets(paths: readonly string[], context: CommandContext): Promise<number> {
  const { reporter } = context;
  let invalidCount = 0;
  const results: Record<string, unknown>[] = [];
  for (const path of paths) {
    try {
      const { recipe, format, notes } = await readLookFile(path, context);
      results.push({ path, valid: true, format, hash: hashRecipe(recipe), notes });
      reporter.line(`${path}: valid, ${JSON.stringify(recipe.name)}, ${recipe.operations.length} ${recipe.operations.length === 1 ? 'operation' : 'operations'}`);
    } catch (error) {
      invalidCount += 1;
      results.push({ path, valid: false, error: errorFields(error) });
      if (reporter.isJson || !(error instanceof InvalidRecipeError)) reporter.error(error);
      else for (const { message } of error.issues) reporter.error(new Error(`${displayPath(path)}: ${message}`));
    }
  }
  reporter.result(results);
  return invalidCount;
}
