import type { Operation } from '../operations/operation.js';
import type { AssetParameter, Parameter } from '../operations/parameter.js';
import { findOperation } from '../operations/registry.js';
import type { StyleChoice } from '../operations/style-choice.js';
import type { RecipeOperation } from './recipe.js';

/** A place in an operation that names an asset. */
export interface AssetKey {
  /** Inside the operation. */
  readonly path: readonly (string | number)[];
  readonly key: string;
  readonly assetType: AssetParameter['assetType'] | 'style';
}

/** @returns every asset that an entry names, in the order of the parameters. */
export function assetKeysOf({ parameters }: Operation, entry: RecipeOperation): AssetKey[] {
  return Object.entries<Parameter>(parameters).flatMap(([name, parameter]): AssetKey[] => {
    const value = entry[name];
    if (value === undefined) return [];
    if (parameter.kind === 'asset') return [{ path: [name], key: value as string, assetType: parameter.assetType }];
    return parameter.kind === 'style' ? styleKeys(name, value as StyleChoice) : [];
  });
}

/**
 * Says which assets an operation of a recipe uses.
 *
 * @param entry - of a validated recipe.
 * @returns their keys in `assets`.
 */
export function usedAssets(entry: RecipeOperation): string[] {
  const operation = findOperation(entry.op);
  return operation === undefined ? [] : assetKeysOf(operation, entry).map(({ key }) => key);
}

function styleKeys(name: string, choice: StyleChoice): AssetKey[] {
  if (typeof choice === 'string') return [];
  if ('asset' in choice) return [{ path: [name, 'asset'], key: choice.asset, assetType: 'style' }];
  return choice.flatMap((part, index): AssetKey[] => ('asset' in part ? [{ path: [name, index, 'asset'], key: part.asset, assetType: 'style' }] : []));
}
