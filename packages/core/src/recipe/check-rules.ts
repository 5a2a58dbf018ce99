import { InvalidFileError, type RecipeIssue } from '../errors.js';
import type { Operation } from '../operations/operation.js';
import { findOperation } from '../operations/registry.js';
import { STYLE_LENGTH } from '../operations/style-vector.js';
import { type AssetKey, assetKeysOf } from './asset-keys.js';
import { decodeHalfFloats } from './half-float.js';
import { makeIssue, quoteNames } from './issue.js';
import { pathToPointer } from './json-pointer.js';
import { nearestNames } from './nearest-names.js';
import { fillDefaults } from './parameters.js';
import type { LutAsset, Recipe, RecipeOperation, StyleAsset } from './recipe.js';

/**
 * Checks what a schema cannot say: rising points, rules between parameters, keys of assets, the data of LUTs.
 *
 * @param isSound - whether the part at a JSON pointer passed the schema; other parts are left out.
 */
export function checkRecipeRules(recipe: Recipe, isSound: (pointer: string) => boolean): RecipeIssue[] {
  const issues: RecipeIssue[] = [];
  // A key counts as known although what it stands for is faulty: that fault is reported where it is.
  const hasAssets = typeof recipe.assets === 'object' && recipe.assets !== null;
  if (Array.isArray(recipe.operations)) {
    recipe.operations.forEach((entry: RecipeOperation, index) => {
      if (!isSound(`/operations/${index}`)) return;
      const operation = findOperation(entry.op);
      if (operation !== undefined) issues.push(...checkOperation(operation, entry, index, hasAssets ? recipe.assets : {}));
    });
  }
  for (const [key, asset] of Object.entries(hasAssets ? recipe.assets : {})) {
    if (isSound(pathToPointer(['assets', key]))) issues.push(...(asset.type === 'style' ? checkStyleAsset(key, asset) : checkLutAsset(key, asset)));
  }
  return issues;
}

function checkOperation(operation: Operation, entry: RecipeOperation, index: number, assets: NonNullable<Recipe['assets']>): RecipeIssue[] {
  const at = (...path: (string | number)[]): string => pathToPointer(['operations', index, ...path]);
  const issues: RecipeIssue[] = [];
  for (const [name, parameter] of Object.entries(operation.parameters)) {
    const value = entry[name];
    if (value === undefined) continue;
    if (parameter.kind === 'points') issues.push(...checkRising(value as readonly (readonly number[])[], (i) => at(name, i, 0)));
  }
  for (const reference of assetKeysOf(operation, entry)) {
    if (!isKeyOf(reference, assets)) issues.push(makeIssue(at(...reference.path), reference.key, describeKeys(reference, assets)));
  }
  const filled = fillDefaults(operation, entry);
  const broken = operation.check?.(filled);
  if (broken !== undefined) issues.push(makeIssue(at(broken.parameter), filled[broken.parameter], broken.expected));
  return issues;
}

function checkRising(points: readonly (readonly number[])[], pointerOf: (index: number) => string): RecipeIssue[] {
  return points.flatMap(([x], i) => {
    const before = i === 0 ? -Infinity : points[i - 1][0];
    return x > before ? [] : [makeIssue(pointerOf(i), x, `more than ${before}, the x of the point before`)];
  });
}

/** What is of no known type is a fault where it stands. */
function isKeyOf({ key, assetType }: AssetKey, assets: NonNullable<Recipe['assets']>): boolean {
  if (!Object.hasOwn(assets, key)) return false;
  const type: unknown = (assets[key] as Partial<LutAsset | StyleAsset> | null)?.type;
  return assetType === 'style' ? type !== 'lut3d' && type !== 'lut1d' : type !== 'style';
}

function describeKeys({ key, assetType }: AssetKey, assets: NonNullable<Recipe['assets']>): string {
  const thing = assetType === 'style' ? 'a style' : 'a LUT';
  const keys = Object.keys(assets).filter((name) => isKeyOf({ path: [], key: name, assetType }, assets));
  if (keys.length === 0) return `the key of ${thing} in assets, which has none`;
  const near = nearestNames(key, keys);
  return `the key of ${thing} in assets: ${quoteNames(near.length > 0 ? near : keys.slice(0, 8))}`;
}

function checkStyleAsset(key: string, { vector }: StyleAsset): RecipeIssue[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  const [shortest, longest] = STYLE_LENGTH;
  return length >= shortest && length <= longest ? [] : [makeIssue(pathToPointer(['assets', key, 'vector']), `${Number(length.toPrecision(4))} long`, `a vector ${shortest} to 1 long: what is shorter has no direction`)];
}

function checkLutAsset(key: string, asset: LutAsset): RecipeIssue[] {
  const issues: RecipeIssue[] = [];
  asset.domain?.minimum.forEach((minimum, c) => {
    const maximum = (asset.domain as NonNullable<LutAsset['domain']>).maximum[c];
    if (maximum <= minimum) issues.push(makeIssue(pathToPointer(['assets', key, 'domain', 'maximum', c]), maximum, `more than the minimum, ${minimum}`));
  });
  const nodeCount = asset.type === 'lut3d' ? asset.size ** 3 : asset.size;
  issues.push(...checkData(asset.data, nodeCount * 3, ['assets', key, 'data']));
  if (asset.shaper !== undefined) issues.push(...checkData(asset.shaper.data, asset.shaper.size * 3, ['assets', key, 'shaper', 'data']));
  return issues;
}

function checkData(data: string, count: number, path: readonly string[]): RecipeIssue[] {
  try {
    decodeHalfFloats(data, count);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error;
    const expected = `base64 of ${count} finite half floats, RGB triples`;
    const issue = makeIssue(pathToPointer(path), data, expected);
    return [{ ...issue, message: `${issue.message}; ${error.message}` }];
  }
}
