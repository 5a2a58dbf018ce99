import { hashRecipe, PRESETS } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { loadPreset, readRecipeFile } from '../options/build-recipe.js';
import type { CommandContext } from './context.js';

/** Prints the built-in looks. */
export function listPresets({ reporter }: CommandContext): void {
  const width = Math.max(...PRESETS.map(({ id }) => id.length));
  for (const { id, description } of PRESETS) reporter.line(`${id.padEnd(width)}  ${description}`);
  reporter.result(PRESETS.map(({ id, title, description }) => ({ id, title, description })));
}

/** Prints one preset as JSON, with its content hash under `--json`. */
export async function showPreset(name: string, { reporter }: CommandContext): Promise<void> {
  const recipe = await loadPreset(name);
  reporter.line(JSON.stringify(recipe, null, 2));
  reporter.result({ hash: hashRecipe(recipe), recipe });
}

/**
 * Checks preset files, each to the end.
 *
 * @returns how many are not valid.
 */
export async function validatePresets(paths: readonly string[], { reporter }: CommandContext): Promise<number> {
  let invalidCount = 0;
  const results: Record<string, unknown>[] = [];
  for (const path of paths) {
    try {
      const recipe = await readRecipeFile(path);
      results.push({ path, valid: true, hash: hashRecipe(recipe) });
      reporter.line(`${displayPath(path)}: valid, "${displayPath(recipe.name)}", ${recipe.operations.length} operations`);
    } catch (error) {
      invalidCount += 1;
      results.push({ path, valid: false, error });
      if (!reporter.isJson) reporter.error(error instanceof Error && !error.message.includes(displayPath(path)) ? new Error(`${displayPath(path)}: ${error.message}`) : error);
    }
  }
  reporter.result(results);
  return invalidCount;
}
