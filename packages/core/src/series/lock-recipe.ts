import type { Recipe } from '../recipe/recipe.js';
import type { LockedPhoto } from './lock-series.js';

/** Where a recipe says which of its operations a series has put there. */
export const SERIES_EXTENSION = 'openretouch.series';

/**
 * Adds what a series does to a photo to that photo's recipe, as operations like any other: they can be changed, switched off, and taken out.
 *
 * @param share - of the lock; kept beside the operations' places.
 * @returns the recipe itself where the series leaves the photo as it is.
 */
export function lockRecipe(recipe: Recipe, { operations }: Pick<LockedPhoto, 'operations'>, share: number): Recipe {
  if (operations.length === 0) return recipe;
  const places = operations.map((_, index) => recipe.operations.length + index);
  return { ...recipe, operations: [...recipe.operations, ...operations], extensions: { ...recipe.extensions, [SERIES_EXTENSION]: { share, operations: places } } };
}
