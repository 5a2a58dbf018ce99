import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import { InvalidRecipeError, MaskError } from '../../../packages/core/src/errors.js';
import type { Plan } from '../../../packages/core/src/plan/plan.js';
import type { Mask } from '../../../packages/core/src/raster/mask.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../../packages/core/src/retouch.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { dullPicture, lawPicture } from '../../helpers/pictures.js';
import { TOLERANCES } from '../../tolerances.js';

const picture = dullPicture();
const { width, height } = picture;
const full: Mask = { data: new Uint8Array(width * height).fill(255), width, height };

const plan = (...operations: RecipeOperation[]): Promise<Plan> => planPhoto(recipeOf(operations), analyse(picture), { masks: { brush: full } });

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('planning a retouch', () => {
  it('refuses an empty slot, naming operation and slot', async () => {
    const error = await rejection(plan({ op: 'brightness', gain: 2 }, { op: 'exposure', ev: 1, mask: { slot: 'sky' } }));
    expect(error).toBeInstanceOf(MaskError);
    expect(error).toMatchObject({ code: 'missing-mask', fields: { slot: 'sky' } });
    expect(String(error)).toContain('operations[1].mask.slot: no mask for "sky" (expected one, or "optional": true)');
  });

  it('leaves an operation with an optional empty slot out, and says so', async () => {
    const { steps, notes } = await plan({ op: 'exposure', ev: 1, mask: { slot: 'sky', optional: true } }, { op: 'brightness', gain: 2 });
    expect(steps.map(({ operations }) => operations)).toEqual([[1]]);
    expect(notes).toEqual([expect.objectContaining({ operation: 0, code: 'skipped-mask' })]);
  });

  it('does not ask for the mask of an operation that is switched off', async () => {
    expect((await plan({ op: 'exposure', ev: 1, enabled: false, mask: { slot: 'sky' } })).steps).toEqual([]);
  });

  it('refuses a mask of another size, with both sizes', async () => {
    const small: Mask = { data: new Uint8Array(4), width: 2, height: 2 };
    const error = await rejection(planPhoto(recipeOf([{ op: 'exposure', ev: 1, mask: { slot: 'brush' } }]), analyse(picture), { masks: { brush: small } }));
    expect(error).toMatchObject({ code: 'mask-size' });
    expect(String(error)).toContain(`2 x 2 (expected ${width} x ${height}`);
  });

  it('does not take an inherited property for a mask', async () => {
    expect(await rejection(plan({ op: 'exposure', ev: 1, mask: { slot: 'constructor' } }))).toMatchObject({ code: 'missing-mask' });
  });

  it('leaves operations out that are switched off or have no strength, and what follows does not see them', async () => {
    const alone = await plan({ op: 'contrast', gain: 2 });
    for (const hidden of [{ enabled: false }, { strength: 0 }]) {
      const { steps } = await plan({ op: 'brightness', gain: 0.2, ...hidden }, { op: 'contrast', gain: 2 });
      expect(steps).toEqual([{ ...alone.steps[0], operations: [1] }]);
    }
  });

  it('shows an operation the picture as the one before left it, with its strength', async () => {
    const pivotAfter = async (...before: RecipeOperation[]): Promise<number> => {
      const { steps } = await plan(...before, { op: 'contrast', gain: 0 });
      const [transform] = steps[before.length].transforms;
      return transform.kind === 'matrix' ? transform.matrix[3] : NaN;
    };
    const mean = await pivotAfter();
    expect(Math.abs((await pivotAfter({ op: 'brightness', gain: 0.5 })) - 0.5 * mean)).toBeLessThan(TOLERANCES.laws.float);
    expect(Math.abs((await pivotAfter({ op: 'brightness', gain: 0.5, strength: 0.5 })) - 0.75 * mean)).toBeLessThan(TOLERANCES.laws.float);
  });

  it('shows an operation what the mask of the one before left alone', async () => {
    const half: Mask = { data: Uint8Array.from(full.data, (_, index) => (index < full.data.length / 2 ? 255 : 0)), width, height };
    const masks = { brush: half };
    const darken: RecipeOperation = { op: 'brightness', gain: 0, mask: { slot: 'brush' } };
    const [, step] = (await planPhoto(recipeOf([darken, { op: 'contrast', gain: 0 }]), analyse(picture), { masks })).steps;
    const darkened = await applyPlan(await planPhoto(recipeOf([darken]), analyse(picture), { masks }), picture, { masks });
    const [transform] = step.transforms;
    const mean = Array.from(darkened.data).filter((_, index) => index % 3 === 0).reduce((sum, value) => sum + value, 0) / (width * height);
    expect(Math.abs((transform.kind === 'matrix' ? transform.matrix[3] : NaN) - mean)).toBeLessThan(TOLERANCES.laws.float);
  });

  it('keeps the order of the recipe', async () => {
    const darkFirst = await plan({ op: 'brightness', gain: 0.5 }, { op: 'saturation', gain: 2 });
    expect(darkFirst.steps.map(({ operations }) => operations[0])).toEqual([0, 1]);
    expect((await plan({ op: 'saturation', gain: 2 }, { op: 'brightness', gain: 0.5 })).steps[0].transforms).toEqual(darkFirst.steps[1].transforms);
  });

  it('refuses the key of an asset that is not there, and says which are', async () => {
    const error = await rejection(plan({ op: 'lut', asset: 'film' }));
    expect(error).toBeInstanceOf(InvalidRecipeError);
    expect((error as InvalidRecipeError).issues).toEqual([expect.objectContaining({ pointer: '/operations/0/asset', value: 'film' })]);
    expect(await rejection(plan({ op: 'lut', asset: 'toString' }))).toBeInstanceOf(InvalidRecipeError);
  });

  it('refuses an operation nobody registered', async () => {
    expect(await rejection(plan({ op: 'sharpen' }))).toMatchObject({ issues: [{ pointer: '/operations/0/op', value: 'sharpen' }] });
  });

  it('notes that a LUT of another space is converted', async () => {
    const identity = { type: 'lut1d', size: 2, space: 'display-p3', data: 'AAAAAAAAADwAPAA8' } as const;
    const converted = await planPhoto(recipeOf([{ op: 'lut', asset: 'wide' }], { wide: identity }), analyse(lawPicture(32)));
    expect(converted.notes).toEqual([expect.objectContaining({ code: 'converted-space', operation: 0 })]);
    // An identity stays one, through both conversions.
    const out = await applyPlan(converted, lawPicture(32));
    out.data.forEach((value, index) => expect(Math.abs(value - lawPicture(32).data[index])).toBeLessThan(TOLERANCES.spaces.roundTrip));
  });

  it('says what it decided, in numbers that give the same plan when typed in', async () => {
    const { steps, notes } = await plan({ op: 'levels', black: 'auto', white: 'auto' });
    const [{ code, decided }] = notes;
    expect(code).toBe('decided');
    expect((await plan({ op: 'levels', ...decided })).steps[0].transforms).toEqual(steps[0].transforms);
  });

  it('stops with the reason of the signal', async () => {
    const reason = new Error('enough');
    expect(await rejection(planPhoto(recipeOf([{ op: 'exposure', ev: 1 }]), analyse(picture), { signal: { aborted: true, reason } }))).toBe(reason);
  });
});
