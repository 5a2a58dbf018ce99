import { describe, expect, it } from 'vitest';
import { formulaCurve, readCurvePoints, scaleCurve } from '../../../../packages/core/src/formats/camera-raw/curves.js';

const FLAT = { shadows: 0, darks: 0, lights: 0, highlights: 0, splits: [0.25, 0.5, 0.75] } as const;
const signs = [-1, 0, 1];
const combinations = signs.flatMap((shadows) => signs.flatMap((darks) => signs.flatMap((lights) => signs.map((highlights) => ({ shadows, darks, lights, highlights })))));

describe('the curve of contrast and parametric zones', () => {
  it('is the straight line for nothing', () => {
    expect(formulaCurve(0, FLAT).every(([x, y]) => x === y)).toBe(true);
  });

  it.each([
    [[0.25, 0.5, 0.75]],
    [[0.1, 0.2, 0.9]],
    [[0.6, 0.8, 0.9]],
  ])('rises and keeps its ends for every combination of whole sliders, borders %j', ([...splits]) => {
    for (const zones of combinations) {
      for (const contrast of signs) {
        const points = formulaCurve(contrast, { ...zones, splits: splits as unknown as [number, number, number] });
        expect(points.every(([, y], i) => i === 0 || y >= points[i - 1][1]), JSON.stringify({ zones, contrast })).toBe(true);
        expect([points[0][1], points.at(-1)?.[1]]).toEqual([0, 1]);
      }
    }
  });

  it('has the stated slope of contrast in the middle: 1.5 at +1, its reciprocal at -1', () => {
    const slope = (contrast: number): number => {
      const points = formulaCurve(contrast, FLAT);
      return (points[9][1] - points[7][1]) / (points[9][0] - points[7][0]);
    };
    expect(slope(1)).toBeCloseTo(1.5, 1);
    expect(slope(-1)).toBeCloseTo(1 / 1.5, 1);
  });

  it.each(['shadows', 'darks', 'lights', 'highlights'] as const)('bends most inside the zone of %s, and further up where the borders are', (zone) => {
    const highest = (splits: readonly [number, number, number]): number => {
      const points = formulaCurve(0, { ...FLAT, [zone]: 1, splits });
      return points.reduce((best, point) => (point[1] - point[0] > best[1] - best[0] ? point : best))[0];
    };
    const index = ['shadows', 'darks', 'lights', 'highlights'].indexOf(zone);
    const fromMiddle = highest([0.25, 0.5, 0.75]) - (index + 0.5) / 4;
    expect(Math.abs(fromMiddle)).toBeLessThan(1 / 8);
    expect(highest([0.5, 0.7, 0.85])).toBeGreaterThanOrEqual(highest([0.25, 0.5, 0.75]));
  });
});

describe('points', () => {
  it('are read as pairs and as a flat list', () => {
    const expected = { points: [[0, 0.2], [1, 1]] };
    expect(readCurvePoints(['0, 51', '255,255'])).toEqual(expected);
    expect(readCurvePoints(['0', '51', '255', '255'])).toEqual(expected);
  });

  it.each([
    ['one point', ['0, 0']],
    ['an odd count', ['0', '0', '255']],
    ['inputs that fall', ['0, 0', '90, 80', '80, 90', '255, 255']],
    ['an input twice', ['0, 0', '128, 10', '128, 20']],
    ['a value beyond 255', ['0, 0', '255, 256']],
    ['a negative value', ['0, -1', '255, 255']],
    ['words', ['a, b', 'c, d']],
    ['too many', Array.from({ length: 33 }, (_, i) => `${i}, ${i}`)],
    ['a text', '0, 0, 255, 255'],
    ['lists of lists', [['0', '0'], ['255', '255']]],
  ])('are refused with a reason: %s', (_, setting) => {
    expect(readCurvePoints(setting)).toHaveProperty('fault');
  });

  it('move towards the straight line by the amount', () => {
    expect(scaleCurve([[0, 0.2], [1, 0.9]], 0.5)).toEqual([[0, 0.1], [1, 0.95]]);
  });
});
