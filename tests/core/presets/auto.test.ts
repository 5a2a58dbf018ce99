import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { compareRasters } from '../../../packages/core/src/compare/compare-rasters.js';
import { findPreset } from '../../../packages/core/src/presets/index.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { retouch } from '../../../packages/core/src/retouch.js';
import { createShippedDecider } from '../../helpers/decider.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const photosIn = (folder: string): string[] => readdirSync(`${root}${folder}`).filter((name) => name.endsWith('.jpg')).map((name) => `${folder}/${name}`);
const auto = findPreset('auto')!.recipe;

async function readPhoto(path: string): Promise<Raster> {
  const { data, info } = await sharp(`${root}${path}`).removeAlpha().toColourspace('srgb').resize({ width: 640, height: 640, fit: 'inside', withoutEnlargement: true }).raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

const isClipped = (data: Raster['data'], p: number): boolean => [0, 1, 2].some((c) => data[p + c] === 0 || data[p + c] === 255);

/** Share of pixels with some channel at 0 or 255 after, and none before. */
function newlyClippedFraction(before: Raster, after: Raster): number {
  let count = 0;
  for (let p = 0; p < before.data.length; p += 3) if (isClipped(after.data, p) && !isClipped(before.data, p)) count += 1;
  return count / (before.data.length / 3);
}

const meanDifference = (a: Raster, b: Raster): number => compareRasters(a, b).ciede2000.mean;

describe('the look "auto"', () => {
  const samples = photosIn('samples');
  const good = photosIn('tests/photos/good');

  it.each([...samples, ...good])('clips at most one pixel in two hundred anew and finds nothing left to do on its own output: %s', async (path) => {
    const before = await readPhoto(path);
    const { raster: once } = await retouch(before, auto);
    const { raster: twice } = await retouch(once, auto);
    expect(newlyClippedFraction(before, once)).toBeLessThanOrEqual(0.005);
    expect(meanDifference(once, twice)).toBeLessThanOrEqual(1);
  });

  it('leaves good photos nearly alone: no mean CIEDE2000 above 4, half of them at most 2', async () => {
    const differences: number[] = [];
    for (const path of good) {
      const before = await readPhoto(path);
      const difference = meanDifference(before, (await retouch(before, auto)).raster);
      expect(difference, path).toBeLessThanOrEqual(4);
      differences.push(difference);
    }
    differences.sort((a, b) => a - b);
    expect(differences[Math.floor(differences.length / 2)]).toBeLessThanOrEqual(2);
  });

  it.each([
    ['samples/dark-meadow.jpg', 'lifts the dark ground'],
    ['samples/flat-temple.jpg', 'deepens the blacks of a hazy photo'],
    ['samples/cast-house.jpg', 'takes the cast out of an aged slide'],
  ])('changes a faulty photo visibly: %s (%s)', async (path) => {
    const before = await readPhoto(path);
    expect(meanDifference(before, (await retouch(before, auto)).raster)).toBeGreaterThan(2.3);
  });

  it.each([
    [0, 0, 0],
    [70, 70, 70],
    [255, 255, 255],
    [180, 120, 60],
  ])('leaves a picture of the one colour %i %i %i as it is', async (...colour) => {
    const plain: Raster = { data: Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => colour[i % 3]), width: 64, height: 48, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
    expect((await retouch(plain, auto)).raster.data).toEqual(plain.data);
  });
});

describe('the look "auto-learned"', () => {
  const decider = createShippedDecider();
  afterAll(() => decider.dispose());
  const learned = findPreset('auto-learned')!.recipe;
  const good = photosIn('tests/photos/good');
  const retouchLearned = async (photo: Raster): Promise<Raster> => (await retouch(photo, learned, { decide: decider.decide })).raster;
  const exposureAt = learned.operations.findIndex(({ op }) => op === 'cudi');
  const withoutExposure = { ...learned, operations: learned.operations.filter((_, index) => index !== exposureAt) };

  it('leaves good photos nearly alone: no mean CIEDE2000 above 6, half of them at most 2.5', async () => {
    const differences: number[] = [];
    for (const path of good) {
      const before = await readPhoto(path);
      const { raster, plan } = await retouch(before, learned, { decide: decider.decide });
      const difference = meanDifference(before, raster);
      expect(difference, path).toBeLessThanOrEqual(6);
      expect(plan.steps.filter(({ operations }) => operations.includes(exposureAt)), `${path}: local exposure`).toEqual([]);
      differences.push(difference);
    }
    differences.sort((a, b) => a - b);
    expect(differences[Math.floor(differences.length / 2)]).toBeLessThanOrEqual(2.5);
  });

  /** Every third good photo spoilt: its distance from what it was, left so, by "auto" and by "auto-learned". */
  async function mend(fault: RecipeOperation): Promise<{ spoilt: number; auto: number; learned: number }> {
    const sums = { spoilt: 0, auto: 0, learned: 0 };
    for (const path of good.filter((_, index) => index % 3 === 0)) {
      const original = await readPhoto(path);
      const { raster: spoilt } = await retouch(original, { schema: 'openretouch/recipe@1', name: 'fault', operations: [fault] });
      sums.spoilt += meanDifference(spoilt, original);
      sums.auto += meanDifference((await retouch(spoilt, auto)).raster, original);
      sums.learned += meanDifference(await retouchLearned(spoilt), original);
    }
    return sums;
  }

  it.each<[string, RecipeOperation]>([
    ['dark midtones', { op: 'levels', gamma: 0.6 }],
    ['light midtones', { op: 'levels', gamma: 1.6 }],
    ['hard contrast', { op: 'toneCurve', points: [[0, 0], [0.25, 0.12], [0.75, 0.88], [1, 1]] }],
  ])('mends %s better than "auto", which looks at the ends of the histogram', async (_, fault) => {
    const { spoilt, auto: classical, learned: found } = await mend(fault);
    expect(found).toBeLessThan(spoilt);
    expect(found).toBeLessThan(classical);
  });

  it.each<[string, RecipeOperation]>([
    ['an exposure of -1.2 EV', { op: 'exposure', ev: -1.2 }],
    ['a veil over black', { op: 'toneCurve', points: [[0, 0.18], [1, 0.95]] }],
  ])('takes away more than half of %s', async (_, fault) => {
    const { spoilt, learned: found } = await mend(fault);
    expect(found).toBeLessThan(spoilt / 2);
  });

  /** Takes 2.5 EV from what is not bright, as if the light stood behind it. */
  async function putAgainstTheLight(photo: Raster): Promise<Raster> {
    const lumas = Float32Array.from({ length: photo.width * photo.height }, (_, i) => (0.299 * photo.data[3 * i] + 0.587 * photo.data[3 * i + 1] + 0.114 * photo.data[3 * i + 2]) / 255);
    const ground = { data: lumas.map((value) => Math.min(Math.max((0.66 - value) / 0.16, 0), 1)), width: photo.width, height: photo.height };
    const fault: RecipeOperation = { op: 'exposure', ev: -2.5, mask: { slot: 'ground', invert: false, feather: 0 } };
    return (await retouch(photo, { schema: 'openretouch/recipe@1', name: 'fault', operations: [fault] }, { masks: { ground } })).raster;
  }

  it.each(['great-wall', 'mountain-lake'])('by its local exposure takes away a fifth and more of what stands against the light: %s', async (name) => {
    const original = await readPhoto(`tests/photos/good/${name}.jpg`);
    const spoilt = await putAgainstTheLight(original);
    const without = meanDifference((await retouch(spoilt, withoutExposure, { decide: decider.decide })).raster, original);
    expect(meanDifference(await retouchLearned(spoilt), original)).toBeLessThan(0.8 * without);
  });

  it('lifts the dark ground of a backlit photo, and keeps its black, its sky and its white', async () => {
    const before = await readPhoto('samples/dark-meadow.jpg');
    const [without, found] = [(await retouch(before, withoutExposure, { decide: decider.decide })).raster, await retouchLearned(before)];
    const quantile = ({ data }: Raster, share: number): number => data.slice().sort()[Math.round(share * (data.length - 1))];
    expect(quantile(found, 0.3) - quantile(without, 0.3)).toBeGreaterThan(20);
    expect(quantile(found, 0.001)).toBeLessThan(25);
    for (const share of [0.95, 0.999]) expect(Math.abs(quantile(found, share) - quantile(without, share))).toBeLessThan(8);
  });
});
