import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { analyse, bakePlan, HostError, InvalidArgumentError, planPhoto, type Recipe, writeCube } from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import { displayPath } from '../files/photo.js';
import { writeOutput } from '../files/write-output.js';
import { describeBakeError } from '../looks/describe-bake-error.js';
import { buildRecipe, type RecipeOptions } from '../options/build-recipe.js';
import type { CommandContext } from './context.js';

export interface BakeOptions extends RecipeOptions {
  readonly photo: string;
  readonly output: string;
  readonly size: number;
  readonly isForced: boolean;
}

/** Resolves a recipe for one photo and writes it as a .cube file with its measured error. */
export async function bakeToCube(options: BakeOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  const { recipe, notes: recipeNotes } = await buildRecipe(options, context);
  checkOutput(options);
  requireUnmasked(recipe);
  const { raster, notes: photoNotes } = await decodePhoto(options.photo, { signal });
  const analysis = analyse(raster, { signal });
  const plan = await planPhoto(recipe, analysis, { signal });
  const { lut, error } = bakePlan(plan, { size: options.size, sample: analysis.copy });
  const text = writeCube(lut, { title: recipe.name, error });
  signal.throwIfAborted();
  await writeOutput(options.output, new TextEncoder().encode(text), { overwrite: options.isForced });
  const notes = [...recipeNotes, ...photoNotes, ...plan.notes.map(({ message }) => message)];
  reporter.line(`${options.output}: ${options.size} nodes an edge, ${lut.space}`);
  for (const note of [...describeBakeError(error), ...notes]) reporter.line(`  ${note}`);
  reporter.result({ output: options.output, size: options.size, space: lut.space, error, notes });
}

function checkOutput({ output, isForced }: BakeOptions): void {
  if (extname(output).toLowerCase() !== '.cube') throw new InvalidArgumentError(`-o ${displayPath(output)}: not the name of a .cube file (expected one that ends in .cube)`, { flag: '-o', value: output });
  if (!isForced && existsSync(output)) throw new HostError('exists', `${displayPath(output)}: exists already (expected a free name, or --force)`, { fields: { output } });
}

/** A mask that is left out because it is optional would leave out its operation too, without a word in the file. */
function requireUnmasked({ operations }: Recipe): void {
  const index = operations.findIndex(({ mask, enabled }) => mask !== undefined && enabled !== false);
  if (index < 0) return;
  const { op, mask } = operations[index];
  throw new InvalidArgumentError(`operations[${index}] (${op}): has the mask "${mask?.slot}" (expected a recipe without masks: a LUT is the same everywhere in a picture)`, { pointer: `/operations/${index}/mask`, value: mask?.slot });
}
