import { analyse, findPreset, planPhoto, planWithoutPhoto, RECIPE_SCHEMA_ID, type Recipe, type RecipeOperation } from '@openretouch/core';
import { describe, expect, it } from 'vitest';

const recipeOf = (...operations: RecipeOperation[]): Recipe => ({ schema: RECIPE_SCHEMA_ID, name: 'test', operations, strength: 0.5 });

describe('planWithoutPhoto', () => {
  it('gives the plan that every photo gets', async () => {
    const analysis = analyse({ data: Uint8Array.of(10, 200, 30, 90, 80, 250), width: 2, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
    for (const recipe of [findPreset('warm')?.recipe, findPreset('matte')?.recipe, recipeOf({ op: 'exposure', ev: 0 }, { op: 'saturation', gain: 1.2 }, { op: 'contrast', gain: 1.1, pivot: 0.5, strength: 0.7 })]) {
      expect(await planWithoutPhoto(recipe as Recipe)).toEqual(await planPhoto(recipe as Recipe, analysis));
    }
  });

  it('leaves out what is off before it looks at it', async () => {
    expect((await planWithoutPhoto(recipeOf({ op: 'contrast', gain: 2, enabled: false }, { op: 'saturation', gain: 'auto', strength: 0 }))).steps).toEqual([]);
  });

  it.each<[string, RecipeOperation]>([
    ['whiteBalance', { op: 'whiteBalance', auto: true }],
    ['levels', { op: 'levels', white: 'auto' }],
    ['contrast', { op: 'contrast', gain: 1.2 }],
    ['toneCurve', { op: 'toneCurve', auto: true }],
    ['saturation', { op: 'saturation', gain: 'auto' }],
  ])('names the operation that looks at the photo: %s', async (name, entry) => {
    await expect(planWithoutPhoto(recipeOf({ op: 'exposure', ev: 1 }, entry))).rejects.toMatchObject({ name: 'InvalidArgumentError', message: expect.stringContaining(`operations[1] (${name}): is decided by the photo`) as string });
  });

  it('refuses masks, the optional ones too', async () => {
    await expect(planWithoutPhoto(recipeOf({ op: 'exposure', ev: 1, mask: { slot: 'sky', optional: true } }))).rejects.toThrow(/operations\[0\] \(exposure\): has the mask "sky"/);
  });
});
