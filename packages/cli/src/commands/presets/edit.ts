import { existsSync } from 'node:fs';
import { diffRecipes, findPreset, InvalidArgumentError, InvalidFileError, presetReader, presetWriter } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { writeFileAtomically } from '../../files/write-atomically.js';
import { readLookFile, STDIN_PATH } from '../../looks/read-look.js';
import { editRecipe, type RecipeEdits } from '../../options/edit-recipe.js';
import type { CommandContext } from '../context.js';

export interface EditPresetOptions extends RecipeEdits {
  readonly path: string;
  readonly isDryRun: boolean;
}

/** Changes a preset file in place and prints what changed. Its id, its date and whatever is not named stay. */
export async function editPreset(options: EditPresetOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  const { path, isDryRun } = options;
  const name = displayPath(path);
  if (findPreset(path) !== undefined && !existsSync(path)) {
    throw new InvalidArgumentError(`${name}: a built-in look, which stays as it is (expected a preset file; presets new mine.retouch.json --from ${path} makes one)`, { argument: 'file', value: path });
  }
  if (path === STDIN_PATH) throw new InvalidArgumentError('-: standard input (expected a preset file)', { argument: 'file', value: path });
  if (isEmpty(options)) throw new InvalidArgumentError('nothing to change (expected an operation, --remove, --strength, --name, --description, --author or --licence)', { argument: 'file', value: path });
  const { recipe: before, format } = await readLookFile(path, context);
  if (format !== presetReader.name) throw new InvalidFileError(`${name}: no preset (expected a .retouch.json file; presets convert makes one)`, { path, format });
  const { recipe, notes } = await editRecipe(before, options, context);
  const differences = diffRecipes(before, recipe);
  const { bytes } = await presetWriter.write({ recipe, notes: [] }, { signal });
  const isWritten = differences.length > 0 && !isDryRun;
  if (isWritten) await writeFileAtomically(path, bytes, { overwrite: true });
  reporter.line(`${path}: ${differences.length === 0 ? 'unchanged' : isDryRun ? 'would change' : 'changed'}`);
  for (const line of [...differences.map(({ message }) => message), ...notes]) reporter.line(`  ${line}`);
  reporter.result({ path, written: isWritten, differences, recipe, notes });
}

function isEmpty({ metadata, strength, operations, removed }: RecipeEdits): boolean {
  return Object.keys(metadata).length === 0 && strength === undefined && Object.keys(operations).length === 0 && removed.length === 0;
}
