import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import { readySteps } from '../../../packages/core/src/apply/ready-steps.js';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import type { Plan } from '../../../packages/core/src/plan/plan.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { diagonalTransform } from '../../../packages/core/src/transforms/matrix.js';

const planOf = (gain: number, rest: Partial<Plan['steps'][number]> = {}): Plan => ({
  space: 'srgb',
  strength: 1,
  notes: [],
  steps: [{ transforms: [diagonalTransform([gain, gain, gain])], strength: 1, operations: [0], ...rest }],
});
const greys: Raster = { data: Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => i), width: 4, height: 3, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };

describe('applyPlan', () => {
  it.each([NaN, 0, -1, 0.5, 2.5, '7'])('refuses %s rows a band and writes nothing', async (bandRows) => {
    const out = { ...greys, data: new Uint8Array(greys.data.length).fill(9) };
    await expect(applyPlan(planOf(2), greys, { out, bandRows: bandRows as number })).rejects.toThrow(InvalidArgumentError);
    expect(out.data.every((value) => value === 9)).toBe(true);
  });

  it.each([1, 2, 3, 100])('gives the same picture in bands of %i rows', async (bandRows) => {
    const whole = await applyPlan(planOf(1.7), greys);
    expect((await applyPlan(planOf(1.7), greys, { bandRows })).data).toEqual(whole.data);
  });

  it('feathers a mask that several steps share once', () => {
    const mask = { data: new Uint8Array(12).fill(255), width: 4, height: 3 };
    const reference = { slot: 'brush', feather: 0.1 };
    const steps = [reference, { ...reference, invert: true }, { ...reference, feather: 0.05 }].map((part) => planOf(2, { mask: part }).steps[0]);
    const [first, inverted, narrower] = readySteps({ ...planOf(1), steps }, { brush: mask }, 4, 3);
    expect(inverted.mask).toBe(first.mask);
    expect(inverted.isInverted).toBe(true);
    expect(narrower.mask).not.toBe(first.mask);
  });
});
