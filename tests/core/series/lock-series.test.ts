import { beforeAll, describe, expect, it } from 'vitest';
import { analyse, type Analysis, applyPlan, compareRasters, convertEncoding, describeSeriesPhoto, findPreset, InvalidArgumentError, lockRecipe, lockSeries, planPhoto, type Raster, type Recipe, type SeriesLock, SERIES_EXTENSION, type SeriesPhoto, validateRecipe } from '../../../packages/core/src/index.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { meanLabOf, readSmallPhoto, takeBurst, varianceOf } from '../../helpers/bursts.js';
import { decideForTests as decide } from '../../helpers/decide-for-tests.js';
import { TOLERANCES } from '../../tolerances.js';

const JITTER_EV = [-0.5, 0.2, 0, -0.3, 0.5];
const SCENES = ['mountain-lake', 'night-skyline', 'tulips'];
const options = { decide, lutSize: 9 };

interface Frame {
  readonly name: string;
  readonly target: Raster;
  readonly raster: Raster;
  readonly analysis: Analysis;
}

let frames: Frame[];

beforeAll(async () => {
  frames = [];
  for (const [seed, scene] of SCENES.entries()) {
    const target = await readSmallPhoto(scene);
    takeBurst(target, JITTER_EV, seed + 1).forEach((raster, index) => frames.push({ name: `${scene}-${index}`, target, raster, analysis: analyse(raster) }));
  }
});

async function look(recipe: Recipe, list: readonly Pick<Frame, 'name' | 'analysis'>[] = frames): Promise<SeriesPhoto[]> {
  return Promise.all(list.map(async ({ name, analysis }) => describeSeriesPhoto(name, analysis, await planPhoto(recipe, analysis, options))));
}

async function render(recipe: Recipe, lock: SeriesLock, list: readonly Frame[] = frames): Promise<Raster[]> {
  return Promise.all(list.map(async ({ raster, analysis }, index) => applyPlan(await planPhoto(lockRecipe(recipe, lock.photos[index], lock.share), analysis, options), raster)));
}

const ofScene = <T>(values: readonly T[], scene: number): readonly T[] => values.slice(scene * JITTER_EV.length, (scene + 1) * JITTER_EV.length);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const scatterOf = (results: readonly Raster[]): number => meanOf(SCENES.map((_, scene) => varianceOf(ofScene(results, scene).map(meanLabOf))));
const errorOf = (results: readonly Raster[]): number => meanOf(results.map((result, index) => compareRasters(result, frames[index].target).ciede2000.mean));

const RECIPES: readonly (readonly [string, Recipe])[] = [
  ['csrnet', recipeOf([{ op: 'csrnet' }])],
  ['cudi', recipeOf([{ op: 'cudi', exposure: 0.5 }])],
  ['auto', (findPreset('auto') as { recipe: Recipe }).recipe],
  ['a fixed look', (findPreset('warm') as { recipe: Recipe }).recipe],
];

describe('a series of bursts of +-0.5 EV', () => {
  it.each(RECIPES)('after %s varies by less than half as much at 0.5 and hardly at 1, no farther from the good photos', async (_, recipe) => {
    const photos = await look(recipe);
    const [alone, half, whole] = await Promise.all([0, 0.5, 1].map(async (share) => render(recipe, await lockSeries(photos, share))));
    expect(scatterOf(half)).toBeLessThan(scatterOf(alone) / 2);
    expect(scatterOf(whole)).toBeLessThan(TOLERANCES.series.alikeVariance);
    expect(errorOf(half)).toBeLessThan(errorOf(alone) + TOLERANCES.series.errorKept);
  });

  it('keeps each scene to itself, and every scene whole', async () => {
    const { scenes, photos } = await lockSeries(await look(RECIPES[0][1]), 0.5);
    expect(scenes.map(({ photos: places }) => places)).toEqual(SCENES.map((_, scene) => ofScene([...frames.keys()], scene)));
    expect(scenes.flatMap(({ leftOut }) => leftOut)).toEqual([]);
    expect(photos.map(({ name }) => name)).toEqual(frames.map(({ name }) => name));
  });

  it('gives each photo its own recipe object at 0', async () => {
    const [, recipe] = RECIPES[0];
    const { photos } = await lockSeries(await look(recipe), 0);
    for (const photo of photos) expect(lockRecipe(recipe, photo, 0)).toBe(recipe);
  });

  it('finds the same whatever the order of the photos', async () => {
    const photos = await look(RECIPES[3][1]);
    const order = [...photos.keys()].sort((a, b) => ((a * 7) % photos.length) - ((b * 7) % photos.length));
    const [straight, mixed] = [await lockSeries(photos, 0.5), await lockSeries(order.map((index) => photos[index]), 0.5)];
    expect(order.map((index) => straight.photos[index].operations)).toEqual(mixed.photos.map(({ operations }) => operations));
    expect(straight.photos.some(({ status }) => status === 'moved')).toBe(true);
  });

  it('writes what it does as operations that a recipe may hold, and says which they are', async () => {
    const [, recipe] = RECIPES[3];
    const { photos } = await lockSeries(await look(recipe), 0.5);
    for (const photo of photos.filter(({ status }) => status === 'moved')) {
      const locked = validateRecipe(lockRecipe(recipe, photo, 0.5));
      const { operations } = locked.extensions?.[SERIES_EXTENSION] as { operations: number[] };
      expect(operations.map((index) => locked.operations[index])).toEqual(photo.operations);
      expect(locked.operations.slice(0, recipe.operations.length)).toEqual(recipe.operations);
      expect(photo.sentence).toMatch(/^scene \d \(5 photos\): /);
    }
  });

  it('reaches the same through a strength of the whole, and in Display P3', async () => {
    const [, fixed] = RECIPES[3];
    const weaker: Recipe = { ...fixed, strength: 0.8 };
    const wide = ofScene(frames, 2).map((frame) => {
      const raster = convertEncoding(frame.raster, 'display-p3');
      return { ...frame, raster, analysis: analyse(raster) };
    });
    const results = await render(weaker, await lockSeries(await look(weaker, wide), 1), wide);
    expect(varianceOf(results.map((result) => meanLabOf(convertEncoding(result, 'srgb'))))).toBeLessThan(TOLERANCES.series.alikeVariance);
  });
});

