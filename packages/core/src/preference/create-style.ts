import type { StyleVector } from '../operations/style-vector.js';
import { RECIPE_SCHEMA_ID, type Recipe, type StyleAsset } from '../recipe/recipe.js';
import { validateRecipe } from '../recipe/validate-recipe.js';

/** Name of the vector in the file. */
const ASSET_KEY = 'taste';
/** Decimals of a vector in a file: rounding turns it by less than a thousandth of a degree, and 512 numbers stay below 6 kB. */
const VECTOR_DECIMALS = 5;
const CONSISTENCY_DECIMALS = 3;

/** A taste, and what its file says about it. */
export interface StyleOptions {
  readonly name: string;
  readonly preference: StyleVector;
  /** Photos it was learned from. */
  readonly likedCount: number;
  readonly dislikedCount?: number;
  /** From `measureReadiness`. */
  readonly consistency?: number;
  /** From the photo (0) to the style (1), and beyond. Default 1. */
  readonly strength?: number;
  /** The model that is to retouch by it, in place of the shipped one: that of its embedding space. */
  readonly model?: string;
  /** What else a preset says about itself. */
  readonly about?: Pick<Recipe, 'id' | 'author' | 'licence' | 'description' | 'created'>;
}

/**
 * Makes a style to use and to share: a preset of one `pienet` operation that carries the vector, below 6 kB, and nothing of the photos.
 *
 * @throws InvalidRecipeError for a vector, a count or a strength out of range.
 */
export function createStyle({ name, preference, likedCount, dislikedCount = 0, consistency, strength = 1, model, about = {} }: StyleOptions): Recipe {
  const asset: StyleAsset = {
    type: 'style',
    embedding: preference.embedding,
    vector: preference.vector.map((value) => round(value, VECTOR_DECIMALS)),
    likedCount,
    ...(dislikedCount === 0 ? {} : { dislikedCount }),
    ...(consistency === undefined ? {} : { consistency: round(consistency, CONSISTENCY_DECIMALS) }),
  };
  return validateRecipe({
    schema: RECIPE_SCHEMA_ID,
    name,
    ...about,
    operations: [{ op: 'pienet', style: { asset: ASSET_KEY }, ...(model === undefined ? {} : { model }), ...(strength === 1 ? {} : { strength }) }],
    assets: { [ASSET_KEY]: asset },
  });
}

/** Adding 0 makes of -0 a 0, which JSON has. */
function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}
