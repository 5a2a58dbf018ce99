import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseSteps } from '../../../packages/core/src/plan/fuse-steps.js';
import type { Plan, PlanStep } from '../../../packages/core/src/plan/plan.js';
import { masterCurve, namedCurve } from '../../../packages/core/src/transforms/curve.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import { diagonalTransform, matrixTransform } from '../../../packages/core/src/transforms/matrix.js';
import type { Transform, TransformKind } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference } from '../transforms/colours.js';
import { leaningLut, plainGrid, randomPlans, runPlan, wideRangeColours } from './random-plan.js';

const planOf = (...steps: (readonly Transform[] | Partial<PlanStep>)[]): Plan => ({
  space: 'srgb',
  strength: 1,
  notes: [],
  steps: steps.map((step, index) => ({ transforms: [], strength: 1, operations: [index], ...(Array.isArray(step) ? { transforms: step } : step) })),
});

const shape = (plan: Plan): TransformKind[][] => plan.steps.map((step) => step.transforms.map(({ kind }) => kind));

const gain = (value: number): Transform => diagonalTransform([value, value, value]);
const adaptation = matrixTransform([1.1, 0.05, -0.1, 0.02, 0.95, 0.03, -0.04, 0.1, 0.8]);
const throughLight = [namedCurve('srgb-to-linear'), adaptation, namedCurve('linear-to-srgb')];
const bend = masterCurve({ kind: 'table', domain: [0, 1], values: Float32Array.of(0, 0.4, 1), outside: 'clamp' });

describe('fuseSteps', () => {
  it('changes no colour, for random plans on colours from -1 to 2', () => {
    const colours = wideRangeColours(400);
    fc.assert(
      fc.property(randomPlans, (plan) => {
        expect(largestDifference(runPlan(fuseSteps(plan), colours), runPlan(plan, colours))).toBeLessThan(TOLERANCES.fuse.plan);
      }),
      { seed: 20240229, numRuns: 200 },
    );
  }, 120_000);

  it('never makes a plan longer, and fused again it stays as it is', () => {
    fc.assert(
      fc.property(randomPlans, (plan) => {
        const fused = fuseSteps(plan);
        expect(shape(fused).flat().length).toBeLessThanOrEqual(shape(plan).flat().length);
        expect(shape(fuseSteps(fused))).toEqual(shape(fused));
      }),
      { seed: 20240301, numRuns: 60 },
    );
  }, 120_000);

  it('multiplies matrices across steps into one, which names both operations', () => {
    const fused = fuseSteps(planOf([gain(2)], [adaptation]));
    expect(shape(fused)).toEqual([['matrix']]);
    expect(fused.steps[0].operations).toEqual([0, 1]);
  });

  it('tries curves that stay two once, so that the work grows with the number of steps and not with its square', () => {
    let reads = 0;
    const counted = (i: number): Transform => {
      const values = Float32Array.of(0, 0.3 + 0.001 * i, 0.5, 1);
      const curve = { kind: 'table', domain: [0, 1], outside: 'clamp', get values() { reads += 1; return values; } } as const;
      return masterCurve(curve);
    };
    const readsOf = (count: number): number => {
      reads = 0;
      const fused = fuseSteps(planOf(...Array.from({ length: count }, (_, i) => [counted(i)])));
      expect(shape(fused)).toEqual([Array.from({ length: count }, () => 'curve')]);
      return reads;
    };
    const few = readsOf(4);
    expect(few).toBeGreaterThan(0);
    expect(readsOf(32)).toBeLessThan(16 * few);
  });

  it('cancels the way back to encoded values with the next way to linear light', () => {
    expect(shape(fuseSteps(planOf(throughLight, throughLight)))).toEqual([['curve', 'matrix', 'curve']]);
  });

  it('lets everything go when neighbours undo each other', () => {
    expect(shape(fuseSteps(planOf([gain(2)], [gain(0.5)])))).toEqual([]);
    const back = [namedCurve('srgb-to-linear'), gain(0.25), namedCurve('linear-to-srgb')];
    const there = [namedCurve('srgb-to-linear'), gain(4), namedCurve('linear-to-srgb')];
    expect(shape(fuseSteps(planOf(there, back)))).toEqual([]);
  });

  it('takes the strength of a matrix into the matrix, and then merges it', () => {
    const fused = fuseSteps(planOf({ transforms: [gain(3)], strength: 0.5 }, [bend]));
    expect(shape(fused)).toEqual([['matrix', 'curve']]);
    expect(fused.steps[0].strength).toBe(1);
    expect(fused.steps[0].transforms[0]).toEqual(gain(2));
  });

  it('keeps a weakened curve a step of its own', () => {
    expect(shape(fuseSteps(planOf([gain(2)], { transforms: [bend], strength: 0.5 }, [gain(2)])))).toEqual([['matrix'], ['curve'], ['matrix']]);
  });

  it('keeps masked steps apart and simplifies inside them', () => {
    const mask = { slot: 'brush' };
    const fused = fuseSteps(planOf([gain(2)], { transforms: [gain(2), adaptation], mask, strength: 0.5 }, [gain(2)]));
    expect(shape(fused)).toEqual([['matrix'], ['matrix'], ['matrix']]);
    expect(fused.steps[1]).toMatchObject({ mask, strength: 0.5, operations: [1] });
  });

  it('keeps grids apart, for hosts that write them back another way', () => {
    expect(shape(fuseSteps(planOf([gain(2)], [plainGrid], [gain(3)])))).toEqual([['matrix'], ['grid'], ['matrix']]);
  });

  it('drops steps of strength 0, steps without transforms, identity grids, and every step of a plan of strength 0', () => {
    const identityGrid: Transform = { ...plainGrid, data: Float32Array.of(1, 0) };
    expect(fuseSteps(planOf({ transforms: [bend], strength: 0 }, [], [gain(1)], [identityGrid])).steps).toEqual([]);
    expect(fuseSteps({ ...planOf([bend]), strength: 0 }).steps).toEqual([]);
  });

  it('keeps an identity LUT, because it clamps', () => {
    expect(shape(fuseSteps(planOf([sampleLut3d(2, 'srgb', () => undefined)])))).toEqual([['lut3d']]);
  });

  it('leaves the plan it is given as it was, and keeps notes and strength', () => {
    const plan: Plan = { ...planOf([gain(2)], [leaningLut], throughLight), strength: 0.7, notes: [{ operation: 0, code: 'decided', message: 'gain 2' }] };
    const before = structuredClone(plan);
    const fused = fuseSteps(plan);
    expect(plan).toEqual(before);
    expect(fused).toMatchObject({ space: 'srgb', strength: 0.7, notes: plan.notes });
  });
});
