import { beforeAll, describe, expect, it } from 'vitest';
import { analyse, applyPlan, compareRasters, freezeRecipe, InvalidArgumentError, planPhoto, planWithoutPhoto, type Raster, type Recipe, validateRecipe } from '../../../packages/core/src/index.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { readSmallPhoto, takeBurst } from '../../helpers/bursts.js';
import { decideForTests as decide } from '../../helpers/decide-for-tests.js';

let photo: Raster;
let other: Raster;

beforeAll(async () => {
  [photo] = takeBurst(await readSmallPhoto('mountain-lake'), [-0.7], 3);
  other = await readSmallPhoto('tulips');
});

const resultOf = async (recipe: Recipe, raster: Raster): Promise<Raster> => applyPlan(await planPhoto(recipe, analyse(raster), { decide }), raster, { implementation: 'reference' });
const freeze = async (recipe: Recipe, raster = photo) => freezeRecipe(recipe, await planPhoto(recipe, analyse(raster), { decide }));

describe('freezeRecipe', () => {
  it('gives the photo that decided what it got before, by a recipe that asks nobody', async () => {
    const recipe = recipeOf([{ op: 'whiteBalance', auto: true }, { op: 'levels', black: 'auto', white: 'auto' }, { op: 'csrnet', strength: 0.7, style: { warm: 0.5, soft: 0.5 } }]);
    const { recipe: frozen, maps, perPhoto } = await freeze(recipe);
    expect([maps, perPhoto]).toEqual([[2], []]);
    await expect(planWithoutPhoto(validateRecipe(frozen))).resolves.toMatchObject({ strength: 1 });
    const [own, again] = [await resultOf(recipe, photo), await resultOf(frozen, photo)];
    // Half floats hold a node to an eighth of a level, and roundings to 8 bit fall on either side.
    expect(Math.max(...own.data.map((value, index) => Math.abs(value - again.data[index])))).toBeLessThanOrEqual(1);
    expect(compareRasters(own, again).psnr).toBeGreaterThan(55);
  });

  it('gives another photo the map of the first, not its own', async () => {
    const recipe = recipeOf([{ op: 'csrnet' }]);
    const { recipe: frozen } = await freeze(recipe);
    expect(compareRasters(await resultOf(frozen, other), await resultOf(recipe, other)).ciede2000.mean).toBeGreaterThan(1);
  });

  it('says which operations still look at each photo', async () => {
    const { perPhoto, maps } = await freeze(recipeOf([{ op: 'csrnet' }, { op: 'cudi' }, { op: 'contrast', gain: 1.2, pivot: 'mean' }, { op: 'exposure', ev: 0.2 }]));
    expect([maps, perPhoto]).toEqual([[0], [1, 2]]);
  });

  it('switches off what the photo was found not to need', async () => {
    const flat: Raster = { ...photo, data: new Uint8Array(photo.data.length).fill(120) };
    const { recipe } = await freeze(recipeOf([{ op: 'whiteBalance', auto: true }, { op: 'csrnet' }]), flat);
    expect(recipe.operations.map(({ enabled }) => enabled)).toEqual([false, false]);
  });

  it('keeps the assets there are, under keys of their own', async () => {
    const { recipe } = await freeze(recipeOf([{ op: 'csrnet' }]));
    const asset = recipe.assets?.['csrnet'];
    const twice = await freeze({ ...recipeOf([{ op: 'csrnet' }]), assets: { csrnet: asset as NonNullable<typeof asset> } });
    expect(Object.keys(twice.recipe.assets ?? {})).toEqual(['csrnet', 'csrnet-2']);
    expect(twice.recipe.operations[0]).toMatchObject({ adapt: 'frozen', lut: 'csrnet-2' });
  });

  it('refuses a plan of another recipe', async () => {
    const plan = await planPhoto(recipeOf([{ op: 'csrnet' }]), analyse(photo), { decide });
    await expect(freezeRecipe(recipeOf([{ op: 'csrnet' }]), { ...plan, steps: [] })).rejects.toThrowError(InvalidArgumentError);
  });
});
