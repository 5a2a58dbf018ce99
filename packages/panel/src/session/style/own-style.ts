import type { Raster, Recipe, StyleAsset } from '@openretouch/core';
import { isRecipe } from '../edit-of-recipe.js';
import type { StyleInUse } from '../edit.js';
import type { EmbeddedPhoto } from '@openretouch/core/worker';

/** A photo that a style is learned from: what the model saw of it, and a small square for its owner. The photo itself is not kept. */
export interface StylePhoto {
  readonly name: string;
  readonly embedded: EmbeddedPhoto;
  /** RGBA of {@link SQUARE_SIDE} pixels a side, as base64. */
  readonly square: string;
}

/** A style of a person's own: learned here from photos, or read from a file. */
export interface OwnStyle {
  /** Key in the storage. */
  readonly id: string;
  readonly name: string;
  readonly liked: readonly StylePhoto[];
  readonly disliked: readonly StylePhoto[];
  /** What was learned, or came with the file; `undefined` since the photos changed. */
  readonly recipe: Recipe | undefined;
}

export type PhotoKind = 'liked' | 'disliked';

/** Of squares that are shown at 34 px: sharp enough to know a photo again, and small enough to keep. */
export const SQUARE_SIDE = 48;

/** The middle of a photo as a small square. */
export function makeSquare({ data, width, height, channels, bitDepth, encoding }: Raster): string {
  const side = Math.min(width, height);
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  const scale = bitDepth === 8 ? 1 : bitDepth === 16 ? 255 / 65535 : 255;
  const bytes = new Uint8ClampedArray(SQUARE_SIDE * SQUARE_SIDE * 4).fill(255);
  const levelOf = (value: number): number => (encoding === 'linear-srgb' ? 255 * Math.max(value / 255, 0) ** (1 / 2.2) : value);
  for (let pixel = 0; pixel < SQUARE_SIDE * SQUARE_SIDE; pixel += 1) {
    const span = (at: number, start: number): readonly [number, number] => {
      const first = Math.floor(start + (at * side) / SQUARE_SIDE);
      return [first, Math.max(first + 1, Math.floor(start + ((at + 1) * side) / SQUARE_SIDE))];
    };
    const [x0, x1] = span(pixel % SQUARE_SIDE, left);
    const [y0, y1] = span(Math.floor(pixel / SQUARE_SIDE), top);
    for (let c = 0; c < 3; c += 1) {
      let sum = 0;
      for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) sum += data[(y * width + x) * channels + c];
      bytes[pixel * 4 + c] = levelOf((sum * scale) / ((x1 - x0) * (y1 - y0)));
    }
  }
  return btoa(String.fromCharCode(...bytes));
}

export function squareRaster({ square }: StylePhoto): Raster {
  const data = Uint8Array.from(atob(square), (letter) => letter.charCodeAt(0));
  return { data, width: SQUARE_SIDE, height: SQUARE_SIDE, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

/** @returns the numbers of a recipe that is a style; `undefined` for any other. */
export function styleAssetOf({ operations, assets = {} }: Recipe): StyleAsset | undefined {
  const [only] = operations;
  if (operations.length !== 1 || only.op !== 'pienet') return undefined;
  const { style } = only;
  const key = typeof style === 'object' && style !== null && 'asset' in style ? String(style.asset) : '';
  const asset = Object.hasOwn(assets, key) ? assets[key] : undefined;
  return asset?.type === 'style' ? asset : undefined;
}

/** @returns a recipe that is a style, for Auto. */
export function styleInUse(recipe: Recipe): StyleInUse | undefined {
  const asset = styleAssetOf(recipe);
  return asset && { name: recipe.name, asset };
}

/** @returns the style that a storage kept; `undefined` for anything else. */
export function readOwnStyle(id: string, value: unknown): OwnStyle | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, liked, disliked, recipe } = value as Partial<Record<keyof OwnStyle, unknown>>;
  if (typeof name !== 'string' || !isPhotoList(liked) || !isPhotoList(disliked)) return undefined;
  return { id, name, liked, disliked, recipe: isRecipe(recipe) && styleAssetOf(recipe) !== undefined ? recipe : undefined };
}

function isPhotoList(value: unknown): value is StylePhoto[] {
  return Array.isArray(value) && value.every((photo: Partial<StylePhoto> | null) => typeof photo?.name === 'string' && typeof photo.square === 'string' && photo.square.length === (SQUARE_SIDE ** 2 * 4 * 4) / 3 && typeof photo.embedded === 'object' && photo.embedded !== null);
}
