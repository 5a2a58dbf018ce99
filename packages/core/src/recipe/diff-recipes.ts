import { describeParameterValue, parameterWords } from '../operations/parameter-text.js';
import { defaultOf, type Parameter } from '../operations/parameter.js';
import { findOperation } from '../operations/registry.js';
import { replaceStyleAssets, type StyleChoice } from '../operations/style-choice.js';
import { usedAssets } from './asset-keys.js';
import { canonicalJson } from './canonical-json.js';
import { describeAsset, describeMask, describeOperation } from './describe-recipe.js';
import { pairOperations } from './pair-operations.js';
import type { Recipe, RecipeAsset, RecipeOperation } from './recipe.js';
import { COMMON_PARAMETERS, MASK_PARAMETERS, RECIPE_STRENGTH } from './schema.js';

/** One thing in which two recipes differ. */
export interface RecipeDifference {
  readonly kind: 'metadata' | 'strength' | 'added' | 'removed' | 'moved' | 'changed';
  /** The metadata's key, or the operation's name. */
  readonly field: string;
  /** For `changed`: the parameter, of a group with its field: `blue.hue`. */
  readonly parameter?: string;
  /** Places in the lists of operations, from 0. */
  readonly indexA?: number;
  readonly indexB?: number;
  /** Values with defaults filled in; absent where there is none. */
  readonly a?: unknown;
  readonly b?: unknown;
  /** In words, with units: `Saturation, gain: 1.1x -> 1.2x`. */
  readonly message: string;
}

const METADATA = ['name', 'id', 'author', 'licence', 'description', 'created', 'extensions'] as const;

/**
 * Tells in what two recipes differ, with defaults filled in: metadata, the strength of the whole, then operations that are
 * gone, new, moved, and changed parameter by parameter.
 *
 * @param a - validated.
 * @param b - validated.
 * @returns nothing when the two say the same. Keys of assets do not count, their contents do.
 */
export function diffRecipes(a: Recipe, b: Recipe): RecipeDifference[] {
  const { pairs, removed, added } = pairOperations(a, b);
  const unusedAssets = (recipe: Recipe): string[] => Object.keys(recipe.assets ?? {}).filter((key) => !recipe.operations.some((entry) => usedAssets(entry).includes(key))).sort();
  const strength = [a.strength ?? RECIPE_STRENGTH.default, b.strength ?? RECIPE_STRENGTH.default];
  return [
    ...METADATA.flatMap((field) => diffMetadata(field, a[field], b[field])),
    ...diffMetadata('unused assets', unusedAssets(a), unusedAssets(b)),
    ...(strength[0] === strength[1] ? [] : [{ kind: 'strength' as const, field: 'strength', a: strength[0], b: strength[1], message: `strength of the whole: ${strength[0]} -> ${strength[1]}` }]),
    ...removed.map((index) => ({ kind: 'removed' as const, field: a.operations[index].op, indexA: index, message: `removed, it was ${describePlace(a, index)}` })),
    ...added.map((index) => ({ kind: 'added' as const, field: b.operations[index].op, indexB: index, message: `added as ${describePlace(b, index)}` })),
    ...pairs.flatMap(({ a: indexA, b: indexB, isMoved }) => {
      const field = b.operations[indexB].op;
      const places = { field, indexA, indexB };
      const moved = isMoved ? [{ kind: 'moved' as const, ...places, message: `${titleOf(field)}: moved from place ${indexA + 1} to ${indexB + 1}` }] : [];
      const changes = diffOperation(a.operations[indexA], b.operations[indexB], a.assets, b.assets);
      return [...moved, ...changes.map((change) => ({ kind: 'changed' as const, ...places, ...change, message: `${titleOf(field)}, ${change.message}` }))];
    }),
  ];
}

type Change = Pick<RecipeDifference, 'parameter' | 'a' | 'b' | 'message'>;

