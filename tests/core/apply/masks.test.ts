import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { InvalidRasterError, InvalidRecipeError } from '../../../packages/core/src/errors.js';
import type { Mask } from '../../../packages/core/src/raster/mask.js';
import { type Raster, validateRaster } from '../../../packages/core/src/raster/raster.js';
import { RECIPE_SCHEMA_ID, type Recipe } from '../../../packages/core/src/recipe/recipe.js';
import { retouch } from '../../../packages/core/src/retouch.js';

const recipe: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'masked', operations: [{ op: 'brightness', gain: 2, mask: { slot: 'brush' } }] };
const greys: Raster = { data: Uint8Array.of(40, 50, 60, 70, 80, 90), width: 2, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
const retouched = async (raster: Raster, data: unknown): Promise<number[]> => [...(await retouch(raster, recipe, { masks: { brush: { data, width: 2, height: 1 } as Mask } })).raster.data];

describe('a mask', () => {
  it.each([['Uint8Array', 255], ['Uint8ClampedArray', 255], ['Uint16Array', 65535], ['Float32Array', 1]])('of %s from another realm covers as one of our own', async (kind, full) => {
    const data: unknown = runInNewContext(`${kind}.of(${full}, 0)`);
    expect(await retouched(greys, data)).toEqual([80, 100, 120, 70, 80, 90]);
  });

  it.each([[Float64Array.of(1, 0)], [Int8Array.of(1, 0)], [[1, 0]], [undefined], ['ab']])('of %s is refused, not read at a guessed scale', async (data) => {
    await expect(retouched(greys, data)).rejects.toThrow(InvalidRasterError);
  });

  it('that is null is refused by name', async () => {
    await expect(retouch(greys, recipe, { masks: { brush: null as unknown as Mask } })).rejects.toThrow(/mask "brush": null/);
  });

  it.each(['srgb', 'linear-srgb'] as const)('leaves uncovered float pixels of %s bit for bit, whatever they hold', async (encoding) => {
    const data = Float32Array.of(0.123456, 7.25, 1e-5, Infinity, NaN, -0.7);
    expect(await retouched({ ...greys, data, bitDepth: 32, encoding }, Uint8Array.of(0, 0))).toEqual([...data]);
  });
});

describe('a raster', () => {
  it('of float32 from another realm is analysed as one of our own', () => {
    const data = runInNewContext('Float32Array.of(0.25, 0.5, 0.75, 0.25, 0.5, 0.75)') as Float32Array;
    expect(analyse({ ...greys, data, bitDepth: 32 }).statistics).toEqual(analyse({ ...greys, data: Float32Array.from(data), bitDepth: 32 }).statistics);
  });

  it.each([null, undefined, 'photo.jpg'])('that is %s is refused with a sentence', (value) => {
    expect(() => validateRaster(value as unknown as Raster)).toThrow(InvalidRasterError);
  });
});

describe('a recipe that was never validated', () => {
  it.each([[{ ...recipe, operations: [{ op: 'exposure', ev: NaN }] }], [{ ...recipe, operations: [{ op: 'brightness', gain: 'x' }] }], [{ operations: [] }], [{ id: 'auto', recipe }]])(
    'is refused by retouch: %j',
    async (value) => {
      await expect(retouch(greys, value as unknown as Recipe)).rejects.toThrow(InvalidRecipeError);
    },
  );
});
