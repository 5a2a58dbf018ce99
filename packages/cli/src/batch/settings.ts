import { canonicalRecipe, type Recipe } from '@openretouch/core';
import type { PhotoFormat } from '../files/photo.js';
import type { MaskFiles } from '../options/masks.js';
import { hashModels, type ModelHashes } from '../models/open-decider.js';
import { hashBytes, hashFile } from './hash-file.js';

/** Everything that decides the bytes of a result besides the photo itself. */
export interface BatchSettings {
  /** The program's version. */
  readonly program: string;
  readonly recipeName: string;
  /** SHA-256 of the recipe in its canonical form; names count, because results carry their recipe. */
  readonly recipe: string;
  readonly storesRecipe: boolean;
  readonly format: PhotoFormat | null;
  readonly quality: number | null;
  readonly bitDepth: 8 | 16 | null;
  /** SHA-256 of each mask file by slot. */
  readonly masks: Readonly<Record<string, string>>;
  /** Implementations agree within one level, not to the byte. */
  readonly kernels: string;
  /** SHA-256 of each model the recipe asks, by id; absent where it asks none. */
  readonly models?: ModelHashes;
  /** Share of the way that photos of one scene go; absent where the run is no series. */
  readonly series?: number;
}

export interface SettingsSource {
  readonly version: string;
  readonly recipe: Recipe;
  readonly masks: MaskFiles;
  readonly kernels: string;
  readonly storesRecipe: boolean;
  /** Of the user's models. */
  readonly modelsFolder?: string;
  readonly format?: PhotoFormat;
  readonly quality?: number;
  readonly bitDepth?: 8 | 16;
  readonly series?: number;
}

export async function describeSettings({ version, recipe, masks, kernels, storesRecipe, modelsFolder, format, quality, bitDepth, series }: SettingsSource): Promise<BatchSettings> {
  const models = await hashModels(recipe, modelsFolder);
  const hashes: Record<string, string> = {};
  for (const slot of Object.keys(masks).sort()) hashes[slot] = await hashFile(masks[slot]);
  return { program: version, recipeName: recipe.name, recipe: hashBytes(canonicalRecipe(recipe)), storesRecipe, format: format ?? null, quality: quality ?? null, bitDepth: bitDepth ?? null, masks: hashes, kernels, ...(Object.keys(models).length === 0 ? {} : { models }), ...(series === undefined ? {} : { series }) };
}

/** @returns 16 hexadecimal digits, equal for settings that give equal results. */
export function settingsId({ program, recipe, storesRecipe, format, quality, bitDepth, masks, kernels, models, series }: BatchSettings): string {
  const slots = Object.keys(masks).sort().map((slot) => [slot, masks[slot]]);
  return hashBytes(JSON.stringify([program, recipe, storesRecipe, format, quality, bitDepth, slots, kernels, ...(models === undefined ? [] : [Object.entries(models)]), ...(series === undefined ? [] : [{ series }])])).slice(0, 16);
}

/** @returns what differs, in the words of the command line: `quality 80 (now 92)`. */
export function differencesOf(then: BatchSettings, now: BatchSettings): string[] {
  const differences: string[] = [];
  const compare = (what: string, before: string, after: string): void => {
    if (before !== after) differences.push(`${what} ${before} (now ${after})`);
  };
  if (then.recipe !== now.recipe) {
    const isNamedAlike = then.recipeName === now.recipeName;
    const name = (settings: BatchSettings): string => `${JSON.stringify(settings.recipeName)}${isNamedAlike ? `, ${settings.recipe.slice(0, 8)}` : ''}`;
    differences.push(`recipe ${name(then)} (now ${name(now)})`);
  }
  compare('recipe in the files:', then.storesRecipe ? 'stored' : 'not stored', now.storesRecipe ? 'stored' : 'not stored');
  compare('--format', then.format ?? "the photo's own", now.format ?? "the photo's own");
  compare('--quality', String(then.quality ?? "the format's own"), String(now.quality ?? "the format's own"));
  compare('--bit-depth', String(then.bitDepth ?? "the photo's own"), String(now.bitDepth ?? "the photo's own"));
  const slots = [...new Set([...Object.keys(then.masks), ...Object.keys(now.masks)])].sort();
  for (const slot of slots) compare(`mask ${JSON.stringify(slot)}`, then.masks[slot]?.slice(0, 8) ?? 'none', now.masks[slot]?.slice(0, 8) ?? 'none');
  const ids = [...new Set([...Object.keys(then.models ?? {}), ...Object.keys(now.models ?? {})])].sort();
  for (const id of ids) compare(`model ${id}`, then.models?.[id]?.slice(0, 8) ?? 'none', now.models?.[id]?.slice(0, 8) ?? 'none');
  compare('--series', String(then.series ?? 'none'), String(now.series ?? 'none'));
  compare('program', then.program, now.program);
  compare('kernels', then.kernels, now.kernels);
  return differences;
}
