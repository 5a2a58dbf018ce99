import { converter, differenceCiede2000 } from 'culori';
import { fitSliders, InvalidArgumentError, type Plan, planWithoutPhoto, PRESETS, type Recipe, type RecipeOperation, type SmallCopy, type Transform, validateRecipe } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { evaluatePlanOnColours } from '../../../packages/core/src/bake/measure-bake-error.js';
import { makeColourSet } from '../../../packages/core/src/transforms/colour-set.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const recipeOf = (operations: readonly object[]): Recipe => ({ schema: 'openretouch/recipe@1', name: 'Test', operations: operations as RecipeOperation[] });
const planOf = (operations: readonly object[], space: 'srgb' | 'display-p3' = 'srgb'): Promise<Plan> => planWithoutPhoto(recipeOf(operations), space);
const planOfTransforms = (...transforms: Transform[]): Plan => ({ space: 'srgb', steps: [{ transforms, strength: 1, operations: [0] }], strength: 1, notes: [] });

/** The number of one parameter, or its default where the operation is left out. */
const valueOf = (operations: readonly RecipeOperation[], op: string, name: string, fallback: number): number => (operations.find((entry) => entry.op === op)?.[name] as number | undefined) ?? fallback;

describe('sliders fitted to what sliders did', () => {
  it.each([
    [[]],
    [[{ op: 'exposure', ev: 0.5 }, { op: 'saturation', gain: 1.2 }]],
    [[{ op: 'exposure', ev: -2 }]],
    [[{ op: 'whiteBalance', temperature: 5000, tint: 12 }, { op: 'exposure', ev: 0.3 }, { op: 'contrast', gain: 1.15, pivot: 0.5 }, { op: 'saturation', gain: 0.8 }]],
    [[{ op: 'saturation', gain: 1.3, axis: 'oklab' }]],
    [[{ op: 'saturation', gain: 0 }]],
  ])('are those sliders: %j', async (operations) => {
    const { recipe, error } = await fitSliders(await planOf(operations));
    expect(recipe.operations).toEqual(operations);
    expect(error.maximum).toBeLessThan(TOLERANCES.sliders.recovered);
  });

  it('are near them for thirty recipes at random', async () => {
    const random = seededRandom(33);
    const between = (low: number, high: number): number => low + random() * (high - low);
    for (let i = 0; i < 30; i += 1) {
      const [temperature, tint, ev, contrast, saturation] = [between(5000, 9000), between(-25, 25), between(-1, 1), between(0.8, 1.25), between(0.5, 1.5)];
      const { recipe, error } = await fitSliders(await planOf([{ op: 'whiteBalance', temperature, tint }, { op: 'exposure', ev }, { op: 'contrast', gain: contrast, pivot: 0.5 }, { op: 'saturation', gain: saturation }]));
      const found = recipe.operations;
      expect(error.mean).toBeLessThan(TOLERANCES.sliders.recovered);
      expect(Math.abs(1e6 / valueOf(found, 'whiteBalance', 'temperature', 6500) - 1e6 / temperature)).toBeLessThan(TOLERANCES.sliders.mired);
      expect(Math.abs(valueOf(found, 'whiteBalance', 'tint', 0) - tint)).toBeLessThan(TOLERANCES.sliders.tint);
      expect(Math.abs(valueOf(found, 'exposure', 'ev', 0) - ev)).toBeLessThan(TOLERANCES.sliders.exposureEv);
      expect(Math.abs(valueOf(found, 'contrast', 'gain', 1) - contrast)).toBeLessThan(TOLERANCES.sliders.gain);
      expect(Math.abs(valueOf(found, 'saturation', 'gain', 1) - saturation)).toBeLessThan(TOLERANCES.sliders.gain);
    }
  });

  it('are the same for a photo in Display P3', async () => {
    const operations = [{ op: 'exposure', ev: 0.5 }, { op: 'saturation', gain: 1.2 }];
    expect((await fitSliders(await planOf(operations, 'display-p3'))).recipe.operations).toEqual(operations);
  });
});

