import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findPreset } from '../../packages/core/src/presets/index.js';
import { parseRecipe } from '../../packages/core/src/recipe/parse-recipe.js';
import type { Recipe } from '../../packages/core/src/recipe/recipe.js';
import { retouch } from '../../packages/core/src/retouch.js';
import { packMasks } from '../helpers/conformance-pack.js';
import { type Difference, measureDifference } from '../helpers/difference.js';
import { PHOTO_FOLDERS, readPhoto, writePng } from '../helpers/photos.js';
import { TOLERANCES } from '../tolerances.js';

interface PictureCase {
  photo: string;
  preset?: string;
  recipe?: unknown;
  /** What a person sees when it is right. */
  shows: string;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const isAccepting = process.env['ACCEPT_PICTURES'] === '1';

function recipeFor({ preset, recipe }: PictureCase): Recipe {
  if (preset === undefined) return parseRecipe(JSON.stringify(recipe));
  const found = findPreset(preset);
  if (found === undefined) throw new Error(`preset: ${preset} (expected a built-in one)`);
  return found.recipe;
}

function report(difference: Difference): string {
  const { meanDelta, p99Delta, maximumDelta, shareAbove, worstPixel } = difference;
  return `CIEDE2000 mean ${meanDelta.toFixed(3)}, p99 ${p99Delta.toFixed(3)}, max ${maximumDelta.toFixed(3)} at pixel ${worstPixel}, above 1: ${(100 * shareAbove).toFixed(2)} %`;
}

describe('pictures someone looked at', () => {
  it.each(names)('%s', async (name) => {
    const pictureCase = JSON.parse(readFileSync(`${here}${name}/case.json`, 'utf8')) as PictureCase;
    const photo = await readPhoto(`${PHOTO_FOLDERS.conformance}/${pictureCase.photo}.png`);
    const { raster } = await retouch(photo, recipeFor(pictureCase), { masks: packMasks(photo.width, photo.height) });
    const expectedPath = `${here}${name}/expected.png`;
    if (isAccepting) await writePng(raster, expectedPath);

    const expected = await readPhoto(expectedPath);
    const difference = measureDifference(raster, expected);
    const isWithin = difference.meanDelta <= TOLERANCES.images.meanDelta && difference.maximumDelta <= TOLERANCES.images.maximumDelta;
    if (!isWithin) {
      const folder = fileURLToPath(new URL('../../out/images/', import.meta.url));
      mkdirSync(folder, { recursive: true });
      await writePng(raster, `${folder}${name}.png`);
    }
    expect(isWithin, report(difference)).toBe(true);
    if (photo.channels === 4) {
      const alpha = (data: Uint8Array): Uint8Array => data.filter((_, index) => index % 4 === 3);
      expect(alpha(raster.data as Uint8Array)).toEqual(alpha(photo.data as Uint8Array));
    }
  });
});
