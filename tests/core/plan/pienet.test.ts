import { analyse, applyPlan, createLutAsset, createStyle, type Decide, type Plan, planPhoto, planWithoutPhoto, type Raster, type Recipe, type RecipeOperation } from '@openretouch/core';
import { describe, expect, it, vi } from 'vitest';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { decideForTests } from '../../helpers/decide-for-tests.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { lawPicture } from '../../helpers/pictures.js';
import { TOLERANCES } from '../../tolerances.js';

const photo = lawPicture(8, { channels: 3 });
const assets = createStyle({ name: 'Mine', preference: { embedding: '0123456789abcdef', vector: [0.6, 0.8] }, likedCount: 20 }).assets as NonNullable<Recipe['assets']>;
const held = createLutAsset(sampleLut3d(3, 'srgb', (rgb) => rgb.forEach((value, index) => (rgb[index] = value * value))));
const plan = (entry: RecipeOperation, options: { decide?: Decide; raster?: Raster } = {}): Promise<Plan> => planPhoto(recipeOf([entry], { ...assets, held }), analyse(options.raster ?? photo), { decide: options.decide ?? decideForTests });
const lutOf = ({ steps }: Plan): Lut3dTransform => steps[0].transforms[0] as Lut3dTransform;

describe('pienet', () => {
  it('asks for a built-in style by its name, and for a style of the recipe by its vector', async () => {
    const decide = vi.fn<Decide>(decideForTests);
    await plan({ op: 'pienet', style: 'golden' }, { decide });
    await plan({ op: 'pienet', style: { asset: 'taste' }, model: 'pienet-other' }, { decide });
    const asked = decide.mock.calls.map(([model, , { style }]) => ({ model, style }));
    expect(asked).toEqual([
      { model: 'pienet-condition', style: { style: 'golden' } },
      { model: 'pienet-other', style: { embedding: '0123456789abcdef', vector: [0.6, 0.8] } },
    ]);
  });

  it('mixes styles as the mean of their results, by their shares', async () => {
    const [golden, mine, mixed] = await Promise.all([plan({ op: 'pienet', style: 'golden' }), plan({ op: 'pienet', style: { asset: 'taste' } }), plan({ op: 'pienet', style: [{ style: 'golden', share: 0.9 }, { asset: 'taste', share: 0.3 }, { style: 'matte', share: 0 }] })]);
    const expected = lutOf(golden).values.map((value, index) => 0.75 * value + 0.25 * lutOf(mine).values[index]);
    expect(largestDifference(lutOf(golden).values, lutOf(mine).values)).toBeGreaterThan(0.01);
    expect(largestDifference(lutOf(mixed).values, expected)).toBeLessThan(TOLERANCES.laws.float);
  });

  it('goes half the way at half the strength, and beyond the style at one and a half', async () => {
    const raster: Raster = { ...photo, bitDepth: 32, data: Float32Array.from(photo.data, (value) => value / 255) };
    const at = async (strength: number): Promise<Raster['data']> => (await applyPlan(await plan({ op: 'pienet', style: 'golden', strength }, { raster }), raster)).data;
    const [half, whole, beyond] = [await at(0.5), await at(1), await at(1.5)];
    for (const [found, share] of [[half, 0.5], [beyond, 1.5]] as const) {
      expect(largestDifference(Float32Array.from(found), Float32Array.from(raster.data, (value, i) => value + share * (whole[i] - value)))).toBeLessThan(TOLERANCES.laws.float);
    }
  });

  it('names the weights that decided once, however many styles are mixed', async () => {
    const { notes } = await plan({ op: 'pienet', style: [{ style: 'golden', share: 1 }, { style: 'matte', share: 1 }] });
    expect(notes).toMatchObject([{ code: 'decided', message: expect.stringMatching(/^Personal style: .*\(model "pienet-condition@[0-9a-f]{16}"\)$/) as string }]);
  });

  it('frozen gives every photo the map it holds, and asks no model', async () => {
    const decide = vi.fn<Decide>(decideForTests);
    await plan({ op: 'pienet', style: 'golden', adapt: 'frozen', lut: 'held' }, { decide });
    expect(decide).not.toHaveBeenCalled();
    expect(await planWithoutPhoto(recipeOf([{ op: 'pienet', style: 'golden', adapt: 'frozen', lut: 'held' }], { held }))).toMatchObject({ steps: [{ strength: 1 }] });
    await expect(planWithoutPhoto(recipeOf([{ op: 'pienet', style: 'golden' }]))).rejects.toThrowError('is decided by the photo');
  });

  it.each<[object, string]>([
    [{}, 'operations[0].style: missing (expected the id of a built-in style'],
    [{ style: 3 }, 'operations[0].style: 3 (expected the id of a built-in style'],
    [{ style: 'Golden Hour' }, 'operations[0].style: "Golden Hour" (expected the id'],
    [{ style: '__proto__' }, 'operations[0].style: "__proto__"'],
    [{ style: {} }, 'operations[0].style.asset: missing (expected the key of a style in assets)'],
    [{ style: { asset: 'nobody' } }, 'operations[0].style.asset: "nobody" (expected the key of a style in assets: "taste")'],
    [{ style: { asset: 'held' } }, 'operations[0].style.asset: "held" (expected the key of a style in assets: "taste")'],
    [{ style: { asset: 'constructor' } }, 'operations[0].style.asset: "constructor"'],
    [{ style: { golden: 1 } }, 'operations[0].style.golden: unknown key'],
    [{ style: [] }, 'operations[0].style: [] (expected the id'],
    [{ style: [{ style: 'golden', share: 0 }] }, 'operations[0].style: [{"style":"golden","share":0}] (expected a share above 0)'],
    [{ style: [{ style: 'golden' }] }, 'operations[0].style[0].share: missing (expected a share, 0 to 1)'],
    [{ style: [{ share: 1 }] }, 'operations[0].style[0]: {"share":1} (expected an object with share and one of style and asset)'],
    [{ style: [{ style: 'golden', asset: 'taste', share: 1 }] }, 'operations[0].style[0]: '],
    [{ style: [{ style: 'golden', share: 2 }] }, 'operations[0].style[0].share: 2 (expected a share, 0 to 1)'],
    [{ style: Array.from({ length: 9 }, () => ({ style: 'golden', share: 1 })) }, 'operations[0].style: '],
    [{ style: 'golden', strength: 1.6 }, 'operations[0].strength: 1.6 (expected 0 to 1.5)'],
    [{ style: 'golden', adapt: 'frozen' }, 'operations[0].lut: missing (expected the key of a LUT, which "frozen" stands for)'],
    [{ style: 'golden', adapt: 'frozen', lut: 'taste' }, 'operations[0].lut: "taste" (expected the key of a LUT in assets: "held")'],
    [{ style: 'golden', lut: 'held' }, 'operations[0].adapt: "per-photo" (expected "frozen" beside a LUT)'],
  ])('refuses %j by name', async (parameters, message) => {
    await expect(plan({ op: 'pienet', ...parameters })).rejects.toThrowError(message);
  });
});

