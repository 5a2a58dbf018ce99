import { measureBakeError } from '../bake/measure-bake-error.js';
import { InvalidArgumentError } from '../errors.js';
import { writeHald } from '../formats/hald.js';
import { describeLayout } from '../formats/lut-layout.js';
import { describeLut } from '../formats/lut-notes.js';
import { parseLutPicture } from '../formats/parse-lut-picture.js';
import { readPngTexts } from '../formats/png-text.js';
import { isPng } from '../formats/png-chunks.js';
import { writeTileLut } from '../formats/tile-lut.js';
import type { LutPictureDepth } from '../formats/write-lut-layout.js';
import type { Raster } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { type BakedLook, bakeLook, describeLook } from './bake-look.js';
import { describeBakeError } from './describe-bake-error.js';
import { baseNameOf, lookNameOf } from './look-extension.js';
import type { Look, LookFormat, WriteLookOptions, WrittenLook } from './look.js';
import { assetOfTable, recipeOfLut } from './lut-look.js';

/** How pictures of LUTs are named; which of the two kinds one is, its size and colours say. */
export const LUT_PICTURE_FORMAT = { name: 'lut-picture', title: 'Hald or tile picture of a LUT', extensions: ['hald.png', 'tiles.png', 'png', 'hald.tif', 'tif', 'tiff'] } as const satisfies LookFormat;

/** 512 x 512 pixels, which every program takes. */
const DEFAULT_SIZE = 64;
/** The largest square a bake has nodes for. */
const LARGEST_SIZE = 121;

/** What reading a picture of a LUT found out beside its pixels. */
export interface LutPictureSource {
  /** The file itself, for what a PNG says in comments. */
  readonly bytes: Uint8Array;
  /** What decoding it found out, from whether the picture itself states its space. */
  readonly describe?: (isSpaceStated: boolean) => readonly string[];
}

/**
 * Reads a look from the pixels of a Hald or tile picture.
 *
 * @param raster - the numbers as they stand in the file, without a profile applied: a table has no colours that one could correct.
 * @throws InvalidFileError for a picture that is no LUT.
 */
export function readLutPicture(raster: Raster, path: string, { bytes, describe = () => [] }: LutPictureSource): Look {
  const lut = parseLutPicture(raster, { fileName: baseNameOf(path), comments: isPng(bytes) ? readComments(bytes) : [] });
  const { asset, notes } = assetOfTable(lut, lut.space);
  return {
    recipe: recipeOfLut(lookNameOf(path, [LUT_PICTURE_FORMAT]), asset),
    notes: [`read as ${describeLayout(lut.layout)}, ${lut.space}`, ...describe(lut.isSpaceStated), ...lut.warnings.map(({ message }) => message), ...notes],
  };
}

/** A kind of LUT pictures, to be drawn. */
export interface LutPictureFormat extends LookFormat {
  readonly name: 'hald' | 'tiles';
  readonly defaultBitDepth: LutPictureDepth;
}

/** RawTherapee, darktable and G'MIC read Hald pictures of 16 bit; shaders read tiles as 8-bit textures. */
export const HALD_FORMAT: LutPictureFormat = { name: 'hald', title: 'Hald picture of a LUT', extensions: ['hald.png', 'png'], defaultBitDepth: 16 };
export const TILES_FORMAT: LutPictureFormat = { name: 'tiles', title: 'tile picture of a LUT', extensions: ['tiles.png', 'png'], defaultBitDepth: 8 };

/** A picture of a LUT before it is encoded as PNG, without a profile: programs that heed one would change the numbers of the table. */
export interface DrawnLut extends Omit<WrittenLook, 'bytes'> {
  readonly raster: Raster;
  /** For `writePngText`, in this order. */
  readonly texts: readonly (readonly [keyword: string, text: string])[];
}

/**
 * Draws a look as a picture of a LUT, and measures the error of the nodes as they are in the picture: clipped and rounded.
 *
 * @throws InvalidArgumentError for a size that is no square, and as for every baked look.
 */
export async function drawLutPicture({ name, title, defaultBitDepth }: LutPictureFormat, recipe: Recipe, options: WriteLookOptions): Promise<DrawnLut> {
  if (options.size !== undefined) requireSquare(options.size, title);
  const baked = await bakeLook(recipe, options, (ownSize) => (ownSize !== undefined && isSquare(ownSize) ? ownSize : DEFAULT_SIZE));
  const bitDepth = options.bitDepth ?? defaultBitDepth;
  const raster = (name === 'hald' ? writeHald : writeTileLut)(baked.lut, bitDepth);
  const error = measureStored(baked, raster, name);
  const { size, space } = baked.lut;
  const clipped = countClipped(baked.lut);
  const { strength } = baked.plan;
  return {
    raster,
    texts: [
      ['Comment', describeLut(space, { error, ...(strength === 1 ? {} : { strength }), comments: describeLook(recipe) }).join('\n')],
      ['Software', 'OpenRetouch'],
      ['Title', recipe.name],
    ],
    notes: [
      `${size} nodes an edge in ${raster.width} x ${raster.height} pixels of ${bitDepth} bit, ${space}`,
      ...(clipped === 0 ? [] : [`${clipped} of ${size ** 3} nodes go beyond black or white and were clipped; .cube keeps them`]),
      ...describeBakeError(error),
    ],
    error,
    size,
    space,
  };
}

function readComments(bytes: Uint8Array): string[] {
  return readPngTexts(bytes).flatMap((entry) => (entry.keyword === 'Comment' && 'text' in entry ? entry.text.split('\n') : []));
}

function isSquare(size: number): boolean {
  return Number.isInteger(Math.sqrt(size)) && size >= 4 && size <= LARGEST_SIZE;
}

function requireSquare(size: number, title: string): void {
  if (isSquare(size)) return;
  const expected = 'a square: 4, 9, 16, 25, 36, 49, 64, 81, 100 or 121';
  throw new InvalidArgumentError(`--size: ${size} nodes an edge in a ${title} (expected ${expected})`, { flag: '--size', value: size, expected });
}

function measureStored({ plan, sample, lut }: BakedLook, raster: Raster, name: LutPictureFormat['name']): BakedLook['error'] {
  const { size, values } = parseLutPicture(raster, { layout: name });
  return measureBakeError(plan, { kind: 'lut3d', size, values, space: lut.space }, sample);
}

function countClipped({ size, values }: Lut3dTransform): number {
  let count = 0;
  // Nodes that go over by less than a 16-bit step lose nothing.
  const isBeyond = (value: number): boolean => value < -1 / 131_070 || value > 1 + 1 / 131_070;
  for (let i = 0; i < size ** 3 * 3; i += 3) if (isBeyond(values[i]) || isBeyond(values[i + 1]) || isBeyond(values[i + 2])) count += 1;
  return count;
}
