import { createLutAsset, diffRecipes, findPreset, hashRecipe, RECIPE_SCHEMA_ID, type Recipe, type RecipeOperation, validateRecipe } from '@openretouch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalRecipe } from '../../../packages/core/src/recipe/canonical.js';
import { arbitraryRecipe } from './arbitrary-recipe.js';

const recipeOf = (operations: RecipeOperation[], more: object = {}): Recipe => validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'test', operations, ...more });
const messages = (a: Recipe, b: Recipe): string[] => diffRecipes(a, b).map(({ message }) => message);
const identity = (size: number, value = 0): Recipe['assets'] => ({ film: createLutAsset({ kind: 'lut3d', size, values: new Float32Array(size ** 3 * 3).fill(value), space: 'srgb' }) });

describe('diffRecipes', () => {
  it('finds no difference between a recipe and itself, and some between any two of different texts', () => {
    fc.assert(
      fc.property(arbitraryRecipe, arbitraryRecipe, (a, b) => {
        expect(diffRecipes(a, a)).toEqual([]);
        // Keys of assets are of no meaning, so they do not count for this comparison either.
        const text = ({ assets: _, ...recipe }: Recipe): string => canonicalRecipe({ ...recipe, operations: recipe.operations.filter(({ op }) => op !== 'lut') });
        if (text(a) !== text(b)) expect(diffRecipes(a, b)).not.toEqual([]);
        if (hashRecipe(a) !== hashRecipe(b)) expect(diffRecipes(a, b).some(({ kind }) => kind !== 'metadata')).toBe(true);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('tells parameters one by one with their units, defaults filled in', () => {
    const a = recipeOf([{ op: 'exposure', ev: -0.5 }, { op: 'saturation', gain: 1.1 }, { op: 'toneCurve', points: [[0, 0], [1, 1]] }]);
    const b = recipeOf([{ op: 'exposure', ev: 0.25 }, { op: 'saturation', gain: 1.2, axis: 'oklab', strength: 0.5 }, { op: 'toneCurve', points: [[0, 0.1], [1, 1]] }]);
    expect(messages(a, b)).toEqual([
      'Exposure, ev: -0.5 EV -> +0.25 EV',
      'Saturation, gain: 1.1x -> 1.2x',
      'Saturation, axis: average -> oklab',
      'Saturation, strength: 1 -> 0.5',
      'Tone curve, points: 0:0 1:1 -> 0:0.1 1:1',
    ]);
    expect(diffRecipes(a, b)[0]).toEqual({ kind: 'changed', field: 'exposure', parameter: 'ev', indexA: 0, indexB: 0, a: -0.5, b: 0.25, message: expect.any(String) as string });
  });

  it('takes a default that is written out for what it is', () => {
    expect(messages(recipeOf([{ op: 'saturation', gain: 1.1 }]), recipeOf([{ op: 'saturation', gain: 1.1, axis: 'average', strength: 1, enabled: true }], { strength: 1 }))).toEqual([]);
  });

  it('tells operations that are gone, new, and moved; what they move past is not', () => {
    const exposure = { op: 'exposure', ev: 1 };
    const contrast = { op: 'contrast', gain: 1.2 };
    const saturation = { op: 'saturation', gain: 0.5 };
    expect(messages(recipeOf([exposure, contrast]), recipeOf([contrast, saturation]))).toEqual(['removed, it was number 1: Exposure at +1 EV', 'added as number 2: Saturation at 0.5x']);
    expect(messages(recipeOf([exposure, contrast, saturation]), recipeOf([contrast, saturation, exposure]))).toEqual(['Exposure: moved from place 1 to 3']);
    expect(messages(recipeOf([exposure, contrast]), recipeOf([saturation, exposure, contrast]))).toEqual(['added as number 1: Saturation at 0.5x']);
  });

  it('recognises one of several of a kind that stayed the same', () => {
    expect(messages(recipeOf([{ op: 'exposure', ev: 1 }, { op: 'exposure', ev: 2 }]), recipeOf([{ op: 'exposure', ev: 2 }]))).toEqual(['removed, it was number 1: Exposure at +1 EV']);
  });

  it('tells what a preset says about itself, and the strength of the whole', () => {
    const a = recipeOf([], { author: 'Ann', extensions: { x: 1 } });
    const b = recipeOf([], { name: 'other', licence: 'MIT', strength: 0.5 });
    expect(messages(a, b)).toEqual(['name: "test" -> "other"', 'author: "Ann" -> none', 'licence: none -> "MIT"', 'extensions differ', 'strength of the whole: 1 -> 0.5']);
  });

  it('compares what LUTs hold and not what they are called', () => {
    const a = recipeOf([{ op: 'lut', asset: 'film' }], { assets: identity(2) });
    const renamed = recipeOf([{ op: 'lut', asset: 'other' }], { assets: { other: identity(2)?.['film'] } });
    expect(messages(a, renamed)).toEqual([]);
    expect(messages(a, recipeOf([{ op: 'lut', asset: 'film' }], { assets: identity(2, 1) }))).toEqual(['LUT, asset: another 3D LUT of 2 nodes an edge, srgb']);
    expect(messages(a, recipeOf([{ op: 'lut', asset: 'film' }], { assets: identity(3) }))).toEqual(['LUT, asset: 3D LUT of 2 nodes an edge, srgb -> 3D LUT of 3 nodes an edge, srgb']);
    expect(messages(a, { ...a, assets: { ...a.assets, spare: identity(2)?.['film'] as never } })).toEqual(['unused assets: [] -> ["spare"]']);
  });

  it('tells masks', () => {
    expect(messages(recipeOf([{ op: 'exposure', ev: 1 }]), recipeOf([{ op: 'exposure', ev: 1, mask: { slot: 'sky', invert: true, feather: 0.02 } }]))).toEqual(['Exposure, no mask -> the mask "sky" (invert, feather 0.02)']);
    expect(messages(recipeOf([{ op: 'exposure', ev: 1, mask: { slot: 'sky' } }]), recipeOf([{ op: 'exposure', ev: 1, mask: { slot: 'sky', invert: false } }]))).toEqual([]);
  });

  it('finds built-in looks different', () => {
    const [warm, soft] = [findPreset('warm'), findPreset('soft')];
    expect(messages(warm?.recipe as Recipe, soft?.recipe as Recipe)).toContain('id: "warm" -> "soft"');
  });
});