describe('sliders fitted to something else', () => {
  const looks = PRESETS.filter(({ id }) => !['auto', 'auto-learned'].includes(id)).map(({ id, recipe }) => [id, recipe] as const);

  it.each(looks)('come nearer to the look %s than the photo was', async (_, recipe) => {
    const plan = await planWithoutPhoto(recipe);
    const { recipe: sliders, error } = await fitSliders(plan);
    const nothing = await meanByCulori(plan, recipeOf([]));
    expect(error.mean).toBeLessThan(nothing);
    expect(() => validateRecipe(sliders)).not.toThrow();
    const order = ['whiteBalance', 'exposure', 'contrast', 'toneCurve', 'saturation'];
    expect(order.filter((op) => sliders.operations.some((entry) => entry.op === op))).toEqual(sliders.operations.map(({ op }) => op));
  });

  it('have the error that culori measures', async () => {
    for (const id of ['warm', 'matte', 'foliage']) {
      const plan = await planWithoutPhoto(PRESETS.find((preset) => preset.id === id)?.recipe ?? recipeOf([]));
      const { recipe, error } = await fitSliders(plan);
      expect(Math.abs((await meanByCulori(plan, recipe)) - error.mean)).toBeLessThan(TOLERANCES.sliders.culoriError);
    }
  });

  it('need a curve for a curve, and stay within half a difference of it', async () => {
    const { recipe, error } = await fitSliders(await planOf([{ op: 'toneCurve', points: [[0, 0], [0.25, 0.18], [0.75, 0.82], [1, 1]] }]));
    expect(recipe.operations.map(({ op }) => op)).toContain('toneCurve');
    expect(error.p95).toBeLessThan(0.5);
  });

  it('are chosen for the colours of the photo where there is one', async () => {
    // Greens lose their chroma, all else keeps it; the photo is all green.
    const plan = await planOf([{ op: 'hsl', green: { chroma: -0.5 } }]);
    const random = seededRandom(2);
    const rgb = Float32Array.from({ length: 900 }, (_, i) => [0.25, 0.5, 0.25][i % 3] + 0.1 * random());
    const sample: SmallCopy = { rgb, weights: undefined, width: 30, height: 10, space: 'srgb' };
    const [own, general] = [await fitSliders(plan, sample), await fitSliders(plan)];
    const [ownGain, generalGain] = [own, general].map(({ recipe }) => valueOf(recipe.operations, 'saturation', 'gain', 1));
    expect(ownGain).toBeLessThan(generalGain - 0.1);
    expect(own.error.photo?.mean).toBeLessThan(own.error.mean);
  });

  it('are the same each time', async () => {
    const plan = await planWithoutPhoto(PRESETS[5].recipe);
    expect(await fitSliders(plan)).toEqual(await fitSliders(plan));
  });

  it.each([
    ['black', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['white', [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]],
    ['the negative', [-1, 0, 0, 1, 0, -1, 0, 1, 0, 0, -1, 1]],
    ['swapped channels', [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0]],
    ['values far out of range', [1e6, 0, 0, -1e6, 0, 1e6, 0, 1e6, 0, 0, 1e6, 0]],
  ])('are valid for %s, with a finite error', async (_, matrix) => {
    const { recipe, error } = await fitSliders(planOfTransforms({ kind: 'matrix', matrix }));
    expect(() => validateRecipe(recipe)).not.toThrow();
    expect(Object.values(error).every(Number.isFinite)).toBe(true);
  });

  it('take a photo of one pixel and one of none that is visible', async () => {
    const plan = await planOf([{ op: 'exposure', ev: 0.5 }]);
    for (const weights of [undefined, Float32Array.of(0)]) {
      const { recipe } = await fitSliders(plan, { rgb: Float32Array.of(0.2, 0.4, 0.6), weights, width: 1, height: 1, space: 'srgb' });
      expect(recipe.operations).toEqual([{ op: 'exposure', ev: 0.5 }]);
    }
  });
});

describe('sliders', () => {
  it('do not stand for what has a mask', async () => {
    const plan: Plan = { ...planOfTransforms({ kind: 'matrix', matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }) };
    const masked: Plan = { ...plan, steps: [{ ...plan.steps[0], mask: { slot: 'sky' } }] };
    await expect(fitSliders(masked)).rejects.toThrow(InvalidArgumentError);
    await expect(fitSliders(masked)).rejects.toThrow('steps[0]: has the mask "sky"');
  });

  it('do not stand for what differs by place', async () => {
    const grid: Transform = { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(1, 0) };
    await expect(fitSliders(planOfTransforms(grid))).rejects.toThrow('steps[0]: differs by place');
  });
});

/** Mean CIEDE2000 between a plan and a recipe, by culori, on the colours that errors are stated for. */
async function meanByCulori(plan: Plan, recipe: Recipe): Promise<number> {
  const colours = makeColourSet().filter((_, i) => Math.floor(i / 3) % 4 === 0);
  const [expected, found] = [plan, await planWithoutPhoto(recipe, plan.space)].map((one) => {
    const rgb = colours.slice();
    evaluatePlanOnColours(one, rgb);
    return rgb.map((value) => Math.min(1, Math.max(0, value)));
  });
  const difference = differenceCiede2000();
  const toLab = converter('lab65');
  const colour = (rgb: Float32Array, i: number) => toLab({ mode: 'rgb', r: rgb[i * 3], g: rgb[i * 3 + 1], b: rgb[i * 3 + 2] });
  const differences = Array.from({ length: colours.length / 3 }, (_, i) => difference(colour(expected, i), colour(found, i)));
  return differences.reduce((total, value) => total + value, 0) / differences.length;
}
