import { describe, expect, it } from 'vitest';
import { LUMA_WEIGHTS, luma } from '../../../packages/core/src/color/luma.js';
import { TOLERANCES } from '../../tolerances.js';

describe('luma', () => {
  it('weighs red, green and blue as BT.601 does', () => {
    expect([luma(1, 0, 0), luma(0, 1, 0), luma(0, 0, 1)]).toEqual([0.299, 0.587, 0.114]);
    expect(LUMA_WEIGHTS).toEqual([0.299, 0.587, 0.114]);
  });

  it('is 1 for white', () => {
    expect(Math.abs(luma(1, 1, 1) - 1)).toBeLessThan(TOLERANCES.color.rounding);
  });

  it('passes NaN on', () => {
    expect(luma(0, NaN, 0)).toBeNaN();
  });
});
