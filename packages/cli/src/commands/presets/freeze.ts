import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { analyse, applyPlan, compareRasters, describeEffect, freezeRecipe, type FrozenRecipe, HostError, InvalidArgumentError, lookNameOf, MAXIMUM_RECIPE_BYTES, modelReferences, planPhoto, presetWriter, printJson, type RasterComparison, type Recipe, validateRecipe } from '@openretouch/core';
import { chooseKernels } from '@openretouch/kernels';
import { decodePhoto } from '../../files/decode-photo.js';
import { displayPath } from '../../files/photo.js';
import { writeOutput } from '../../files/write-output.js';
import { bakeNetworkOf } from '../../models/bake-network.js';
import { openDecider } from '../../models/open-decider.js';
import { buildRecipe, type RecipeOptions } from '../../options/build-recipe.js';
import type { CommandContext } from '../context.js';
import { listSentences } from './show.js';

export interface FreezePresetOptions extends RecipeOptions {
  /** The photo that decides. */
  readonly photo: string;
  readonly output: string;
  /** Nodes an edge of the embedded LUTs; by default as many as the photo itself would get, as far as a preset holds them. */
  readonly size?: number;
  readonly name?: string;
  readonly isForced: boolean;
}

const EXTENSION = '.retouch.json';
/** Of base64 text a node: three half floats. */
const BYTES_PER_NODE = 8;
/** The JSON around a LUT. */
const BYTES_AROUND = 256;

/** Decides a look on one photo and writes it as a preset that gives every photo the very same. */
export async function freezePreset(options: FreezePresetOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  const { output, photo, isForced } = options;
  const name = displayPath(output);
  if (!output.toLowerCase().endsWith(EXTENSION)) throw new InvalidArgumentError(`-o ${name}: not the name of a preset (expected one that ends in ${EXTENSION})`, { flag: '-o', value: output });
  if (!isForced && existsSync(output)) throw new HostError('exists', `${name}: exists already (expected a free name, or --force)`, { fields: { output } });
  const { recipe, notes: recipeNotes } = await buildRecipe(options, context);
  const masked = recipe.operations.findIndex(({ mask, enabled }) => mask !== undefined && enabled !== false);
  if (masked >= 0) throw new InvalidArgumentError(`operations[${masked}] (${recipe.operations[masked].op}): has a mask (expected a recipe without masks: one photo's mask is no other's)`, { pointer: `/operations/${masked}/mask` });
  const { raster, notes: photoNotes } = await decodePhoto(photo, { signal });
  const { kernels } = await chooseKernels();
  const applying = { signal, ...(kernels === undefined ? {} : { kernels }) };
  const decider = await openDecider(recipe, bakeNetworkOf(kernels), context.modelsFolder);
  try {
    const analysis = analyse(raster, applying);
    const deciding = { signal, ...(decider === undefined ? {} : { decide: decider.decide }) };
    const own = await planPhoto(recipe, analysis, deciding);
    const freeze = async (lutSize: number | undefined): Promise<FrozenRecipe> => freezeRecipe(recipe, lutSize === undefined ? own : await planPhoto(recipe, analysis, { ...deciding, lutSize }));
    let frozen = await freeze(options.size);
    if (options.size === undefined && byteCountOf(frozen.recipe) > MAXIMUM_RECIPE_BYTES - BYTES_AROUND) frozen = await freeze(largestSize(recipe, frozen.maps.length));
    requireFrozen(recipe, frozen, photo);
    const preset = validateRecipe({ ...frozen.recipe, name: options.name ?? lookNameOf(output, [presetWriter]), id: randomUUID(), created: new Date().toISOString().replace(/\.\d+/, '') });
    const { bytes } = await presetWriter.write({ recipe: preset, notes: [] }, { signal });
    const again = await planPhoto(preset, analysis, deciding);
    const error = compareRasters(await applyPlan(own, raster, applying), await applyPlan(again, raster, applying));
    signal.throwIfAborted();
    await writeOutput(output, bytes, { overwrite: isForced });
    const size = frozen.maps.length === 0 ? undefined : Object.values(preset.assets ?? {}).flatMap((asset) => (asset.type === 'lut3d' ? [asset.size] : [])).at(-1);
    reporter.line(`${output}: ${JSON.stringify(preset.name)}, as decided for ${displayPath(photo)}`);
    const notes = [...recipeNotes, ...photoNotes, ...describePerPhoto(preset, frozen)];
    const lines = [...listSentences(preset), `  on this photo: ${describeEffect(again.steps, again.space, again.strength).sentence}`, `  ${describeError(error, size)}`, ...notes.map((note) => `  ${note}`)];
    for (const line of lines) reporter.line(line);
    reporter.result({ output, recipe: preset, ...(size === undefined ? {} : { size }), error, perPhoto: frozen.perPhoto, notes });
  } finally {
    await decider?.dispose();
  }
}

/** A look that is the same already, or that this photo has decided nothing about, would be a preset that misleads. */
function requireFrozen(recipe: Recipe, { recipe: frozen, maps }: FrozenRecipe, photo: string): void {
  if (maps.length === 0 && modelReferences(recipe).length > 0) {
    throw new InvalidArgumentError(`${displayPath(photo)}: no colour map was decided for it (expected --mode csrnet or a look with it, and a photo of more than one colour)`, { argument: 'photo', value: photo });
  }
  if (JSON.stringify(frozen.operations) === JSON.stringify(recipe.operations)) throw new InvalidArgumentError('nothing to freeze: the look is the same for every photo (expected one that looks at the photo)', { argument: 'photo' });
}

/** @returns the most nodes an edge with which so many LUTs fit into a preset. */
function largestSize(recipe: Recipe, lutCount: number): number {
  const free = MAXIMUM_RECIPE_BYTES - byteCountOf(recipe) - BYTES_AROUND * (lutCount + 1);
  return Math.max(2, Math.floor(Math.cbrt(free / (BYTES_PER_NODE * lutCount))));
}

function byteCountOf(recipe: Recipe): number {
  return Buffer.byteLength(printJson(recipe));
}

function describePerPhoto({ operations }: Recipe, { perPhoto }: FrozenRecipe): string[] {
  return perPhoto.map((index) => `operations[${index}] (${operations[index].op}): still looks at each photo, it cannot be frozen`);
}

function describeError({ ciede2000 }: RasterComparison, size: number | undefined): string {
  const what = size === undefined ? 'as numbers' : `in a LUT of ${size} nodes an edge`;
  return `${what}; against what was decided, on this photo: CIEDE2000 mean ${ciede2000.mean.toFixed(3)}, 99 % below ${ciede2000.p99.toFixed(3)}, at most ${ciede2000.maximum.toFixed(3)}`;
}
