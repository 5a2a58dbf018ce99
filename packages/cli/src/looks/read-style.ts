import { InvalidArgumentError, InvalidFileError, lookNameOf, nearestNames, type Recipe, type RecipeAsset, type StyleAsset, type StyleChoice, stylePartsOf } from '@openretouch/core';
import { manifest } from '@openretouch/models';
import { parseNumber } from '../options/parse-number.js';
import { freeAssetKey } from './asset-key.js';
import { loadLook, LOOK_READERS, type LookSources } from './read-look.js';

/** A built-in style, or one that a file carries, and how much of it. */
export interface StylePart {
  readonly style: { readonly id: string } | { readonly name: string; readonly asset: StyleAsset };
  /** Above 0; those of a style add up to 1, or to its share among several. */
  readonly share: number;
}

/** A style as a command line or a file names it. */
export interface NamedStyle {
  /** For people: the id, or the file. */
  readonly source: string;
  readonly parts: readonly StylePart[];
  /** From the photo (0) to the style (1), and beyond. */
  readonly strength: number;
  /** The model that retouches by it, where that is not the shipped one. */
  readonly model?: string;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/** The part of a recipe that a style becomes. */
export interface StyleOperation {
  readonly style: StyleChoice;
  readonly strength: number;
  readonly model?: string;
  /** Those it was given, and its own. */
  readonly assets: Readonly<Record<string, RecipeAsset>>;
  readonly notes: readonly string[];
}

const SHARE_DECIMALS = 6;

/**
 * Reads a style, or several with shares.
 *
 * @param text - `golden`, `mine.retouch.json`, or `golden:0.6,mine.retouch.json:0.4`; what has a dot or a slash in it is a file.
 * @param flag - it was given with, for messages.
 * @throws InvalidArgumentError for an unknown style or shares that are none; InvalidFileError for a file that is no style.
 */
export async function readStyles(text: string, flag: string, sources: LookSources): Promise<NamedStyle[]> {
  const parts = splitShares(text, flag);
  const styles: NamedStyle[] = [];
  for (const { name, share } of parts) styles.push(scaleStyle(await readStyle(name, flag, sources), share));
  return styles;
}

/** @returns one style, without a share. */
export async function readStyle(name: string, flag: string, sources: LookSources): Promise<NamedStyle> {
  if (!/[/\\.]/.test(name)) {
    requireBuiltIn(name, flag);
    return { source: name, parts: [{ style: { id: name }, share: 1 }], strength: 1, notes: [] };
  }
  const { recipe, notes, source } = await loadLook(name, flag, sources);
  return styleOfRecipe(recipe, source, lookNameOf(name, LOOK_READERS), notes);
}

/**
 * Puts styles into one operation. Reading a style at a strength is linear, so that shares and strengths multiply: what comes out is the
 * weighted mean of what each gives.
 *
 * @param assets - those the recipe has already; keys of new ones are chosen beside them.
 * @throws InvalidArgumentError for styles of different models.
 */
export function styleOperation(styles: readonly NamedStyle[], assets: Readonly<Record<string, RecipeAsset>>): StyleOperation {
  const strength = styles.reduce((sum, style) => sum + sumOfShares(style) * style.strength, 0);
  const grown: Record<string, RecipeAsset> = { ...assets };
  const parts = styles.flatMap((style) =>
    style.parts.map((part) => {
      const share = strength === 0 ? part.share : (part.share * style.strength) / strength;
      return { ...sourceOf(part, grown), share: Number(share.toFixed(SHARE_DECIMALS)) };
    }),
  );
  const [{ share: _, ...only }, ...others] = parts;
  const choice: StyleChoice = others.length > 0 ? parts : 'style' in only ? only.style : only;
  const models = [...new Set(styles.map(({ model }) => model))];
  if (models.length > 1) {
    throw new InvalidArgumentError(`${styles.map(({ source }) => source).join(', ')}: styles of the models ${models.map((model) => model ?? 'that is shipped').join(', ')} (expected styles of one)`, { models });
  }
  const [model] = models;
  return { style: choice, strength: Number(strength.toFixed(SHARE_DECIMALS)), ...(model === undefined ? {} : { model }), assets: grown, notes: styles.flatMap(({ notes }) => notes) };
}

function sourceOf({ style }: StylePart, assets: Record<string, RecipeAsset>): { readonly style: string } | { readonly asset: string } {
  if ('id' in style) return { style: style.id };
  const known = Object.keys(assets).find((key) => assets[key] === style.asset);
  const key = known ?? freeAssetKey(assets, style.name, 'style');
  assets[key] = style.asset;
  return { asset: key };
}

/** Shares of several styles sum to 1; each keeps its own strength, which the share scales. */
function scaleStyle(style: NamedStyle, share: number): NamedStyle {
  return { ...style, parts: style.parts.map((part) => ({ ...part, share: part.share * share })) };
}

function sumOfShares({ parts }: NamedStyle): number {
  return parts.reduce((sum, { share }) => sum + share, 0);
}

function splitShares(text: string, flag: string): { readonly name: string; readonly share: number }[] {
  const pieces = text.split(',').map((piece) => /^(.+):([^:/\\]*)$/s.exec(piece));
  if (pieces.every((piece) => piece === null) && !text.includes(',')) return [{ name: text, share: 1 }];
  const parts = pieces.map((piece) => {
    if (piece === null) throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected a style, or shares as golden:0.6,mine.retouch.json:0.4)`, { flag, value: text });
    return { name: piece[1], share: parseShare(piece[2], flag) };
  });
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  if (total === 0) throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected a share above 0)`, { flag, value: text });
  return parts.filter(({ share }) => share > 0).map(({ name, share }) => ({ name, share: share / total }));
}

function parseShare(text: string, flag: string): number {
  const share = parseNumber(text, flag);
  if (share < 0 || share > 1) throw new InvalidArgumentError(`${flag}: ${text} (expected a share, 0 to 1)`, { flag, value: share });
  return share;
}

function requireBuiltIn(id: string, flag: string): void {
  const known = manifest.styles.styles.map((style) => style.id);
  if (known.includes(id)) return;
  const [nearest] = nearestNames(id, known);
  throw new InvalidArgumentError(`${flag}: no style ${JSON.stringify(id)} (expected ${known.join(', ')}, or a style file)${nearest === undefined ? '' : `; did you mean ${nearest}?`}`, { flag, value: id });
}

/**
 * Reads a preset of one personal style and nothing else.
 *
 * @param name - that its style gets in another recipe.
 * @throws InvalidFileError for any other preset.
 */
export function styleOfRecipe(recipe: Recipe, source: string, name: string, notes: readonly string[] = []): NamedStyle {
  const entries = recipe.operations.filter(({ enabled }) => enabled !== false);
  const refuse = (found: string): never => {
    throw new InvalidFileError(`${source}: ${found} (expected a style: a preset of one pienet operation, as "style learn" writes it; --preset takes any look)`, { path: source });
  };
  if (entries.length !== 1 || entries[0].op !== 'pienet') refuse('no style');
  const [{ style, strength = 1, model, adapt, mask }] = entries;
  if (adapt === 'frozen') refuse('a style frozen for one photo');
  if (mask !== undefined) refuse('a style behind a mask');
  const parts = stylePartsOf(style as StyleChoice).map(({ source: from, share }): StylePart => {
    if ('style' in from) {
      requireBuiltIn(from.style, source);
      return { style: { id: from.style }, share };
    }
    return { style: { name, asset: recipe.assets?.[from.asset] as StyleAsset }, share };
  });
  return { source, parts, strength: strength * (recipe.strength ?? 1), ...(typeof model === 'string' ? { model } : {}), notes: notes.map((note) => `${source}: ${note}`) };
}
