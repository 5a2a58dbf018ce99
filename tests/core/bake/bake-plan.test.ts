import { describe, expect, it } from 'vitest';
import { bakedPlan, bakePlan, bakeSteps } from '../../../packages/core/src/bake/bake-plan.js';
import { evaluatePlanOnColours } from '../../../packages/core/src/bake/measure-bake-error.js';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import type { Plan } from '../../../packages/core/src/plan/plan.js';
import { evaluateLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import { diagonalTransform } from '../../../packages/core/src/transforms/matrix.js';
import { TOLERANCES } from '../../tolerances.js';
import { plainGrid } from '../plan/random-plan.js';
import { largestDifference, noiseColours } from '../transforms/colours.js';
import { affine, planOf, smooth } from './plans.js';

const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('bakePlan', () => {
  it('makes an affine plan a LUT without error, even where it clips', () => {
    const { error } = bakePlan(planOf([affine]), { size: 9 });
    expect(error.levels.maximum).toBeLessThan(TOLERANCES.bake.affineLevels);
  });

  it('quarters the error of a smooth plan when the cells are halved', () => {
    const [coarse, fine] = [17, 33].map((size) => bakePlan(planOf([smooth]), { size }).error.levels.mean);
    const [minimum, maximum] = TOLERANCES.bake.sizeRatio;
    expect(coarse / fine).toBeGreaterThan(minimum);
    expect(coarse / fine).toBeLessThan(maximum);
  });

  it('takes 33 nodes an edge unless told otherwise, and keeps the space', () => {
    const { lut } = bakePlan({ ...planOf([affine]), space: 'display-p3' });
    expect([lut.size, lut.values.length, lut.space]).toEqual([33, 33 ** 3 * 3, 'display-p3']);
  });

  it('does not clip nodes', () => {
    const { lut } = bakePlan(planOf([diagonalTransform([2, 2, 2], [-0.5, -0.5, -0.5])]), { size: 2 });
    expect([lut.values[0], lut.values.at(-1)]).toEqual([-0.5, 1.5]);
  });

  it('holds at its nodes what the plan makes of them, strength of steps and plan included', () => {
    const plan: Plan = { ...planOf([affine], [smooth]), strength: 0.6 };
    const weakened: Plan = { ...plan, steps: plan.steps.map((step, i) => (i === 1 ? { ...step, strength: 0.4 } : step)) };
    const { lut } = bakePlan(weakened, { size: 2 });
    const corners = [0, 1].flatMap((b) => [0, 1].flatMap((g) => [0, 1].flatMap((r) => [r, g, b])));
    const expected = corners.map((_, i) => {
      const rgb = corners.slice(i - (i % 3), i - (i % 3) + 3);
      const m = affine.matrix;
      const row = (k: number) => m[4 * k] * rgb[0] + m[4 * k + 1] * rgb[1] + m[4 * k + 2] * rgb[2] + m[4 * k + 3];
      const first = row(i % 3);
      const bent = Math.min(1, Math.max(0, first));
      const second = first + 0.4 * (bent + 0.12 * Math.sin(2 * Math.PI * bent) - first);
      return rgb[i % 3] + 0.6 * (second - rgb[i % 3]);
    });
    expect(largestDifference(lut.values, expected)).toBeLessThan(TOLERANCES.transforms.sampledCurve);
  });

  it('makes a plan without steps the identity', () => {
    const colours = noiseColours(50, 0, 1);
    const rgb = colours.slice();
    evaluateLut3d(bakePlan(planOf()).lut, rgb, 50);
    expect(largestDifference(rgb, colours)).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it.each([1, 130, 0, -33, 33.5, NaN, Infinity])('refuses %s nodes an edge', (size) => {
    const error = thrownBy(() => bakePlan(planOf([affine]), { size }));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toBe(`size: ${size} (expected a whole number, 2 to 129)`);
  });

  it('names the step whose mask keeps it out of a LUT', () => {
    const plan = planOf([affine], [smooth]);
    const masked: Plan = { ...plan, steps: plan.steps.map((step, i) => (i === 1 ? { ...step, mask: { slot: 'brush' }, operations: [3, 4] } : step)) };
    const error = thrownBy(() => bakePlan(masked));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as InvalidArgumentError).message).toContain('steps[1] (operations[3], operations[4]) has the mask "brush"');
    expect((error as InvalidArgumentError).fields).toMatchObject({ step: 1, operations: [3, 4], obstacle: 'mask' });
  });

  it('names the step whose grid keeps it out of a LUT', () => {
    const error = thrownBy(() => bakePlan(planOf([affine], [affine], [plainGrid])));
    expect((error as InvalidArgumentError).fields).toMatchObject({ step: 2, obstacle: 'grid' });
  });
});

describe('bakedPlan', () => {
  it('stands for all operations with one LUT step at full strength', () => {
    const baked = bakedPlan({ ...planOf([affine], [smooth]), strength: 0.5 }, { size: 5 });
    expect(baked.steps).toHaveLength(1);
    expect(baked.strength).toBe(1);
    expect(baked.steps[0]).toMatchObject({ strength: 1, operations: [0, 1], transforms: [{ kind: 'lut3d', size: 5 }] });
  });

  it('does to colours what the plan does, strength included', () => {
    const plan: Plan = { ...planOf([affine]), strength: 0.5 };
    const colours = noiseColours(200, 0, 1);
    const direct = colours.slice();
    evaluatePlanOnColours(plan, direct);
    const baked = colours.slice();
    evaluatePlanOnColours(bakedPlan(plan), baked);
    expect(largestDifference(baked, direct)).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('keeps a plan that changes nothing without steps', () => {
    expect(bakedPlan(planOf()).steps).toEqual([]);
    expect(bakedPlan({ ...planOf([affine]), strength: 0 }).steps).toEqual([]);
  });
});

describe('bakeSteps', () => {
  it('bakes a run of steps as the plan of those steps', () => {
    const plan = planOf([affine], [smooth], [affine]);
    expect(bakeSteps(plan.steps.slice(1), 'srgb', 9)).toEqual(bakePlan(planOf([smooth], [affine]), { size: 9 }).lut);
  });
});
