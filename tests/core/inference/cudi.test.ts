import { analyse, applyPlan, compareRasters, convertEncoding, type MaskSet, type Plan, planPhoto, type Raster } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { createShippedDecider } from '../../helpers/decider.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../../helpers/photos.js';
import { TOLERANCES } from '../../tolerances.js';

const decider = createShippedDecider();
afterAll(() => decider.dispose());

const samples: Raster[] = [];
beforeAll(async () => {
  samples.push(...(await Promise.all(listPhotos(PHOTO_FOLDERS.samples).map(readPhoto))));
});

const BRUSH = { mask: { slot: 'brush' } };

async function expose(photo: Raster, parameters: object, masks: MaskSet = {}): Promise<{ raster: Raster; plan: Plan }> {
  const plan = await planPhoto(recipeOf([{ op: 'cudi', ...parameters }]), analyse(photo), { decide: decider.decide, masks });
  return { plan, raster: await applyPlan(plan, photo, { masks }) };
}

function meanOf({ data }: Raster): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length / 255;
}

function picture(width: number, height: number, at: (x: number, y: number) => readonly number[]): Raster {
  const data = Uint8Array.from(Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))).flat());
  const channels = (data.length / (width * height)) as 3 | 4;
  return { data, width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

/** Coverage 255 inside an ellipse left of the middle, 0 outside, soft in between. */
function stroke({ width, height }: Raster): MaskSet {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const distance = Math.hypot(((i % width) - 0.35 * width) / width, (Math.floor(i / width) - 0.6 * height) / height);
    return Math.min(Math.max((0.3 - distance) / 0.05, 0), 1) * 255;
  });
  return { brush: { data, width, height } };
}

