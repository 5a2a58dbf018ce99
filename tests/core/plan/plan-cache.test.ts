import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import type { Operation, PlanContext } from '../../../packages/core/src/operations/operation.js';
import { OPERATIONS } from '../../../packages/core/src/operations/registry.js';
import { createPlanCache } from '../../../packages/core/src/plan/plan-cache.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../../packages/core/src/retouch.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { dullPicture, lawPicture } from '../../helpers/pictures.js';

const dull = analyse(dullPicture());
const other = analyse(lawPicture(32));
const recipe = recipeOf([
  { op: 'whiteBalance', auto: true },
  { op: 'contrast', gain: 1.3 },
  { op: 'tone', shadows: 0.5 },
  { op: 'vibrance', amount: 0.4, strength: 0.5 },
] as RecipeOperation[]);

const context = (space: PlanContext['space'] = 'srgb'): PlanContext => ({ space }) as PlanContext;
const find = (name: string): Operation => OPERATIONS.find((operation) => operation.name === name) as Operation;

describe('a cache of resolved operations', () => {
  it('changes no plan, of the same photo or of another', async () => {
    const cache = createPlanCache();
    for (const analysis of [dull, other, dull]) expect(await planPhoto(recipe, analysis, { cache })).toEqual(await planPhoto(recipe, analysis));
  });

  it('gives plans one table for the operations that stayed the same', async () => {
    const cache = createPlanCache();
    const tableOf = async (amount: number): Promise<Float32Array> => {
      const { steps } = await planPhoto(recipeOf([{ op: 'exposure', ev: amount }, { op: 'vibrance', amount: 0.4 }]), dull, { cache });
      return (steps[1].transforms[0] as Lut3dTransform).values;
    };
    expect(await tableOf(1)).toBe(await tableOf(2));
  });

  it('keeps nothing that was decided from a photo', async () => {
    const cache = createPlanCache();
    const contrast = recipeOf([{ op: 'contrast', gain: 1.3 }]);
    const first = await planPhoto(contrast, dull, { cache });
    const second = await planPhoto(contrast, other, { cache });
    expect(second.steps[0].transforms).not.toEqual(first.steps[0].transforms);
  });

  it('keeps spaces, parameters and operations of one name apart', () => {
    const cache = createPlanCache();
    const vibrance = find('vibrance');
    const resolved = cache.resolve(vibrance, { amount: 0.5 }, context());
    expect(cache.resolve(vibrance, { amount: 0.5 }, context())).toBe(resolved);
    expect(cache.resolve(vibrance, { amount: 0.5 }, context('display-p3'))).not.toBe(resolved);
    expect(cache.resolve(vibrance, { amount: 0.6 }, context())).not.toBe(resolved);
    expect(cache.resolve({ ...vibrance }, { amount: 0.5 }, context())).not.toBe(resolved);
  });

  it('lets go of what was not used for longest', () => {
    const cache = createPlanCache(2);
    const exposure = find('exposure');
    const resolve = (ev: number): unknown => cache.resolve(exposure, { ev }, context());
    const [first, second] = [resolve(1), resolve(2)];
    expect(resolve(1)).toBe(first);
    resolve(3);
    expect(resolve(1)).toBe(first);
    expect(resolve(2)).not.toBe(second);
  });

  it.each([
    ['vibrance', { amount: 0.5 }],
    ['exposure', { ev: 1 }],
  ])('makes tables of %s again that were transferred away with a plan', (name, parameters) => {
    const cache = createPlanCache();
    const expected = structuredClone(cache.resolve(find(name), parameters, context()));
    const [transform] = cache.resolve(find(name), parameters, context()).transforms;
    const table = transform.kind === 'lut3d' ? transform.values : transform.kind === 'curve' && transform.curves[0].kind === 'table' ? transform.curves[0].values : undefined;
    structuredClone(table, { transfer: [table!.buffer as ArrayBuffer] });
    expect(cache.resolve(find(name), parameters, context())).toEqual(expected);
  });
});
