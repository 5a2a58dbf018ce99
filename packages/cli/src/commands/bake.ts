import { existsSync } from 'node:fs';
import { analyse, describeEffect, HostError, InvalidArgumentError, type LookWriter, planPhoto, type Recipe } from '@openretouch/core';
import { chooseKernels } from '@openretouch/kernels';
import { bakeNetworkOf } from '../models/bake-network.js';
import { openDecider } from '../models/open-decider.js';
import { decodePhoto } from '../files/decode-photo.js';
import { displayPath } from '../files/photo.js';
import { writeOutput } from '../files/write-output.js';
import { chooseWriter, LOOK_WRITERS } from '../looks/write-look.js';
import { buildRecipe, type RecipeOptions } from '../options/build-recipe.js';
import type { CommandContext } from './context.js';
import { describePlanNotes } from './plan-notes.js';

export interface BakeOptions extends RecipeOptions {
  readonly photo: string;
  readonly output: string;
  /** Name of a writer; by default from the extension of the output. */
  readonly format?: string;
  readonly size?: number;
  readonly bitDepth?: 8 | 16;
  readonly isForced: boolean;
}

/** Resolves a recipe for one photo and writes the result as a LUT or curves, with the measured error. */
export async function bakePhoto(options: BakeOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  const { output, format, size, bitDepth } = options;
  const { recipe, notes: recipeNotes } = await buildRecipe(options, context);
  const writer = chooseBakedWriter(output, format);
  if (!options.isForced && existsSync(output)) throw new HostError('exists', `${displayPath(output)}: exists already (expected a free name, or --force)`, { fields: { output } });
  requireUnmasked(recipe);
  const { raster, notes: photoNotes } = await decodePhoto(options.photo, { signal });
  const analysis = analyse(raster, { signal });
  const { kernels } = await chooseKernels();
  const decider = await openDecider(recipe, bakeNetworkOf(kernels), context.modelsFolder);
  const plan = await planPhoto(recipe, analysis, { photo: raster, signal, ...(decider === undefined ? {} : { decide: decider.decide }) });
  await decider?.dispose();
  const written = await writer.write({ recipe, notes: [] }, { ...(size === undefined ? {} : { size }), ...(bitDepth === undefined ? {} : { bitDepth }), photo: { plan, sample: analysis.copy }, signal });
  signal.throwIfAborted();
  await writeOutput(output, written.bytes, { overwrite: options.isForced });
  const [headline = writer.title, ...details] = written.notes;
  const notes = [...recipeNotes, ...photoNotes, ...describePlanNotes(plan.notes)];
  reporter.line(`${output}: ${headline}`);
  for (const note of [...details, ...notes]) reporter.line(`  ${note}`);
  const { sentence, phrases, effect } = describeEffect(plan.steps, plan.space, plan.strength);
  reporter.line(`  on this photo: ${sentence}`);
  const facts = { size: written.size, space: written.space, error: written.error, fitError: written.fitError, effect: { sentence, phrases, measured: effect } };
  reporter.result({ output, format: writer.name, ...Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)), notes: [...(written.error === undefined && written.fitError === undefined ? written.notes : []), ...notes] });
}

/** Formats of operations are no result for one photo. */
function chooseBakedWriter(output: string, format: string | undefined): LookWriter {
  const writer = chooseWriter(output, format);
  if (writer.isBaked) return writer;
  const expected = LOOK_WRITERS.filter(({ isBaked }) => isBaked).map(({ name }) => name).join(', ');
  throw new InvalidArgumentError(`-o ${displayPath(output)}: a ${writer.title} holds operations (expected ${expected}; sliders come nearest, and --print-recipe of retouch writes the look itself)`, { flag: '-o', value: output });
}

/** A mask that is left out because it is optional would leave out its operation too, without a word in the file. */
function requireUnmasked({ operations }: Recipe): void {
  const index = operations.findIndex(({ mask, enabled }) => mask !== undefined && enabled !== false);
  if (index < 0) return;
  const { op, mask } = operations[index];
  throw new InvalidArgumentError(`operations[${index}] (${op}): has the mask "${mask?.slot}" (expected a recipe without masks: a LUT is the same everywhere in a picture)`, { pointer: `/operations/${index}/mask`, value: mask?.slot });
}
