import { describeLut, InvalidArgumentError, type Lut3dTransform, type LutPictureDepth, measureBakeError, parseLutPicture, type Raster, type Recipe, writeHald, writePngText, writeTileLut } from '@openretouch/core';
import { sharp } from '../files/sharp.js';
import { type BakedLook, bakeLook, describeLook } from './bake-look.js';
import { describeBakeError } from './describe-bake-error.js';
import type { LookWriter } from './look.js';

/** 512 x 512 pixels, which every program takes. */
const DEFAULT_SIZE = 64;
/** The largest square a bake has nodes for. */
const LARGEST_SIZE = 121;

interface PictureFormat {
  readonly name: 'hald' | 'tiles';
  readonly title: string;
  readonly extensions: readonly string[];
  readonly defaultBitDepth: LutPictureDepth;
  draw(lut: Lut3dTransform, bitDepth: LutPictureDepth): Raster;
}

/** RawTherapee, darktable and G'MIC read Hald pictures of 16 bit; shaders read tiles as 8-bit textures. */
export const haldWriter = pictureWriter({ name: 'hald', title: 'Hald picture of a LUT', extensions: ['hald.png', 'png'], defaultBitDepth: 16, draw: writeHald });
export const tilesWriter = pictureWriter({ name: 'tiles', title: 'tile picture of a LUT', extensions: ['tiles.png', 'png'], defaultBitDepth: 8, draw: writeTileLut });

function pictureWriter({ name, title, extensions, defaultBitDepth, draw }: PictureFormat): LookWriter {
  return {
    name,
    title,
    extensions,
    isBaked: true,
    write: async ({ recipe }, options) => {
      if (options.size !== undefined) requireSquare(options.size, title);
      const baked = await bakeLook(recipe, options, (ownSize) => (ownSize !== undefined && isSquare(ownSize) ? ownSize : DEFAULT_SIZE));
      const bitDepth = options.bitDepth ?? defaultBitDepth;
      const raster = draw(baked.lut, bitDepth);
      const error = measureStored(baked, raster, name);
      const { size, space } = baked.lut;
      const bytes = await encode(raster, recipe, { ...baked, error });
      const clipped = countClipped(baked.lut);
      return {
        bytes,
        notes: [
          `${size} nodes an edge in ${raster.width} x ${raster.height} pixels of ${bitDepth} bit, ${space}`,
          ...(clipped === 0 ? [] : [`${clipped} of ${size ** 3} nodes go beyond black or white and were clipped; .cube keeps them`]),
          ...describeBakeError(error),
        ],
        error,
        size,
        space,
      };
    },
  };
}

function isSquare(size: number): boolean {
  return Number.isInteger(Math.sqrt(size)) && size >= 4 && size <= LARGEST_SIZE;
}

function requireSquare(size: number, title: string): void {
  if (isSquare(size)) return;
  const expected = 'a square: 4, 9, 16, 25, 36, 49, 64, 81, 100 or 121';
  throw new InvalidArgumentError(`--size: ${size} nodes an edge in a ${title} (expected ${expected})`, { flag: '--size', value: size, expected });
}

/** The error of the nodes as they are in the picture: clipped and rounded. */
function measureStored({ plan, sample, lut }: BakedLook, raster: Raster, name: 'hald' | 'tiles'): BakedLook['error'] {
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

/** Without a profile: programs that heed one would change the numbers of the table. */
async function encode({ data, width, height, bitDepth }: Raster, recipe: Recipe, { plan, lut, error }: BakedLook): Promise<Uint8Array> {
  const samples = data instanceof Uint16Array ? data : Uint8Array.from(data);
  const png = await sharp(samples, { raw: { width, height, channels: 3 } })
    .toColourspace(bitDepth === 16 ? 'rgb16' : 'srgb')
    .png({ compressionLevel: 9 })
    .toBuffer();
  const lines = describeLut(lut.space, { error, ...(plan.strength === 1 ? {} : { strength: plan.strength }), comments: describeLook(recipe) });
  return [['Comment', lines.join('\n')] as const, ['Software', 'OpenRetouch'] as const, ['Title', recipe.name] as const].reduce((bytes, [keyword, text]) => writePngText(bytes, keyword, text), png as Uint8Array);
}
