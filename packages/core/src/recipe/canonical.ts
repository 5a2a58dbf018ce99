import { defaultOf, type Parameter } from '../operations/parameter.js';
import { findOperation } from '../operations/registry.js';
import { replaceStyleAssets, type StyleChoice } from '../operations/style-choice.js';
import { canonicalJson } from './canonical-json.js';
import type { Recipe, RecipeAsset, RecipeOperation } from './recipe.js';
import { COMMON_PARAMETERS, MASK_PARAMETERS, RECIPE_STRENGTH } from './schema.js';

type Defaults = Readonly<Record<string, unknown>>;

const MASK_DEFAULTS = /* @__PURE__ */ defaultsOf(MASK_PARAMETERS);
const DOMAIN_DEFAULT = { minimum: [0, 0, 0], maximum: [1, 1, 1] };

/**
 * Prints a recipe in its one canonical form: RFC 8785, and every value that equals its default left out. Recipes that say the
 * same have the same text, however their keys were ordered.
 *
 * @param recipe - validated.
 */
export function canonicalRecipe(recipe: Recipe): string {
  const { assets = {}, extensions = {}, operations, ...rest } = recipe;
  return canonicalJson({
    ...withoutDefaults(rest, { strength: RECIPE_STRENGTH.default }),
    operations: operations.map(normalOperation),
    ...(Object.keys(assets).length === 0 ? {} : { assets: Object.fromEntries(Object.entries(assets).map(([key, asset]) => [key, normalAsset(asset)])) }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
  });
}

/** @returns the canonical JSON of what a recipe does to pixels, as `hashRecipe` counts it. */
export function canonicalEffect(recipe: Recipe): string {
  const active = recipe.operations.filter((entry) => entry.enabled !== false && entry.strength !== 0);
  return canonicalJson({
    schema: recipe.schema,
    strength: recipe.strength ?? RECIPE_STRENGTH.default,
    operations: active.map((entry) => normalOperationWithAssets(entry, recipe.assets)),
  });
}

/**
 * @returns an operation in canonical JSON: defaults left out, and in the place of an asset's key the asset. Operations of two
 * recipes that say the same have the same text.
 */
export function canonicalOperation(entry: RecipeOperation, assets?: Recipe['assets']): string {
  return canonicalJson(normalOperationWithAssets(entry, assets));
}

function normalOperationWithAssets(entry: RecipeOperation, assets: Recipe['assets'] = {}): Defaults {
  return inlineAssets(normalOperation(entry), entry.op, assets);
}

function normalOperation(entry: RecipeOperation): Defaults {
  const own = findOperation(entry.op)?.parameters ?? {};
  const normal = withoutGroupDefaults(withoutDefaults(entry, defaultsOf({ ...COMMON_PARAMETERS, ...own })), own);
  return entry.mask === undefined ? normal : { ...normal, mask: withoutDefaults(entry.mask, MASK_DEFAULTS) };
}

/** Of a group only the fields that differ stay, and the group itself only when one does. */
function withoutGroupDefaults(entry: Defaults, parameters: Readonly<Record<string, Parameter>>): Defaults {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([name, value]) => {
      const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      if (parameter?.kind !== 'group') return [[name, value]];
      const differing = withoutDefaults(value as object, defaultOf(parameter) as Defaults);
      return Object.keys(differing).length === 0 ? [] : [[name, differing]];
    }),
  );
}

function normalAsset(asset: RecipeAsset): Defaults {
  return withoutDefaults(asset, { domain: DOMAIN_DEFAULT });
}

/** @returns the part of an asset that pixels depend on: how a taste was learned does not change what it does. */
function effectiveAsset(asset: RecipeAsset): Defaults {
  return asset.type === 'style' ? { type: asset.type, embedding: asset.embedding, vector: asset.vector } : normalAsset(asset);
}

/** Puts the asset in the place of its key, so that equal LUTs and styles count as equal whatever they are called. */
function inlineAssets(entry: Defaults, op: string, assets: NonNullable<Recipe['assets']>): Defaults {
  const inline = (key: string): unknown => (Object.hasOwn(assets, key) ? effectiveAsset(assets[key]) : key);
  const parameters = Object.entries(findOperation(op)?.parameters ?? {}).filter(([name]) => entry[name] !== undefined);
  const inlined = parameters.flatMap(([name, { kind }]): [string, unknown][] => {
    if (kind === 'asset') return [[name, inline(entry[name] as string)]];
    return kind === 'style' ? [[name, replaceStyleAssets(entry[name] as StyleChoice, inline)]] : [];
  });
  return { ...entry, ...Object.fromEntries(inlined) };
}

function defaultsOf(parameters: Readonly<Record<string, Parameter>>): Defaults {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, defaultOf(parameter)]));
}

function withoutDefaults(object: object, defaults: Defaults): Defaults {
  const differs = ([key, value]: [string, unknown]): boolean => !Object.hasOwn(defaults, key) || canonicalJson(value) !== canonicalJson(defaults[key]);
  return Object.fromEntries(Object.entries(object).filter(differs));
}
