import { describe, expect, it } from 'vitest';
import type { SmallCopy } from '../../../packages/core/src/analyse/analysis.js';
import type { PlanStep } from '../../../packages/core/src/plan/plan.js';
import { walkPicture } from '../../../packages/core/src/plan/walked-picture.js';
import { diagonalTransform } from '../../../packages/core/src/transforms/matrix.js';

const picture = (): SmallCopy => ({ rgb: Float32Array.of(0.25, 0.5, 1, 1, 0.5, 0.25), weights: undefined, width: 2, height: 1, space: 'srgb' });
const gain = (factor: number, strength = 1): PlanStep => ({ transforms: [diagonalTransform([factor, factor, factor])], strength, operations: [0] });

describe('a picture that steps walk over', () => {
  it('is itself before the first step', () => {
    const start = picture();
    expect(walkPicture(start).look()).toBe(start);
  });

  it('is at each look as all steps so far leave it, in order, with their strength and coverage', () => {
    const walked = walkPicture(picture());
    walked.addStep(gain(2), undefined);
    walked.addStep({ ...gain(1), transforms: [diagonalTransform([1, 1, 1], [1, 1, 1])] }, undefined);
    expect([...walked.look().rgb]).toEqual([1.5, 2, 3, 3, 2, 1.5]);
    walked.addStep(gain(3, 0.5), Float32Array.of(1, 0));
    expect([...walked.look().rgb]).toEqual([3, 4, 6, 3, 2, 1.5]);
  });

  it('leaves the picture it began with, and those it showed, as they were', () => {
    const start = picture();
    const walked = walkPicture(start);
    walked.addStep(gain(2), undefined);
    const shown = walked.look();
    walked.addStep(gain(2), undefined);
    walked.look();
    expect([...start.rgb]).toEqual([...picture().rgb]);
    expect([...shown.rgb]).toEqual([0.5, 1, 2, 2, 1, 0.5]);
  });

  it('is the result of a step where that is known', () => {
    const walked = walkPicture(picture());
    const result = picture();
    walked.addStep(gain(2), undefined, result);
    expect(walked.look()).toBe(result);
    walked.addStep(gain(2), undefined);
    expect([...walked.look().rgb]).toEqual([0.5, 1, 2, 2, 1, 0.5]);
  });

  it('does no work for steps after which nobody looks, and none twice', () => {
    const walked = walkPicture(picture());
    const unreadable = gain(2);
    Object.defineProperty(unreadable, 'transforms', {
      get: () => {
        throw new Error('evaluated');
      },
    });
    expect(() => walked.addStep(unreadable, undefined)).not.toThrow();
    const other = walkPicture(picture());
    other.addStep(gain(2), undefined);
    expect(other.look()).toBe(other.look());
  });
});
