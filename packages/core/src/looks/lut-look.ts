import type { BakeError } from '../bake/measure-bake-error.js';
import { resampleLut3d } from '../bake/resample-lut.js';
import type { EncodedSpace } from '../raster/raster.js';
import { createLutAsset } from '../recipe/create-lut-asset.js';
import { type LutAsset, type Recipe, RECIPE_SCHEMA_ID } from '../recipe/recipe.js';
import { validateRecipe } from '../recipe/validate-recipe.js';

/** A file of 512 kB holds no more nodes an edge. */
const LARGEST_STORED_SIZE = 40;
/** Every other node of 65, and enough for 8-bit work. */
const RESAMPLED_SIZE = 33;
const MAXIMUM_NAME_LENGTH = 200;

/** A table of RGB triples, red fastest. */
export interface Table3d {
  readonly size: number;
  readonly values: Float32Array;
}

/** A table that a preset holds. */
export interface FittedTable extends Table3d {
  /** What was lost, for people. */
  readonly notes: readonly string[];
}

/** Resamples a table that is larger than what a preset file holds, and says what that costs. */
export function fitTable3d({ size, values }: Table3d): FittedTable {
  if (size <= LARGEST_STORED_SIZE) return { size, values, notes: [] };
  const { lut, error } = resampleLut3d({ kind: 'lut3d', size, values, space: 'srgb' }, RESAMPLED_SIZE);
  return { size: lut.size, values: lut.values, notes: [`${size} nodes an edge resampled to ${lut.size}, what a preset file holds: ${describeLoss(error)}`] };
}

/** @returns the recipe that is this LUT and nothing else. */
export function recipeOfLut(name: string, asset: LutAsset): Recipe {
  return validateRecipe({ schema: RECIPE_SCHEMA_ID, name: name.slice(0, MAXIMUM_NAME_LENGTH), operations: [{ op: 'lut', asset: 'lut' }], assets: { lut: asset } });
}

/** @returns a table as an asset, resampled where it is too large. */
export function assetOfTable(table: Table3d, space: EncodedSpace): { readonly asset: LutAsset; readonly notes: readonly string[] } {
  const { size, values, notes } = fitTable3d(table);
  return { asset: createLutAsset({ kind: 'lut3d', size, values, space }), notes };
}

function describeLoss({ levels, ciede2000 }: BakeError): string {
  return `8-bit levels mean ${levels.mean.toFixed(3)}, max ${levels.maximum.toFixed(2)}; CIEDE2000 mean ${ciede2000.mean.toFixed(3)}, max ${ciede2000.maximum.toFixed(2)}`;
}
