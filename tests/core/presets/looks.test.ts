import { beforeAll, describe, expect, it } from 'vitest';
import { PRESETS } from '../../../packages/core/src/presets/index.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import type { Recipe, RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { retouch } from '../../../packages/core/src/retouch.js';
import { findClippingFaults, findGradientFaults, findGreyFaults, findSkinFaults } from '../../helpers/looks/look-laws.js';
import { LOOK_LIMITS } from '../../helpers/looks/look-limits.js';
import { measureGradients, measureGreys, measureSkin } from '../../helpers/looks/measure-look.js';
import { findNewClipping, meanDifference, type PhotoSet, readPhotoSet, sampleLab } from '../../helpers/looks/photo-set.js';
import { TOLERANCES } from '../../tolerances.js';

/** Those that decide from the photo are judged in auto.test.ts. */
/** Baking looks at the pixels, and may take another way for another photo, half a level apart. */
const EXACT = { precision: 'exact' } as const;
const looks = PRESETS.filter(({ id }) => !['auto', 'auto-learned'].includes(id));

let photoSet: PhotoSet;
/** The finished photos with each look, by its id. */
const results = new Map<string, Raster>();
beforeAll(async () => {
  photoSet = await readPhotoSet();
  for (const { id, recipe } of looks) results.set(id, (await retouch(photoSet.raster, recipe, EXACT)).raster);
});

describe('limits', () => {
  it('are stated for every look but those that decide from the photo', () => {
    expect(Object.keys(LOOK_LIMITS).sort()).toEqual(looks.map(({ id }) => id).sort());
  });
});

describe.each(looks)('the look $id', ({ id, recipe }) => {
  const limits = LOOK_LIMITS[id];

  it('keeps greys in their stated range and in order', async () => {
    expect(findGreyFaults(await measureGreys(recipe), limits)).toEqual([]);
  });

  it('does not turn gradients into bands', async () => {
    expect(findGradientFaults(await measureGradients(recipe), limits)).toEqual([]);
  });

  it('keeps the hue, colour, lightness and order of skin within its limits', async () => {
    expect(findSkinFaults(await measureSkin(recipe), limits)).toEqual([]);
  });

  it('clips no more of a finished photo than it says', () => {
    expect(findClippingFaults(findNewClipping(photoSet, results.get(id)!), limits)).toEqual([]);
  });

  it('makes the same change whatever the photo', async () => {
    const { raster } = photoSet;
    const [{ from, to }] = photoSet.photos;
    const alone = (await retouch({ ...raster, data: raster.data.slice(from, to), height: (to - from) / 3 }, recipe, EXACT)).raster;
    expect(alone.data).toEqual(results.get(id)!.data.slice(from, to));
  });
});

describe('the looks together', () => {
  it('differ visibly from one another and from the photo as taken', () => {
    const colours = [['as taken', photoSet.raster] as const, ...results].map(([id, raster]) => [id, sampleLab(raster)] as const);
    for (const [i, [id, lab]] of colours.entries()) {
      for (const [other, otherLab] of colours.slice(0, i)) expect(meanDifference(lab, otherLab), `${other}, ${id}`).toBeGreaterThan(TOLERANCES.looks.apartDelta);
    }
  });
});

describe('a broken look', () => {
  const make = (...operations: RecipeOperation[]): Recipe => ({ schema: 'openretouch/recipe@1', name: 'Broken', operations });
  const neutral = LOOK_LIMITS['clean'];

  it.each<[string, RecipeOperation, RegExp]>([
    ['tints greys', { op: 'whiteBalance', temperature: 6500, tint: 25 }, /^hue of greys/],
    ['crushes shadows', { op: 'levels', black: 0.15 }, /^clipped greys/],
    ['lifts black', { op: 'toneCurve', points: [[0, 0.1], [1, 1]] }, /^black/],
    ['dims white', { op: 'toneCurve', points: [[0, 0], [1, 0.9]] }, /^white/],
    ['turns greys around', { op: 'toneCurve', points: [[0, 0], [0.4, 0.5], [0.6, 0.45], [1, 1]] }, /^order of greys/],
  ])('that %s is refused by the law on greys', async (_, operation, fault) => {
    expect(findGreyFaults(await measureGreys(make(operation)), neutral)).toContainEqual(expect.stringMatching(fault));
  });

  it.each<[string, RegExp]>([
    ['in 16-bit work', /^steps in 16 bit/],
    ['in 8-bit work', /^steps in 8 bit/],
    ['where colours run together', /^colours kept/],
  ])('that posterises is refused %s', async (_, fault) => {
    const stairs = Array.from({ length: 8 }, (__, i) => [[i / 8 + 0.005, i / 7], [(i + 1) / 8 - 0.005, i / 7]]).flat();
    expect(findGradientFaults(await measureGradients(make({ op: 'toneCurve', points: stairs })), neutral)).toContainEqual(expect.stringMatching(fault));
  });

  it('that turns a gradient around is refused', async () => {
    const folded = make({ op: 'toneCurve', points: [[0, 0], [0.5, 0.8], [0.7, 0.6], [1, 1]] });
    expect(findGradientFaults(await measureGradients(folded), neutral)).toContainEqual(expect.stringMatching(/^order of gradients/));
  });

  it.each<[string, RecipeOperation, RegExp]>([
    ['green', { op: 'hsl', orange: { hue: 25 }, yellow: { hue: 25 } }, /^hue of skin/],
    ['pink', { op: 'whiteBalance', temperature: 6500, tint: 40 }, /^hue of skin/],
    ['orange', { op: 'saturation', gain: 1.6, axis: 'oklab' }, /^chroma of skin/],
    ['grey', { op: 'saturation', gain: 0.5, axis: 'oklab' }, /^chroma of skin/],
    ['too dark', { op: 'exposure', ev: -0.7 }, /^lightness of skin/],
    ['flat', { op: 'contrast', gain: 0.6, pivot: 0.5 }, /^separation of skin tones/],
  ])('that makes skin %s is refused', async (_, operation, fault) => {
    expect(findSkinFaults(await measureSkin(make(operation)), neutral)).toContainEqual(expect.stringMatching(fault));
  });

  it('that burns out highlights is refused', async () => {
    const burnt = (await retouch(photoSet.raster, make({ op: 'brightness', gain: 1.25 }))).raster;
    expect(findClippingFaults(findNewClipping(photoSet, burnt), neutral)).toContainEqual(expect.stringMatching(/^new clipping/));
  });
});