function diffOperation(a: RecipeOperation, b: RecipeOperation, assetsA: Recipe['assets'], assetsB: Recipe['assets']): Change[] {
  const parameters: Readonly<Record<string, Parameter>> = { ...findOperation(a.op)?.parameters, ...COMMON_PARAMETERS };
  const own = Object.entries(parameters).flatMap(([name, parameter]) => {
    if (parameter.kind === 'asset') return diffAsset(name, assetsA?.[String(a[name])], assetsB?.[String(b[name])]);
    if (parameter.kind === 'style') return diffStyle(name, describeStyle(a[name], assetsA), describeStyle(b[name], assetsB));
    if (parameter.kind !== 'group') return diffValue(name, parameter, a[name], b[name]);
    const [fieldsA, fieldsB] = [a[name] ?? {}, b[name] ?? {}] as Readonly<Record<string, unknown>>[];
    return Object.entries(parameter.fields).flatMap(([field, number]) => diffValue(`${name}.${field}`, number, fieldsA[field], fieldsB[field]));
  });
  return [...own, ...diffMask(a.mask, b.mask)];
}

function diffValue(name: string, parameter: Parameter, given: unknown, other: unknown): Change[] {
  const [a, b] = [given ?? defaultOf(parameter), other ?? defaultOf(parameter)];
  if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return [];
  return [{ parameter: name, ...withValues(a, b), message: `${parameterWords(name).replace('.', ' ')}: ${describeParameterValue(parameter, a)} -> ${describeParameterValue(parameter, b)}` }];
}

function diffAsset(name: string, a: RecipeAsset | undefined, b: typeof a): Change[] {
  if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return [];
  const words = [a, b].map((asset) => (asset === undefined ? 'none' : describeAsset(asset)));
  return [{ parameter: name, message: words[0] === words[1] ? `${name}: another ${words[0]}` : `${name}: ${words[0]} -> ${words[1]}` }];
}

/** A style as it is told, and all that it says: keys of assets do not count. */
function describeStyle(choice: unknown, assets: Recipe['assets'] = {}): { readonly words: string; readonly content: string } {
  const assetOf = (key: string): RecipeAsset | undefined => (Object.hasOwn(assets, key) ? assets[key] : undefined);
  const told = replaceStyleAssets(choice as StyleChoice, (key) => describeOptional(assetOf(key)));
  return { words: describeParts(told), content: canonicalJson(replaceStyleAssets(choice as StyleChoice, (key) => assetOf(key) ?? null)) };
}

function describeOptional(asset: RecipeAsset | undefined): string {
  return asset === undefined ? 'none' : `a ${describeAsset(asset)}`;
}

function describeParts(told: unknown): string {
  if (typeof told === 'string') return told;
  if (!Array.isArray(told)) return (told as { readonly asset: string }).asset;
  return (told as readonly { readonly style?: string; readonly asset?: string; readonly share: number }[]).map(({ style, asset, share }) => `${style ?? asset ?? ''}:${share}`).join(', ');
}

function diffStyle(name: string, a: ReturnType<typeof describeStyle>, b: typeof a): Change[] {
  if (a.content === b.content) return [];
  return [{ parameter: name, message: a.words === b.words ? `${name}: another ${a.words.replace(/^a /, '')}` : `${name}: ${a.words} -> ${b.words}` }];
}

function diffMask(a: RecipeOperation['mask'], b: RecipeOperation['mask']): Change[] {
  const filled = (mask: RecipeOperation['mask']): unknown => (mask === undefined ? null : { ...Object.fromEntries(Object.entries(MASK_PARAMETERS).map(([name, parameter]) => [name, parameter.default])), ...mask });
  if (canonicalJson(filled(a)) === canonicalJson(filled(b))) return [];
  const words = [a, b].map((mask) => (mask === undefined ? 'no mask' : describeMask(mask)));
  return [{ parameter: 'mask', ...withValues(a, b), message: `${words[0]} -> ${words[1]}` }];
}

function diffMetadata(field: string, a: unknown, b: unknown): RecipeDifference[] {
  if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return [];
  const words = [a, b].map((value) => (value === undefined ? 'none' : canonicalJson(value)));
  return [{ kind: 'metadata', field, ...withValues(a, b), message: field === 'extensions' ? 'extensions differ' : `${field}: ${words[0]} -> ${words[1]}` }];
}

function withValues(a: unknown, b: unknown): { a?: unknown; b?: unknown } {
  return { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) };
}

function describePlace(recipe: Recipe, index: number): string {
  return `number ${index + 1}: ${describeOperation(recipe.operations[index], recipe.assets)}`;
}

function titleOf(op: string): string {
  return findOperation(op)?.title ?? op;
}
