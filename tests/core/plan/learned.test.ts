import { analyse, createLutAsset, describeEffect, InferenceError, ModelUnavailableError, planPhoto, planWithoutPhoto, type Decide, type Plan, type Raster, type Recipe, type RecipeOperation, type SmallCopy } from '@openretouch/core';
import { describe, expect, it, vi } from 'vitest';
import { estimateIlluminant } from '../../../packages/core/src/analyse/illuminant.js';
import { measureStatistics } from '../../../packages/core/src/analyse/statistics.js';
import { type PlanDependencies, planRetouch } from '../../../packages/core/src/plan/plan-retouch.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { decideForTests } from '../../helpers/decide-for-tests.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { lawPicture } from '../../helpers/pictures.js';
import { TOLERANCES } from '../../tolerances.js';

const photo = lawPicture(8, { channels: 3 });
const plan = (entry: RecipeOperation, options: { decide?: Decide; raster?: Raster; assets?: Recipe['assets'] } = {}): Promise<Plan> =>
  planPhoto(recipeOf([entry], options.assets), analyse(options.raster ?? photo), { decide: options.decide ?? decideForTests });
const lutOf = ({ steps }: Plan): Lut3dTransform => steps[0].transforms[0] as Lut3dTransform;

describe('a learned operation', () => {
  it('cannot be planned without what decides, and says where that comes from', async () => {
    const refused = planPhoto(recipeOf([{ op: 'exposure', ev: 1 }, { op: 'csrnet' }]), analyse(photo));
    await expect(refused).rejects.toThrowError(ModelUnavailableError);
    await expect(refused).rejects.toThrowError('operations[1]: asks the model csrnet-neutral, and nothing runs models here (expected the option "decide", as createDecider of @openretouch/core/inference makes one)');
  });

  it('is not needed where it is switched off', async () => {
    expect((await planPhoto(recipeOf([{ op: 'csrnet', enabled: false }, { op: 'csrnet', strength: 0 }]), analyse(photo))).steps).toEqual([]);
  });

  it('is no look of its own without a photo', async () => {
    await expect(planWithoutPhoto(recipeOf([{ op: 'csrnet' }]))).rejects.toThrowError('operations[0] (csrnet): is decided by the photo');
  });

  it('shows the model the photo as the steps before it left it, clamped, as sRGB', async () => {
    const decide = vi.fn<Decide>(decideForTests);
    const display: Raster = { ...photo, encoding: 'display-p3' };
    await planPhoto(recipeOf([{ op: 'brightness', gain: 4 }, { op: 'csrnet', style: 'warm' }]), analyse(display), { decide });
    const [[id, { copy, sample }, { space, lutSize }]] = decide.mock.calls;
    expect({ id, space, lutSize, spaces: [copy.space, sample.space] }).toEqual({ id: 'csrnet-warm', space: 'display-p3', lutSize: 33, spaces: ['srgb', 'srgb'] });
    for (const { rgb } of [copy, sample]) expect(rgb.every((value) => value >= 0 && value <= 1)).toBe(true);
    const dark = analyse(display).copy.rgb;
    expect(copy.rgb.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(1.5 * dark.reduce((sum, value) => sum + value, 0));
  });

  it.each([[8, 1000, 33], [16, 1000, 65], [8, 12000, 65]] as const)('asks for more nodes where a photo has fine steps or many pixels: %i bit, %i rows', async (bitDepth, height, expected) => {
    const decide = vi.fn<Decide>(decideForTests);
    const analysis = { ...analyse(photo), sourceWidth: 1000, sourceHeight: height, sourceBitDepth: bitDepth };
    await planPhoto(recipeOf([{ op: 'csrnet' }]), analysis, { decide });
    expect(decide.mock.calls[0][2].lutSize).toBe(expected);
  });

  it('names the weights that decided, in words that ask for them again', async () => {
    const { notes } = await plan({ op: 'csrnet', style: 'vivid' });
    const model = notes[0].decided?.['model'] as string;
    expect(notes).toMatchObject([{ operation: 0, code: 'decided' }]);
    expect(model).toMatch(/^csrnet-vivid@[0-9a-f]{16}$/);
    expect((await plan({ op: 'csrnet', model })).notes.map(({ code }) => code)).toEqual(['decided']);
  });

  it('tells in words what was decided, from the map and not from the weights', async () => {
    const { notes, steps, space } = await plan({ op: 'csrnet', strength: 0.5 });
    const [{ effect, message, decided }] = notes;
    expect(effect).toBe(describeEffect(steps, space).sentence);
    expect(effect).toMatch(/^(brighter|darker) by /);
    expect(message).toBe(`Learned retouch: ${effect ?? ''} (model "${String(decided?.['model'])}")`);
  });

  it('warns, and goes on, where other weights decide than the recipe names', async () => {
    const { notes, steps } = await plan({ op: 'csrnet', model: 'csrnet-neutral@0123456789abcdef' });
    expect(notes[0]).toMatchObject({ code: 'other-model', message: expect.stringContaining('other weights of csrnet-neutral (0123456789abcdef)') as string });
    expect(steps).toHaveLength(1);
  });

  it('leaves a photo that is wholly transparent as it is, and says so', async () => {
    const clear: Raster = { data: new Uint8Array(16), width: 2, height: 2, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
    const decide = vi.fn<Decide>(decideForTests);
    const { steps, notes } = await plan({ op: 'csrnet' }, { raster: clear, decide });
    expect(steps).toEqual([]);
    expect(notes).toMatchObject([{ code: 'unchanged' }]);
    expect(decide).not.toHaveBeenCalled();
  });

  it.each([
    ['NaN', (lut: Lut3dTransform) => ({ ...lut, values: lut.values.map((value, index) => (index === 7 ? NaN : value)) })],
    ['infinity', (lut: Lut3dTransform) => ({ ...lut, values: lut.values.map(() => Infinity) })],
    ['a map of another space', (lut: Lut3dTransform) => ({ ...lut, space: 'display-p3' as const })],
  ])('refuses a decision with %s', async (_, spoil) => {
    const decide: Decide = async (...call) => {
      const decision = await decideForTests(...call);
      return { ...decision, transform: spoil(decision.transform as Lut3dTransform) };
    };
    await expect(plan({ op: 'csrnet' }, { decide })).rejects.toThrowError(InferenceError);
  });

  it('passes on why a decision failed, and stops when cancelled', async () => {
    const decide: Decide = () => Promise.reject(new ModelUnavailableError('model "csrnet-soft": not in the manifest', {}));
    await expect(plan({ op: 'csrnet', style: 'soft' }, { decide })).rejects.toThrowError('not in the manifest');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(planPhoto(recipeOf([{ op: 'csrnet' }]), analyse(photo), { decide: decideForTests, signal })).rejects.toThrowError('enough');
  });
});

describe('csrnet', () => {
  it('mixes styles as the mean of their results, by their shares', async () => {
    const [warm, soft, mixed] = await Promise.all([plan({ op: 'csrnet', style: 'warm' }), plan({ op: 'csrnet', style: 'soft' }), plan({ op: 'csrnet', style: { warm: 0.9, soft: 0.3, vivid: 0 } })]);
    const expected = lutOf(warm).values.map((value, index) => 0.75 * value + 0.25 * lutOf(soft).values[index]);
    expect(largestDifference(lutOf(mixed).values, expected)).toBeLessThan(TOLERANCES.laws.float);
    expect(mixed.notes[0].decided?.['model']).toMatch(/^csrnet-warm@\w{16}, csrnet-soft@\w{16}$/);
  });

  it('goes beyond the model with a strength above 1', async () => {
    expect((await plan({ op: 'csrnet', strength: 1.5 })).steps[0].strength).toBe(1.5);
  });

  it('frozen gives every photo the map it holds, and asks no model', async () => {
    const held = sampleLut3d(3, 'srgb', (rgb) => rgb.forEach((value, index) => (rgb[index] = value * value)));
    const decide = vi.fn<Decide>(decideForTests);
    const frozen = await plan({ op: 'csrnet', adapt: 'frozen', lut: 'held' }, { decide, assets: { held: createLutAsset(held) } });
    expect(largestDifference(lutOf(frozen).values, held.values)).toBeLessThan(2 ** -11);
    expect(decide).not.toHaveBeenCalled();
    expect(await planWithoutPhoto(recipeOf([{ op: 'csrnet', adapt: 'frozen', lut: 'held' }], { held: createLutAsset(held) }))).toMatchObject({ steps: [{ strength: 1 }] });
  });

  it.each<[object, string]>([
    [{ adapt: 'frozen' }, 'operations[0].lut: missing (expected the key of a LUT, which "frozen" stands for)'],
    [{ lut: 'held' }, 'operations[0].adapt: "per-photo" (expected "frozen" beside a LUT)'],
    [{ style: {} }, 'operations[0].style: {} (expected a share above 0)'],
    [{ style: { warm: 0 } }, 'a share above 0'],
    [{ style: { warm: 1 }, model: 'csrnet-warm' }, 'operations[0].model: "csrnet-warm" (expected no model beside a mix'],
    [{ style: { gloomy: 1 } }, 'operations[0].style.gloomy: unknown key'],
    [{ style: { warm: 2 } }, 'operations[0].style.warm: 2 (expected a share, 0 to 1)'],
    [{ style: 'gloomy' }, 'operations[0].style: "gloomy" (expected "neutral" or "warm" or "vivid" or "soft", or an object'],
    [{ style: 3 }, 'operations[0].style: 3 (expected "neutral"'],
    [{ model: 'csrnet-warm@12' }, 'operations[0].model: "csrnet-warm@12" (expected the id of a model'],
    [{ strength: 1.6 }, 'operations[0].strength: 1.6 (expected 0 to 1.5)'],
  ])('refuses %j by name', async (parameters, message) => {
    const held = createLutAsset(sampleLut3d(2, 'srgb', () => {}));
    await expect(plan({ op: 'csrnet', ...parameters }, { assets: { held } })).rejects.toThrowError(message);
  });
});

describe('cudi where it is needed', () => {
  const measuresOf = (total: number, seen: SmallCopy[] = []): PlanDependencies => ({
    measureStatistics,
    estimateIlluminant,
    measureExposureNeed(copy) {
      seen.push(copy);
      return { backlit: total, underExposed: 0, total };
    },
  });
  const planNeeded = (total: number, { seen, before = [], decide = decideForTests, ...entry }: { seen?: SmallCopy[]; before?: RecipeOperation[]; decide?: Decide | undefined; strength?: number } = {}): Promise<Plan> =>
    planRetouch(recipeOf([...before, { op: 'cudi', when: 'needed', ...entry }]), analyse(photo), { ...measuresOf(total, seen), ...(decide === undefined ? {} : { decide }) });

  it('is left out, without asking a model, of a photo that needs nothing, and says so', async () => {
    const decide = vi.fn<Decide>(decideForTests);
    const { steps, notes } = await planNeeded(0, { decide });
    expect(steps).toEqual([]);
    expect(notes).toEqual([{ operation: 0, code: 'unchanged', message: 'Learned exposure: left as it is' }]);
    expect(decide).not.toHaveBeenCalled();
  });

  it('is given as far as the photo needs it, on top of its strength', async () => {
    const always = await plan({ op: 'cudi' });
    const needed = await planNeeded(0.5, { strength: 0.6 });
    expect(needed.steps).toEqual([{ ...always.steps[0], strength: 0.3 }]);
  });

  it('is weighed by the photo as the steps before left it', async () => {
    const seen: SmallCopy[] = [];
    await planNeeded(1, { seen, before: [{ op: 'brightness', gain: 0.5 }] });
    expect(seen).toHaveLength(1);
    expect(largestDifference(seen[0].rgb, analyse(photo).copy.rgb.map((value) => value / 2))).toBeLessThan(TOLERANCES.laws.float);
  });

  it('is not weighed where it is always wanted', async () => {
    const seen: SmallCopy[] = [];
    await planRetouch(recipeOf([{ op: 'cudi' }]), analyse(photo), { ...measuresOf(0, seen), decide: decideForTests });
    expect(seen).toEqual([]);
  });

  it('is refused without what decides, also of a photo that needs nothing', async () => {
    const recipe = recipeOf([{ op: 'cudi', when: 'needed' }]);
    await expect(planRetouch(recipe, analyse(photo), measuresOf(0))).rejects.toThrowError(ModelUnavailableError);
  });

  it('is no look of its own without a photo', async () => {
    await expect(planWithoutPhoto(recipeOf([{ op: 'cudi', when: 'needed' }]))).rejects.toThrowError('operations[0] (cudi): is decided by the photo');
  });
});
