import type { Operation } from '../operations/operation.js';
import { defaultOf, type Parameter } from '../operations/parameter.js';
import { describeParameterValue, parameterWords } from '../operations/parameter-text.js';
import { findOperation } from '../operations/registry.js';
import { replaceStyleAssets, type StyleChoice } from '../operations/style-choice.js';
import { canonicalJson } from './canonical-json.js';
import type { MaskReference, Recipe, RecipeAsset, RecipeOperation, StyleAsset } from './recipe.js';
import { COMMON_PARAMETERS, MASK_PARAMETERS, RECIPE_STRENGTH } from './schema.js';

type Assets = NonNullable<Recipe['assets']>;

/**
 * Tells a recipe in plain words, from what the operations declare about themselves.
 *
 * @param recipe - validated.
 * @returns a sentence an operation, in order, and one for the strength of the whole where it is not 1: `Exposure at +0.5 EV`,
 * `Levels (black auto, white auto), through the mask "sky"`. Values that equal their defaults are left out.
 */
export function describeRecipe(recipe: Recipe): string[] {
  const sentences = recipe.operations.map((entry) => describeOperation(entry, recipe.assets));
  const { strength = RECIPE_STRENGTH.default } = recipe;
  return strength === RECIPE_STRENGTH.default ? sentences : [...sentences, `The whole at strength ${describeParameterValue(RECIPE_STRENGTH, strength)}`];
}

/** @returns one operation as {@link describeRecipe} tells it. */
export function describeOperation(entry: RecipeOperation, assets: Assets = {}): string {
  const operation = findOperation(entry.op);
  if (operation === undefined) return entry.op;
  const { strength = COMMON_PARAMETERS.strength.default, enabled = true, mask } = entry;
  const blending = [
    ...(strength === COMMON_PARAMETERS.strength.default || Object.hasOwn(operation.parameters, 'strength') ? [] : [`at strength ${describeParameterValue(COMMON_PARAMETERS.strength, strength)}`]),
    ...(mask === undefined ? [] : [`through ${describeMask(mask)}`]),
    ...(enabled ? [] : ['switched off']),
  ];
  return [describeParameters(operation, entry, assets), ...blending].join(', ');
}

/** @returns `the mask "sky" (invert, feather 0.02)`. */
export function describeMask(mask: MaskReference): string {
  const details = describeDetails(MASK_PARAMETERS, { ...mask });
  return `the mask "${mask.slot}"${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
}

/** @returns an asset in words: `3D LUT of 33 nodes an edge, srgb`, `style learned from 20 liked photos`. */
export function describeAsset(asset: RecipeAsset): string {
  if (asset.type === 'style') return describeStyleAsset(asset);
  const { type, size, space, shaper } = asset;
  const table = type === 'lut3d' ? `3D LUT of ${size} nodes an edge` : `1D LUT of ${size} entries`;
  return `${table}${shaper === undefined ? '' : ` behind a shaper of ${shaper.size}`}, ${space}`;
}

function describeStyleAsset({ likedCount, dislikedCount = 0 }: StyleAsset): string {
  const photos = (count: number, word: string): string => `${count} ${word} ${count === 1 ? 'photo' : 'photos'}`;
  if (likedCount === 0) return 'style';
  return `style learned from ${photos(likedCount, 'liked')}${dislikedCount === 0 ? '' : ` and ${photos(dislikedCount, 'disliked')}`}`;
}

/** An operation with one amount reads `Exposure at +0.5 EV`; of one with several, each is named. */
function describeParameters(operation: Operation, entry: RecipeOperation, assets: Assets): string {
  const { title, parameters, mainParameter = '' } = operation;
  const amounts = Object.keys(parameters).filter((name) => parameters[name].kind === 'number' || parameters[name].kind === 'group');
  const isSingle = amounts.length === 1 && amounts[0] === mainParameter && typeof (entry[mainParameter] ?? defaultOf(parameters[mainParameter])) === 'number';
  const isAmountShown = isSingle && (entry[mainParameter] !== undefined || Object.keys(parameters).length === 1);
  const others = Object.fromEntries(Object.entries(parameters).filter(([name]) => !(isAmountShown && name === mainParameter)));
  const amount = isAmountShown ? ` at ${describeParameterValue(parameters[mainParameter], entry[mainParameter] ?? defaultOf(parameters[mainParameter]))}` : '';
  const details = describeDetails(others, entry, assets);
  const separator = details.some((text) => text.includes(', ')) ? '; ' : ', ';
  if (details.length > 0) return `${title}${amount} (${details.join(separator)})`;
  return isAmountShown ? `${title}${amount}` : `${title}, all at default`;
}

/** @returns `name value` of every parameter that is given and not at its default; of a flag that is set the name alone. */
function describeDetails(parameters: Readonly<Record<string, Parameter>>, values: Readonly<Record<string, unknown>>, assets: Assets = {}): string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    const value = values[name];
    if (value === undefined || canonicalJson(value) === canonicalJson(defaultOf(parameter) ?? null)) return [];
    if (parameter.kind === 'flag') return [value === true ? parameterWords(name) : `${parameterWords(name)} off`];
    if (parameter.kind === 'group') {
      const fields = describeDetails(parameter.fields, value as Record<string, unknown>);
      return fields.length === 0 ? [] : [`${parameterWords(name)}: ${fields.join(', ')}`];
    }
    const text = `${parameterWords(name)} ${describeParameterValue(parameter, value)}`;
    const keys: string[] = [];
    if (parameter.kind === 'asset') keys.push(String(value));
    if (parameter.kind === 'style') replaceStyleAssets(value as StyleChoice, (key) => keys.push(key));
    return [[text, ...keys.filter((key) => Object.hasOwn(assets, key)).map((key) => `a ${describeAsset(assets[key])}`)].join(', ')];
  });
}