describe('a style in a recipe of a stranger', () => {
  const style = { type: 'style', embedding: '0123456789abcdef', vector: [0.6, 0.8], likedCount: 20 };
  const withAsset = (changes: object): Recipe => ({ ...recipeOf([{ op: 'pienet', style: { asset: 'taste' } }]), assets: { taste: { ...style, ...changes } as never } });

  it.each<[string, object, string]>([
    ['no vector', { vector: undefined }, 'assets.taste.vector: missing'],
    ['a vector of text', { vector: 'AAAA' }, 'assets.taste.vector: "AAAA" (expected a list of 2 to 512 numbers)'],
    ['text in it', { vector: [1, '0'] }, 'assets.taste.vector[1]: "0" (expected a number from -1 to 1)'],
    ['NaN', { vector: [NaN, 1] }, 'assets.taste.vector[0]: NaN'],
    ['more than 1', { vector: [1.5, 0] }, 'assets.taste.vector[0]: 1.5 (expected a number from -1 to 1)'],
    ['a vector too long', { vector: [0.9, 0.9] }, 'assets.taste.vector: "1.273 long" (expected a vector 0.01 to 1 long'],
    ['a zero vector', { vector: [0, 0] }, 'assets.taste.vector: "0 long"'],
    ['one number', { vector: [1] }, 'assets.taste.vector: [1] (expected a list of 2 to 512 numbers)'],
    ['513 numbers', { vector: new Array<number>(513).fill(0.01) }, 'expected a list of 2 to 512 numbers'],
    ['a space of another form', { embedding: '../../etc' }, 'assets.taste.embedding: "../../etc" (expected 16 lowercase hex digits)'],
    ['pictures', { photos: ['data:image/png;base64,'] }, 'assets.taste.photos: unknown key'],
    ['a count below 0', { likedCount: -1 }, 'assets.taste.likedCount: -1 (expected a whole number from 0 to 100000)'],
    ['a type nobody knows', { type: 'taste' }, 'assets.taste.type: "taste" (expected "lut3d", "lut1d" or "style")'],
  ])('is refused with %s', async (_, changes, message) => {
    await expect(planPhoto(withAsset(changes), analyse(photo), { decide: decideForTests })).rejects.toThrowError(message);
  });
});
