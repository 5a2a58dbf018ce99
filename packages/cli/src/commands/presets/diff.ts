import { chooseKernels } from '@openretouch/kernels';
import { type Ciede2000Summary, compareRasters, diffRecipes, hashRecipe, type Recipe, retouch } from '@openretouch/core';
import { decodePhoto } from '../../files/decode-photo.js';
import { displayPath } from '../../files/photo.js';
import { loadLook } from '../../looks/read-look.js';
import { type CommandContext, pause } from '../context.js';

export interface DiffPresetsOptions {
  readonly a: string;
  readonly b: string;
  /** A photo both looks are tried on. */
  readonly photo?: string;
  /** Whether a difference is a failure, for scripts. */
  readonly failsOnDifference: boolean;
}

/**
 * Prints in what two looks differ, and by how much on a photo.
 *
 * @returns 1 when they differ and that was to be a failure, else 0.
 */
export async function diffPresets({ a, b, photo, failsOnDifference }: DiffPresetsOptions, context: CommandContext): Promise<number> {
  const { reporter } = context;
  const [left, right] = [await loadLook(a, 'a', context), await loadLook(b, 'b', context)];
  const differences = diffRecipes(left.recipe, right.recipe);
  const hasEqualPixels = hashRecipe(left.recipe) === hashRecipe(right.recipe);
  const notes = [left, right].flatMap((look) => look.notes.map((note) => `${look.source}: ${note}`));
  const measured = photo === undefined ? undefined : await measureOnPhoto(photo, left.recipe, right.recipe, context);
  if (differences.length === 0) reporter.line('no difference');
  for (const { message } of differences) reporter.line(message);
  if (hasEqualPixels && differences.length > 0) reporter.line('photos come out the same');
  if (measured !== undefined) {
    const { mean, p99, maximum } = measured.ciede2000;
    reporter.line(`on ${photo ?? ''}: CIEDE2000 mean ${mean.toFixed(3)}, p99 ${p99.toFixed(2)}, max ${maximum.toFixed(2)}`);
  }
  const allNotes = [...notes, ...(measured?.notes ?? [])];
  for (const note of allNotes) reporter.line(note);
  reporter.result({ isEqual: differences.length === 0, hasEqualPixels, differences, ...(measured === undefined ? {} : { photo: { path: photo, ciede2000: measured.ciede2000 } }), notes: allNotes });
  return failsOnDifference && differences.length > 0 ? 1 : 0;
}

async function measureOnPhoto(path: string, a: Recipe, b: Recipe, { signal }: CommandContext): Promise<{ readonly ciede2000: Ciede2000Summary; readonly notes: readonly string[] }> {
  const { raster, notes } = await decodePhoto(path, { signal });
  const { kernels } = await chooseKernels();
  const options = { signal, pause, ...(kernels === undefined ? {} : { kernels }) };
  const first = await retouch(raster, a, options);
  const second = await retouch(raster, b, options);
  return { ciede2000: compareRasters(first.raster, second.raster).ciede2000, notes: notes.map((note) => `${displayPath(path)}: ${note}`) };
}
