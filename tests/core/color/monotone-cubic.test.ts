import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monotoneCubic } from '../../../packages/core/src/color/monotone-cubic.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden, largestDifference } from './golden.js';

const points = fc
  .array(
    fc.record({ gap: fc.double({ min: 0.001, max: 2, noNaN: true }), y: fc.double({ min: -10, max: 10, noNaN: true }) }),
    { minLength: 2, maxLength: 12 },
  )
  .map((steps) => {
    let x = 0;
    return { xs: steps.map(({ gap }) => (x += gap)), ys: steps.map(({ y }) => y) };
  });

describe('monotone cubic', () => {
  it.each(golden.scikitImage.monotoneCubic.map((curve) => [curve.name, curve] as const))(
    'equals the PCHIP interpolant of SciPy: %s',
    (_, { xs, ys, at, y }) => {
      expect(largestDifference(at.map(monotoneCubic(xs, ys)), y)).toBeLessThan(TOLERANCES.color.monotoneCubic);
    },
  );

  it('passes through its points exactly', () => {
    fc.assert(
      fc.property(points, ({ xs, ys }) => {
        expect(largestDifference(xs.map(monotoneCubic(xs, ys)), ys)).toBe(0);
      }),
      { seed: 3 },
    );
  });

  it('stays between neighbouring points, so never overshoots', () => {
    fc.assert(
      fc.property(points, ({ xs, ys }) => {
        const curve = monotoneCubic(xs, ys);
        for (let piece = 1; piece < xs.length; piece += 1) {
          for (let step = 0; step <= 20; step += 1) {
            const y = curve(xs[piece - 1] + ((xs[piece] - xs[piece - 1]) * step) / 20);
            expect(y).toBeGreaterThanOrEqual(Math.min(ys[piece - 1], ys[piece]));
            expect(y).toBeLessThanOrEqual(Math.max(ys[piece - 1], ys[piece]));
          }
        }
      }),
      { seed: 4 },
    );
  });

  it('rises where its points rise', () => {
    fc.assert(
      fc.property(points, ({ xs, ys }) => {
        const curve = monotoneCubic(xs, [...ys].sort((a, b) => a - b));
        let before = -Infinity;
        for (let step = 0; step <= 300; step += 1) {
          const y = curve(xs[0] + ((xs[xs.length - 1] - xs[0]) * step) / 300);
          expect(y).toBeGreaterThanOrEqual(before - TOLERANCES.color.monotoneCubic);
          before = y;
        }
      }),
      { seed: 5 },
    );
  });

  it('is the identity for points on the diagonal', () => {
    const curve = monotoneCubic([0, 0.25, 0.5, 1], [0, 0.25, 0.5, 1]);
    for (const x of [0, 0.1, 0.3, 0.77, 1]) {
      expect(Math.abs(curve(x) - x)).toBeLessThan(TOLERANCES.color.rounding);
    }
  });

  it('is flat outside its points and NaN at NaN', () => {
    const curve = monotoneCubic([0, 1], [0.25, 0.75]);
    expect([curve(-1), curve(-Infinity), curve(2), curve(Infinity), curve(NaN)]).toEqual([0.25, 0.25, 0.75, 0.75, NaN]);
  });

  it('does not change when the arrays it was built from do', () => {
    const ys = [0, 1];
    const curve = monotoneCubic([0, 1], ys);
    ys[1] = 5;
    expect(curve(1)).toBe(1);
  });

  it.each([
    [[0], [0], /1 points \(expected at least 2\)/],
    [[0, 1], [0], /2 xs and 1 ys/],
    [[0, 0], [0, 1], /x of point 1 is 0/],
    [[0, 2, 1], [0, 1, 2], /x of point 2 is 1/],
    [[0, NaN], [0, 1], /point 1 is \(NaN, 1\)/],
    [[0, 1], [0, Infinity], /point 1 is \(1, Infinity\)/],
  ])('refuses xs %j with ys %j', (xs, ys, message) => {
    expect(() => monotoneCubic(xs, ys)).toThrow(message);
  });
});
