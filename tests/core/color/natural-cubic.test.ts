import { describe, expect, it } from 'vitest';
import { naturalCubic } from '../../../packages/core/src/color/natural-cubic.js';

const XS = [0, 1, 2.5, 3, 5];
const YS = [1, -1, 2, 2.5, 0];
const second = (f: (x: number) => number, x: number, h = 1e-3): number => (f(x - h) - 2 * f(x) + f(x + h)) / (h * h);

describe('naturalCubic', () => {
  it('goes through the points and is flat outside', () => {
    const f = naturalCubic(XS, YS);
    XS.forEach((x, i) => expect(f(x)).toBeCloseTo(YS[i], 12));
    expect([f(-3), f(9), f(NaN)]).toEqual([1, 0, 1]);
  });

  it('bends as much on both sides of a point, and not at all at the ends', () => {
    const f = naturalCubic(XS, YS);
    for (const x of XS.slice(1, -1)) expect(second(f, x - 2e-3)).toBeCloseTo(second(f, x + 2e-3), 0);
    expect(second(f, 1e-3 + 1e-9)).toBeCloseTo(0, 1);
    expect(second(f, 5 - 1e-3 - 1e-9)).toBeCloseTo(0, 1);
  });

  it('is the straight line through points that lie on one', () => {
    const f = naturalCubic([0, 2, 3, 7], [1, 5, 7, 15]);
    for (const x of [0.3, 1.9, 2.5, 6.1]) expect(f(x)).toBeCloseTo(1 + 2 * x, 12);
  });

  it('takes the values of the textbook spline through 0, 1, 0', () => {
    // Natural spline over [0, 1, 2] with y = 0, 1, 0: s(x) = (3x - x^3) / 2 on the first half.
    const f = naturalCubic([0, 1, 2], [0, 1, 0]);
    for (const x of [0.25, 0.5, 0.75]) expect(f(x)).toBeCloseTo((3 * x - x ** 3) / 2, 12);
  });
});