describe('a photo that does not belong', () => {
  const joined = async (raster: Raster): Promise<SeriesLock> => lockSeries(await look(RECIPES[3][1], [...ofScene(frames, 2), { name: 'stranger', analysis: analyse(raster) }]), 0.5);

  it.each([-3, -2, 2])('is left out of its scene and named when it was taken at %d EV, and changes nothing for the others', async (ev) => {
    const [raster] = takeBurst(frames[10].target, [ev], 9);
    const { scenes, photos } = await joined(raster);
    expect(scenes.map(({ leftOut }) => leftOut)).toEqual([[5]]);
    expect(photos[5]).toMatchObject({ name: 'stranger', status: 'left-out', operations: [] });
    expect(photos[5].sentence).toMatch(/left out, (it was taken \d\.\d EV darker|its result departs by \d+)/);
    const without = await lockSeries(await look(RECIPES[3][1], ofScene(frames, 2)), 0.5);
    expect(photos.slice(0, 5).map(({ operations }) => operations)).toEqual(without.photos.map(({ operations }) => operations));
  });

  it('is alone when it shows something else, is of one colour, transparent, or tiny', async () => {
    const flat: Raster = { data: new Uint8Array(60 * 40 * 3).fill(90), width: 60, height: 40, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
    const clear: Raster = { ...flat, data: new Uint8Array(60 * 40 * 4), channels: 4, alpha: 'straight' };
    const tiny: Raster = { ...flat, data: Uint8Array.from({ length: 27 }, (_, i) => (i * 53) % 256), width: 3, height: 3 };
    for (const raster of [await readSmallPhoto('espresso'), flat, clear, tiny]) {
      const { photos, scenes } = await joined(raster);
      expect(scenes).toHaveLength(1);
      expect(photos[5]).toMatchObject({ status: 'alone', operations: [] });
    }
    const two = await lockSeries(await look(RECIPES[3][1], [flat, flat].map((raster, index) => ({ name: `${index}`, analysis: analyse(raster) }))), 1);
    expect(two.scenes).toEqual([]);
  });
});

it('knows a room again when the camera has moved by a tenth of the frame', async () => {
  const whole = await readSmallPhoto('orchestra', 200);
  const cut = (left: number, top: number): Raster => {
    const [width, height] = [Math.round(whole.width * 0.9), Math.round(whole.height * 0.9)];
    const data = new Uint8Array(width * height * 3);
    for (let row = 0; row < height; row += 1) data.set((whole.data as Uint8Array).subarray(((row + top) * whole.width + left) * 3, ((row + top) * whole.width + left + width) * 3), row * width * 3);
    return { ...whole, data, width, height };
  };
  const views = [cut(0, 0), cut(whole.width - Math.round(whole.width * 0.9), whole.height - Math.round(whole.height * 0.9))];
  const { scenes } = await lockSeries(await look(RECIPES[3][1], views.map((raster, index) => ({ name: `${index}`, analysis: analyse(raster) }))), 0.5);
  expect(scenes.map(({ photos }) => photos)).toEqual([[0, 1]]);
});

it.each([-0.1, 1.1, Number.NaN])('refuses a share of %d', async (share) => {
  await expect(lockSeries([], share)).rejects.toThrowError(InvalidArgumentError);
  await expect(lockSeries([], share)).rejects.toThrowError(/share: .* \(expected 0 to 1\)/);
});

it('is cancelled between photos', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  controller.abort(reason);
  await expect(lockSeries(await look(RECIPES[3][1], frames.slice(0, 2)), 0.5, { signal: controller.signal })).rejects.toBe(reason);
});
