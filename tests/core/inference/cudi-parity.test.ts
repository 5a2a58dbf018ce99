import { analyse, applyPlan, type MaskSet, planPhoto, type Raster } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { measureNoise } from '../../../packages/core/src/inference/cudi/measure-noise.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { createShippedDecider } from '../../helpers/decider.js';
import { readPhotoTensors, RECORDED_PHOTOS } from '../../helpers/recorded-photos.js';
import { TOLERANCES } from '../../tolerances.js';

const decider = createShippedDecider();
afterAll(() => decider.dispose());

describe.each(RECORDED_PHOTOS)('$file, recorded on its way through the recipe ($wanted)', (photo) => {
  const tensors = readPhotoTensors(photo);
  const take = (name: string) => tensors.get(name) ?? expect.fail(`no tensor named ${name}`);
  const { shape, data } = take('photo');
  const [, height, width] = shape;
  const count = width * height;
  const raster: Raster = {
    data: Uint8Array.from({ length: 3 * count }, (_, i) => Math.round(255 * data[(i % 3) * count + Math.floor(i / 3)])),
    width, height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none',
  };
  const masks: MaskSet = photo.wanted === 'painted' ? { brush: { data: Uint8Array.from(take('paintedCoverage').data, (value) => Math.round(255 * value)), width, height } } : {};
  const operation = { op: 'cudi', ...(photo.level === undefined ? {} : { exposure: photo.level }), ...(photo.wanted === 'painted' ? { mask: { slot: 'brush' } } : {}) };
  const plan = planPhoto(recipeOf([operation]), analyse(raster), { decide: decider.decide, masks });

  it('is found as noisy as it was there', () => {
    expect(Math.abs(measureNoise(analyse(raster).sample) - take('noise').data[0])).toBeLessThan(TOLERANCES.inference.noise);
  });

  it('gets the grid it got there', async () => {
    const [transform] = (await plan).steps[0].transforms;
    if (transform.kind !== 'grid') throw new Error(`a ${transform.kind}`);
    const { shape: [, depth, rows, columns], places, data: recorded } = take('grid');
    const [first, step] = places === 'all' ? [0, 1] : [1, 4];
    for (let index = 0; index < recorded.length; index += 1) {
      const column = first + step * (index % columns);
      const row = first + step * (Math.floor(index / columns) % rows);
      const plane = Math.floor(index / (columns * rows)) % depth;
      const coefficient = Math.floor(index / (columns * rows * depth));
      const found = transform.data[((plane * transform.height + row) * transform.width + column) * 2 + coefficient];
      expect(Math.abs(found - recorded[index]), `${coefficient === 0 ? 'slope' : 'offset'} at ${plane}, ${row}, ${column}`).toBeLessThan(TOLERANCES.inference.exposureGrid);
    }
  });

  it('comes out as it came out there', async () => {
    const { data: found } = await applyPlan(await plan, raster, { masks });
    const recorded = take('result').data;
    // The recipe clamps before it blends, plans after: under half a coverage what was burnt out differs.
    const isWhole = (pixel: number): boolean => photo.wanted !== 'painted' || [0, 1].includes(take('paintedCoverage').data[pixel]);
    const differences = Array.from(found, (value, i) => Math.abs(value / 255 - recorded[(i % 3) * count + Math.floor(i / 3)])).filter((_, i) => isWhole(Math.floor(i / 3)));
    expect(differences.length).toBeGreaterThan(found.length / 2);
    expect(Math.max(...differences)).toBeLessThan(TOLERANCES.inference.exposureResult);
  });
});
