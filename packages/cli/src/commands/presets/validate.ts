import { hashRecipe, InvalidRecipeError } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { LOOK_READERS, readLookFile } from '../../looks/read-look.js';
import { errorFields } from '../../report.js';
import type { CommandContext } from '../context.js';

/**
 * Checks look files, each to the end: every fault is a line.
 *
 * @returns how many files are not valid.
 */
export async function validatePresets(paths: readonly string[], context: CommandContext): Promise<number> {
  const { reporter, signal } = context;
  let invalidCount = 0;
  const results: Record<string, unknown>[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      const { recipe, format, notes, report } = await readLookFile(path, context);
      results.push({ path, valid: true, format, hash: hashRecipe(recipe), notes, ...(report === undefined ? {} : { report }) });
      const title = LOOK_READERS.find(({ name }) => name === format)?.title ?? format;
      const count = recipe.operations.length;
      reporter.line(`${path}: valid ${title}, ${JSON.stringify(recipe.name)}, ${count} ${count === 1 ? 'operation' : 'operations'}`);
      for (const note of notes) reporter.line(`  ${note}`);
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
