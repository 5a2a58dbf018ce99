import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { HostError, InvalidArgumentError, lookNameOf, OPERATIONS, presetWriter, RECIPE_SCHEMA_ID } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { writeOutput } from '../../files/write-output.js';
import { describeReport } from '../../looks/describe-report.js';
import { loadLook, type LoadedLook } from '../../looks/read-look.js';
import { editRecipe, type RecipeEdits } from '../../options/edit-recipe.js';
import { flagName } from '../../options/parse-operation-flag.js';
import type { CommandContext } from '../context.js';
import { listSentences } from './show.js';

export interface CreatePresetOptions extends RecipeEdits {
  readonly output: string;
  /** A look to begin with. */
  readonly from?: string;
}

const EXTENSION = '.retouch.json';

/** Writes a new preset with an id and the present date; never over a file that is there. */
export async function createPreset(options: CreatePresetOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  const name = displayPath(options.output);
  if (!options.output.toLowerCase().endsWith(EXTENSION)) throw new InvalidArgumentError(`${name}: not the name of a preset (expected one that ends in ${EXTENSION})`, { argument: 'file', value: options.output });
  if (existsSync(options.output)) throw new HostError('exists', `${name}: exists already (expected a free name; presets edit changes a preset)`, { fields: { output: options.output } });
  if (options.from === undefined && Object.keys(options.operations).length === 0) {
    throw new InvalidArgumentError(`nothing to do (expected --from, or an operation: ${OPERATIONS.map((operation) => `--${flagName(operation)}`).join(', ')})`, { flag: '--from' });
  }
  const look = options.from === undefined ? undefined : await loadLook(options.from, '--from', context);
  const base = { ...(look?.recipe ?? { schema: RECIPE_SCHEMA_ID, operations: [] }), name: lookNameOf(options.output, [presetWriter]), id: randomUUID(), created: new Date().toISOString().replace(/\.\d+/, '') };
  const { recipe, notes: flagNotes } = await editRecipe(base, options, context);
  const { bytes } = await presetWriter.write({ ...look, recipe, notes: [] }, { signal });
  await writeOutput(options.output, bytes);
  const notes = [...(look === undefined ? [] : describeOrigin(look, options)), ...flagNotes];
  reporter.line(`${options.output}: ${JSON.stringify(recipe.name)}`);
  for (const line of [...listSentences(recipe), ...notes.map((note) => `  ${note}`), ...(look?.report === undefined ? [] : describeReport(look.report).map((row) => `  ${row}`))]) reporter.line(line);
  reporter.result({ output: options.output, recipe, notes, ...(look?.report === undefined ? {} : { report: look.report }) });
}

/** Whose look it was stays in the file, unless the command says otherwise: a licence may ask for it. */
function describeOrigin({ source, notes, recipe: { author, licence } }: LoadedLook, { metadata }: RecipeEdits): string[] {
  const kept = [...(author !== undefined && metadata.author === undefined ? [`author ${author}`] : []), ...(licence !== undefined && metadata.licence === undefined ? [`licence ${licence}`] : [])];
  return [...notes.map((note) => `${source}: ${note}`), ...(kept.length === 0 ? [] : [`${kept.join(' and ')} kept from ${source}`])];
}
