import { createLutAsset, describeRecipe, OPERATIONS, PRESETS, RECIPE_SCHEMA_ID, type Recipe, type RecipeOperation, validateRecipe } from '@openretouch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeParameterValue } from '../../../packages/core/src/operations/parameter-text.js';
import { arbitraryRecipe } from './arbitrary-recipe.js';

const sentences = (operations: RecipeOperation[], more: object = {}): string[] => describeRecipe(validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'test', operations, ...more }));

describe('describeRecipe', () => {
  it.each<[RecipeOperation, string]>([
    [{ op: 'exposure', ev: 0.5 }, 'Exposure at +0.5 EV'],
    [{ op: 'exposure', ev: -0.5, strength: 0.8 }, 'Exposure at -0.5 EV, at strength 0.8'],
    [{ op: 'exposure' }, 'Exposure at 0 EV'],
    [{ op: 'saturation', gain: 1.2, axis: 'oklab' }, 'Saturation at 1.2x (axis oklab)'],
    [{ op: 'saturation', gain: 'auto' }, 'Saturation (gain auto)'],
    [{ op: 'saturation' }, 'Saturation, all at default'],
    [{ op: 'levels', black: 'auto', white: 'auto' }, 'Levels (black auto, white auto)'],
    [{ op: 'whiteBalance', auto: true }, 'White balance (auto)'],
    [{ op: 'whiteBalance', temperature: 5200, tint: 3 }, 'White balance (temperature 5200 K, tint +3)'],
    [{ op: 'whiteBalance', gains: [1.1, 1, 0.9] }, 'White balance (gains 1.1x 1x 0.9x)'],
    [{ op: 'toneCurve', points: [[0, 0.1], [1, 1]], redPoints: [[0, 0], [1, 0.9]] }, 'Tone curve (points 0:0.1 1:1, red points 0:0 1:0.9)'],
    [{ op: 'toneCurve', points: Array.from({ length: 9 }, (_, i) => [i / 8, i / 16]) }, 'Tone curve (points 0:0 ... 1:0.5, 9 in all)'],
    [{ op: 'contrast', gain: 1.1, pivot: 0.5, enabled: false }, 'Contrast (gain 1.1x, pivot 0.5), switched off'],
    [{ op: 'brightness', gain: 1.1, mask: { slot: 'sky', feather: 0.05 } }, 'Brightness at 1.1x, through the mask "sky" (feather 0.05)'],
  ])('says %o in words', (entry, sentence) => {
    expect(sentences([entry])).toEqual([sentence]);
  });

  it('tells the size of a LUT and the strength of the whole', () => {
    const film = createLutAsset({ kind: 'lut3d', size: 2, values: new Float32Array(24), space: 'srgb' });
    expect(sentences([{ op: 'lut', asset: 'film' }], { assets: { film }, strength: 0.6 })).toEqual(['LUT (asset "film", a 3D LUT of 2 nodes an edge, srgb)', 'The whole at strength 0.6']);
  });

  it('has a sentence for every operation of every recipe, led by its title', () => {
    const titles = OPERATIONS.map(({ title }) => title);
    const check = (recipe: Recipe): void => {
      const lines = describeRecipe(recipe);
      expect(lines.length - recipe.operations.length).toBe((recipe.strength ?? 1) === 1 ? 0 : 1);
      for (const line of lines.slice(0, recipe.operations.length)) {
        expect(titles.some((title) => line.startsWith(title))).toBe(true);
        expect(line).not.toMatch(/undefined|NaN|\[object|\n/);
      }
    };
    for (const { recipe } of PRESETS) check(recipe);
    fc.assert(fc.property(arbitraryRecipe, check), { seed: 5, numRuns: 100 });
  });

  it('says every number with a unit that has one, by the declaration alone', () => {
    for (const { parameters } of OPERATIONS) {
      for (const parameter of Object.values(parameters)) {
        if (parameter.kind === 'number' && parameter.unit !== '') expect(describeParameterValue(parameter, parameter.minimum)).toContain(parameter.unit);
      }
    }
  });
});
