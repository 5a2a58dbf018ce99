import { describeValue, InvalidRecipeError } from '../errors.js';
import type { DecisionParameters } from '../operations/decision.js';
import type { StyleSource } from '../operations/style-choice.js';
import type { Recipe } from '../recipe/recipe.js';

/**
 * Puts the vector of a recipe's own style in the place of its key; a built-in style is left to what decides, which knows them.
 *
 * @throws {@link InvalidRecipeError} when the key is not that of a style in the recipe's assets.
 */
export function resolveStyle(source: StyleSource, { assets = {} }: Recipe, operation: number): NonNullable<DecisionParameters['style']> {
  if ('style' in source) return { style: source.style };
  const asset = Object.hasOwn(assets, source.asset) ? assets[source.asset] : undefined;
  if (asset?.type === 'style') return { embedding: asset.embedding, vector: asset.vector };
  const expected = 'the key of a style in assets';
  throw new InvalidRecipeError([
    { pointer: `/operations/${operation}/style`, value: source.asset, expected, message: `operations[${operation}].style: ${describeValue(source.asset)} (expected ${expected})` },
  ]);
}
