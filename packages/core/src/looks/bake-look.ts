import type { SmallCopy } from '../analyse/analysis.js';
import { bakePlan, type BakeResult } from '../bake/bake-plan.js';
import { planWithoutPhoto } from '../plan/plan-without-photo.js';
import type { Plan } from '../plan/plan.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import type { WriteLookOptions } from './look.js';

/** A look as a plan: for one photo, or the same for all. */
export interface LookPlan {
  readonly plan: Plan;
  readonly sample?: SmallCopy;
  /** Nodes an edge of the one LUT the look is, so that its nodes can stay as they are. */
  readonly ownSize?: number;
}

/** A look in one LUT, the plan it stands for, and what that cost. */
export interface BakedLook extends BakeResult {
  readonly plan: Plan;
  readonly sample?: SmallCopy;
}

/**
 * Resolves a look for the photo it is given, else without one: then in the space of the LUTs it holds, else sRGB.
 *
 * @throws InvalidArgumentError when there is no photo and an operation looks at it or has a mask.
 */
export async function planLook(recipe: Recipe, { photo }: WriteLookOptions): Promise<LookPlan> {
  if (photo !== undefined) return photo;
  const used = Object.entries(recipe.assets ?? {}).flatMap(([key, asset]) => (asset.type !== 'style' && isUsed(recipe, key) ? [asset] : []));
  const spaces = new Set(used.map(({ space }) => space));
  const space: EncodedSpace = spaces.size === 1 ? used[0].space : 'srgb';
  const plan = await planWithoutPhoto(recipe, space);
  return recipe.operations.length === 1 && used.length === 1 && used[0].type === 'lut3d' ? { plan, ownSize: used[0].size } : { plan };
}

/**
 * Samples a look into one LUT.
 *
 * @param defaultSize - chooses the nodes an edge where the options name none; asked with those of the one LUT the look is.
 * @throws InvalidArgumentError as {@link planLook}, and when the size is out of range.
 */
export async function bakeLook(recipe: Recipe, options: WriteLookOptions, defaultSize: (ownSize: number | undefined) => number): Promise<BakedLook> {
  const { plan, sample, ownSize } = await planLook(recipe, options);
  const size = options.size ?? defaultSize(ownSize);
  return { plan, ...(sample === undefined ? {} : { sample }), ...bakePlan(plan, { size, ...(sample === undefined ? {} : { sample }) }) };
}

/** @returns what a LUT file says about its look in comments. */
export function describeLook({ author, licence, description }: Recipe): string[] {
  return Object.entries({ author, licence, description }).flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]));
}

function isUsed({ operations }: Recipe, key: string): boolean {
  return operations.some(({ op, asset }) => op === 'lut' && asset === key);
}
