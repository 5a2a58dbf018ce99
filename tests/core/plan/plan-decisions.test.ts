import { describe, expect, it } from 'vitest';
import type { SmallCopy } from '../../../packages/core/src/analyse/analysis.js';
import { measureExposureNeed } from '../../../packages/core/src/analyse/exposure-need.js';
import { measureStatistics } from '../../../packages/core/src/analyse/statistics.js';
import { type PlanDependencies, planRetouch } from '../../../packages/core/src/plan/plan-retouch.js';
import { planPhoto, retouch } from '../../../packages/core/src/retouch.js';
import { srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { convertBitDepth, convertEncoding } from '../../../packages/core/src/raster/convert.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { createLutAsset } from '../../../packages/core/src/recipe/create-lut-asset.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import { RECIPE_SCHEMA_ID, type Recipe, type RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';

const recipeOf = (...operations: RecipeOperation[]): Recipe => ({ schema: RECIPE_SCHEMA_ID, name: 'test', operations });
const pixels = (...colours: number[][]): Raster => ({ data: Uint8Array.from(colours.flat()), width: colours.length, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
const decisions = async (...operations: RecipeOperation[]): Promise<unknown[]> =>
  (await planPhoto(recipeOf(...operations), analyse(pixels([30, 40, 50], [180, 170, 160])))).notes.map(({ decided }) => decided);

describe('what a plan says was decided', () => {
  it('is nothing where the recipe stated every number', async () => {
    expect(await decisions({ op: 'levels', black: 0.1, white: 0.9 }, { op: 'saturation', gain: 1.2 }, { op: 'whiteBalance', temperature: 5000 })).toEqual([]);
  });

  it('names the automatic parameter alone', async () => {
    expect(await decisions({ op: 'levels', black: 0.1, white: 'auto' })).toEqual([{ white: expect.closeTo(180 / 255 / 0.94, 2) as number }]);
  });
});

describe('operations that share a LUT', () => {
  it('share its table in the plan, so that memory does not grow with the recipe', async () => {
    const film = createLutAsset(sampleLut3d(5, 'srgb', () => undefined));
    const recipe = { ...recipeOf({ op: 'lut', asset: 'film' }, { op: 'lut', asset: 'film', strength: 0.5 }), assets: { film } };
    const { steps } = await planPhoto(recipe, analyse(pixels([30, 40, 50])));
    expect(steps[1].transforms).toBe(steps[0].transforms);
  });
});

describe('colours a white balance pushed out of range', () => {
  // Adaptation to a cooler light takes red below 0 here; saturation 0 then mixes all three channels.
  const saturatedBlue = pixels([0, 40, 250]);
  const cooler: RecipeOperation = { op: 'whiteBalance', temperature: 4000 };
  const grey: RecipeOperation = { op: 'saturation', gain: 0 };

  it.each([2, 10])('are not thrown far below black by levels of gamma %i', async (gamma) => {
    const alone = await retouch(saturatedBlue, recipeOf(cooler, grey));
    const brightened = await retouch(saturatedBlue, recipeOf(cooler, { op: 'levels', gamma }, grey));
    expect(brightened.raster.data[0]).toBeGreaterThan(alone.raster.data[0]);
  });

  it.each([-5, -1, 1, 3])('keep the same share of linear light through an exposure of %i EV', async (ev) => {
    const float: Raster = { ...saturatedBlue, data: Float32Array.of(-0.9, -0.3, -0.02), bitDepth: 32 };
    const { data } = (await retouch(float, recipeOf({ op: 'exposure', ev }))).raster;
    for (const [i, value] of float.data.entries()) expect(srgbToLinear(data[i]) / srgbToLinear(value)).toBeCloseTo(2 ** ev, 3);
  });

  it('stay at black through levels, as its definition says', async () => {
    const float: Raster = { ...saturatedBlue, data: Float32Array.of(-0.1, -2, 0), bitDepth: 32 };
    expect([...(await retouch(float, recipeOf({ op: 'levels', gamma: 2 }))).raster.data]).toEqual([0, 0, 0]);
  });
});

describe('an automatic operation that finds nothing to do', () => {
  const notesOf = async (...operations: RecipeOperation[]): Promise<unknown[]> =>
    (await planPhoto(recipeOf(...operations), analyse(pixels([128, 128, 128], [128, 128, 128])))).notes.map(({ operation, code, message }) => [operation, code, message]);

  it('says that it leaves the photo as it is', async () => {
    const auto = [{ op: 'whiteBalance', auto: true }, { op: 'levels', black: 'auto', white: 'auto' }, { op: 'saturation', gain: 'auto' }];
    expect(await notesOf({ op: 'exposure', ev: 0 }, ...auto)).toEqual([
      [1, 'unchanged', 'White balance: left as it is'],
      [2, 'unchanged', 'Levels: left as it is'],
      [3, 'unchanged', 'Saturation: left as it is'],
    ]);
  });

  it('says nothing where it was not asked, or is off', async () => {
    expect(await notesOf({ op: 'whiteBalance' }, { op: 'levels' }, { op: 'whiteBalance', auto: true, enabled: false }, { op: 'contrast', gain: 1 })).toEqual([]);
  });
});

describe('automatic parameters', () => {
  // Colours lie nearer to grey in the wider space, so numbers read from encoded P3 would differ.
  const hazy = pixels(...Array.from({ length: 400 }, (_, i) => [30 + ((i * 7) % 120), 150 - ((i * 13) % 60), 110 + ((i * 5) % 70)]));
  const inSrgb: Raster = { ...convertBitDepth(hazy, 32), width: 20, height: 20 };
  const inP3 = convertEncoding(inSrgb, 'display-p3');

  it('of levels are decided for a photo in Display P3 as for the same photo in sRGB', async () => {
    const decidedOf = async (raster: Raster): Promise<unknown> =>
      (await planPhoto(recipeOf({ op: 'levels', black: 'auto', white: 'auto' }), analyse(raster))).notes[0].decided;
    const { black, white } = (await decidedOf(inSrgb)) as Record<string, number>;
    expect(black).toBeGreaterThan(0.05);
    expect(await decidedOf(inP3)).toEqual({ black: expect.closeTo(black, 3) as number, white: expect.closeTo(white, 3) as number });
  });

  it('of white balance read the light from the same colours in either space', async () => {
    const seen: SmallCopy[] = [];
    const estimateIlluminant = (copy: SmallCopy): ReturnType<PlanDependencies['estimateIlluminant']> => {
      seen.push(copy);
      return { linearRgb: [1, 1, 1], confidence: 1 };
    };
    for (const raster of [inSrgb, inP3]) await planRetouch(recipeOf({ op: 'whiteBalance', auto: true }), analyse(raster), { measureStatistics, estimateIlluminant, measureExposureNeed });
    expect(seen.map(({ space }) => space)).toEqual(['srgb', 'srgb']);
    for (const [i, value] of seen[1].rgb.entries()) expect(value).toBeCloseTo(seen[0].rgb[i], 5);
  });
});
