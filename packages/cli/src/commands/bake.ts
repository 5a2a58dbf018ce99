import { analyse, type BakeError, bakePlan, planPhoto, writeCube } from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import { displayPath } from '../files/photo.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { buildRecipe, type RecipeOptions } from '../options/build-recipe.js';
import type { CommandContext } from './context.js';

export interface BakeOptions extends RecipeOptions {
  readonly photo: string;
  readonly output: string;
  readonly size: number;
  readonly isForced: boolean;
}

/** Resolves a recipe for one photo and writes it as a .cube file with its measured error. */
export async function bakeToCube(options: BakeOptions, { reporter, signal }: CommandContext): Promise<void> {
  const recipe = await buildRecipe(options);
  const { raster } = await decodePhoto(options.photo, { signal });
  const analysis = analyse(raster, { signal });
  const plan = await planPhoto(recipe, analysis, { signal });
  const { lut, error } = bakePlan(plan, { size: options.size, sample: analysis.copy });
  const text = writeCube(lut, { title: recipe.name, error });
  await writeFileAtomically(options.output, new TextEncoder().encode(text), { overwrite: options.isForced });
  reporter.line(`${displayPath(options.output)}: ${options.size} nodes an edge, ${lut.space}`);
  reporter.line(`  error over the cube: ${describeError(error)}`);
  if (error.photo !== undefined) reporter.line(`  error on the photo: ${describeError(error.photo)}`);
  reporter.result({ output: options.output, size: options.size, space: lut.space, error });
}

function describeError({ levels, ciede2000 }: Pick<BakeError, 'levels' | 'ciede2000'>): string {
  const three = ({ mean, p99, maximum }: BakeError['levels']): string => `mean ${mean.toFixed(3)}, p99 ${p99.toFixed(2)}, max ${maximum.toFixed(2)}`;
  return `8-bit levels ${three(levels)}; CIEDE2000 ${three(ciede2000)}`;
}