describe('cudi with the shipped model', () => {
  it.each([0.35, 0.5, 0.65])('brings photos to a mean of %s', async (exposure) => {
    for (const photo of samples) expect(Math.abs(meanOf((await expose(photo, { exposure })).raster) - exposure)).toBeLessThan(TOLERANCES.inference.exposureMean);
  });

  it('left to itself lifts a dark photo several times as far as a good one', async () => {
    const changes = await Promise.all(samples.map(async (photo) => meanOf((await expose(photo, {})).raster) - meanOf(photo)));
    const named = Object.fromEntries(listPhotos(PHOTO_FOLDERS.samples).map((path, index) => [/(\w+)-/.exec(path.split('/').at(-1) ?? '')?.[1], changes[index]]));
    expect(named.dark).toBeGreaterThan(0.08);
    expect(Math.abs(named.good)).toBeLessThan(named.dark / 3);
  });

  it('evens out what is covered: its mean stays, and its large differences become smaller', async () => {
    const blocksOf = (photo: Raster, covered: ArrayLike<number>): { mean: number; spread: number } => {
      const means: number[] = [];
      const side = Math.ceil(photo.width / 12);
      for (let top = 0; top + side <= photo.height; top += side) {
        for (let left = 0; left + side <= photo.width; left += side) {
          const pixels = Array.from({ length: side * side }, (_, i) => (top + Math.floor(i / side)) * photo.width + left + (i % side));
          if (pixels.some((pixel) => covered[pixel] < 255)) continue;
          means.push(pixels.reduce((sum, pixel) => sum + photo.data[pixel * photo.channels] + photo.data[pixel * photo.channels + 1] + photo.data[pixel * photo.channels + 2], 0) / (765 * pixels.length));
        }
      }
      const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
      return { mean, spread: Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length) };
    };
    let unevenCount = 0;
    for (const photo of samples) {
      const masks = stroke(photo);
      const before = blocksOf(photo, masks.brush.data);
      const after = blocksOf((await expose(photo, { exposure: 'even', ...BRUSH }, masks)).raster, masks.brush.data);
      expect(Math.abs(after.mean - before.mean)).toBeLessThan(TOLERANCES.inference.exposureMean);
      if (before.spread < 0.05) continue;
      unevenCount += 1;
      expect(after.spread).toBeLessThan(0.9 * before.spread);
    }
    expect(unevenCount).toBeGreaterThan(1);
  });

  it('leaves every pixel outside a stroke bit for bit, and changes what is inside', async () => {
    for (const photo of samples) {
      const masks = stroke(photo);
      const { raster } = await expose(photo, { exposure: 0.65, ...BRUSH }, masks);
      const covered = masks.brush.data;
      let inside = 0;
      for (let i = 0; i < raster.data.length; i += 1) {
        const isOutside = covered[Math.floor(i / 3)] === 0;
        if (isOutside && raster.data[i] !== photo.data[i]) expect.fail(`sample ${i} outside the stroke changed from ${photo.data[i]} to ${raster.data[i]}`);
        if (!isOutside) inside += Math.abs(raster.data[i] - photo.data[i]);
      }
      expect(inside).toBeGreaterThan(0);
    }
  });

  it('gives half a coverage half of the change', async () => {
    const [photo] = samples;
    const cover = (value: number): MaskSet => ({ brush: { data: new Uint8Array(photo.width * photo.height).fill(value), width: photo.width, height: photo.height } });
    const [whole, part] = [await expose(photo, { exposure: 0.7, ...BRUSH }, cover(255)), await expose(photo, { exposure: 0.7, ...BRUSH }, cover(51))];
    const change = (after: Raster): number => meanOf(after) - meanOf(photo);
    expect(Math.abs(change(part.raster) / change(whole.raster) - 0.2)).toBeLessThan(0.01);
  });

  it('plans nothing, and says so, where nothing is painted', async () => {
    const [photo] = samples;
    const masks = { brush: { data: new Uint8Array(photo.width * photo.height), width: photo.width, height: photo.height } };
    const { plan } = await expose(photo, { exposure: 0.7, ...BRUSH }, masks);
    expect(plan.steps).toEqual([]);
    expect(plan.notes).toMatchObject([{ code: 'unchanged' }]);
  });

  it('keeps greys grey', async () => {
    const ramp = picture(96, 64, (x, y) => [x + y, x + y, x + y]);
    const { raster, plan } = await expose(ramp, { exposure: 0.6 });
    expect(plan.steps).toHaveLength(1);
    for (let i = 0; i < raster.data.length; i += 3) expect([raster.data[i + 1], raster.data[i + 2]]).toEqual([raster.data[i], raster.data[i]]);
  });

  it('draws hardly a halo: what is lifted stays about as far lifted up to an edge', async () => {
    const size = 240;
    const step = picture(size, size, (x) => Array.from({ length: 3 }, () => (x < size / 2 ? 30 : 200)));
    const { raster } = await expose(step, {});
    const at = (x: number): number => raster.data[(120 * size + x) * 3];
    expect(at(10)).toBeGreaterThan(90);
    expect((at(size / 2 - 2) - 30) / (at(10) - 30)).toBeGreaterThan(TOLERANCES.inference.liftKeptAtEdge);
    expect(Math.abs(at(size / 2 + 2) - at(size - 10))).toBeLessThan(TOLERANCES.inference.haloLevels);
  });

  it('does at full size what it does to a preview', async () => {
    const [photo] = samples;
    const half = picture(photo.width >> 1, photo.height >> 1, (x, y) =>
      [0, 1, 2].map((c) => [0, 1].flatMap((dy) => [0, 1].map((dx) => photo.data[((2 * y + dy) * photo.width + 2 * x + dx) * 3 + c])).reduce((sum, value) => sum + value, 0) / 4),
    );
    const small = (await expose(half, { exposure: 0.6 })).raster;
    const full = (await expose(photo, { exposure: 0.6 })).raster;
    const reduced = picture(half.width, half.height, (x, y) =>
      [0, 1, 2].map((c) => [0, 1].flatMap((dy) => [0, 1].map((dx) => full.data[((2 * y + dy) * photo.width + 2 * x + dx) * 3 + c])).reduce((sum, value) => sum + value, 0) / 4),
    );
    expect(compareRasters(small, reduced).psnr).toBeGreaterThan(TOLERANCES.inference.previewPsnr);
  });

  it('does the same to a photo in sRGB and in Display P3', async () => {
    for (const photo of samples) {
      const expected = (await expose(photo, { exposure: 0.6 })).raster;
      const found = convertEncoding((await expose(convertEncoding(photo, 'display-p3'), { exposure: 0.6 })).raster, 'srgb');
      expect(compareRasters(found, expected).ciede2000.mean).toBeLessThan(TOLERANCES.inference.displayP3Ciede2000);
    }
  });

  it.each<[string, Raster]>([
    ['black', picture(40, 30, () => [0, 0, 0])],
    ['white', picture(40, 30, () => [255, 255, 255])],
    ['of one colour', picture(40, 30, () => [200, 30, 90])],
    ['of 3 x 3 pixels', picture(3, 3, (x, y) => [80 * x, 80 * y, 120])],
    ['of one pixel', picture(1, 1, () => [90, 60, 30])],
    ['of one row', picture(500, 1, (x) => [x % 256, 90, 20])],
    ['nearly transparent', picture(20, 20, (x) => [10 * x, 100, 50, 1])],
  ])('stays finite on a photo %s', async (_, photo) => {
    for (const parameters of [{}, { exposure: 0.2 }, { exposure: 0.8 }]) {
      const { plan } = await expose(photo, parameters);
      for (const transform of plan.steps.flatMap(({ transforms }) => transforms)) expect(transform.kind === 'grid' && transform.data.every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves a wholly transparent photo bit for bit', async () => {
    const clear = picture(20, 20, () => [200, 100, 50, 0]);
    expect((await expose(clear, { exposure: 0.8 })).raster.data).toEqual(clear.data);
  });
});
