import { type BakeResult, fitAcv, monotoneCubic, type Raster, type Recipe, writeAcv, writeCube, writeHald, writeTileLut } from '@openretouch/core';
import { type CurveChannelId, readCurve } from '../session/curves.js';
import type { Edit } from '../session/edit.js';
import { recipeOfEdit } from '../session/recipe-of-edit.js';

export type LutFormat = 'cube' | 'hald' | 'tiles';

/** Something that can be saved. A picture is still to be encoded as PNG. */
export type ExportFile = { readonly extension: string; readonly type: string } & ({ readonly bytes: Uint8Array } | { readonly picture: Raster });

/** Nodes an edge that each format can hold; the second is chosen first. */
export const LUT_SIZES: Readonly<Record<LutFormat, readonly number[]>> = { cube: [17, 33, 65], hald: [16, 36, 64], tiles: [16, 25, 64] };

export function lutFile(format: LutFormat, { lut, error }: BakeResult, title: string): ExportFile {
  if (format === 'hald') return { extension: 'hald.png', type: 'image/png', picture: writeHald(lut) };
  if (format === 'tiles') return { extension: 'tiles.png', type: 'image/png', picture: writeTileLut(lut) };
  return { extension: 'cube', type: 'text/plain', bytes: encode(writeCube(lut, { title, error })) };
}

export function presetFile(edit: Edit, name: string): ExportFile {
  return { extension: 'retouch.json', type: 'application/json', bytes: encode(`${JSON.stringify(recipeOfEdit(edit, name), null, 2)}\n`) };
}

/** A style file is a preset whose recipe is one operation. */
export function styleFile(recipe: Recipe): ExportFile {
  return { extension: 'retouch.json', type: 'application/json', bytes: encode(`${JSON.stringify(recipe, null, 2)}\n`) };
}

/** @returns the curves alone, fitted to those of Photoshop, which bend in another way. */
export function curvesFile(edit: Edit): ExportFile {
  const [master, red, green, blue] = (['rgb', 'red', 'green', 'blue'] as const).map((channel) => curveFunction(edit, channel));
  const table = (of: (value: number) => number): Float32Array => Float32Array.from({ length: 256 }, (_, i) => of(master(i / 255)));
  return { extension: 'acv', type: 'application/octet-stream', bytes: writeAcv(fitAcv([table(red), table(green), table(blue)]).curves) };
}

function curveFunction(edit: Edit, channel: CurveChannelId): (value: number) => number {
  const points = readCurve(edit, channel);
  return monotoneCubic(points.map(([input]) => input), points.map(([, output]) => output));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
