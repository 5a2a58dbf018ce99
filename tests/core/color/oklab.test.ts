import { describe, expect, it } from 'vitest';
import { transformVector3 } from '../../../packages/core/src/color/matrix3.js';
import {
  linearSrgbToOklab,
  oklabToLinearSrgb,
  oklabToOklch,
  oklchToOklab,
} from '../../../packages/core/src/color/oklab.js';
import { xyzToRgbMatrix } from '../../../packages/core/src/color/rgb-xyz.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden, largestDifference, published, triple } from './golden.js';

const { linearSrgb, oklab } = golden.culori;

describe('Oklab', () => {
  it("gives the values of Ottosson's table", () => {
    for (const row of published.oklab.pairs) {
      const linear = transformVector3(xyzToRgbMatrix('srgb'), triple(row));
      expect(largestDifference(linearSrgbToOklab(linear), triple(row, 3))).toBeLessThan(TOLERANCES.color.oklabPublished);
    }
  });

  it('agrees with culori inside and outside the gamut', () => {
    linearSrgb.forEach((linear, index) => {
      expect(largestDifference(linearSrgbToOklab(triple(linear)), oklab[index])).toBeLessThan(TOLERANCES.color.culori);
    });
  });

  it('maps white to (1, 0, 0)', () => {
    expect(largestDifference(linearSrgbToOklab([1, 1, 1]), [1, 0, 0])).toBeLessThan(TOLERANCES.color.oklabWhite);
  });

  it('gives greys no chroma', () => {
    for (const grey of [0, 1e-6, 0.18, 0.5, 2]) {
      expect(oklabToOklch(linearSrgbToOklab([grey, grey, grey]))[1]).toBeLessThan(TOLERANCES.color.oklabWhite);
    }
  });

  it('returns to linear sRGB', () => {
    for (const linear of linearSrgb) {
      expect(largestDifference(oklabToLinearSrgb(linearSrgbToOklab(triple(linear))), linear)).toBeLessThan(TOLERANCES.color.culori);
    }
  });

  it('returns from Oklch', () => {
    for (const lab of oklab) {
      expect(largestDifference(oklchToOklab(oklabToOklch(triple(lab))), lab)).toBeLessThan(TOLERANCES.color.rounding);
    }
  });

  it('counts hue from +a towards +b in degrees from 0 to below 360', () => {
    const hueOf = (a: number, b: number): number => oklabToOklch([0.5, a, b])[2];
    expect([hueOf(0, 0), hueOf(0.1, 0), hueOf(0, 0.1), hueOf(-0.1, 0), hueOf(0, -0.1), hueOf(0.1, -1e-30)]).toEqual([
      0, 0, 90, 180, 270, 0,
    ]);
  });

  it('works in place', () => {
    for (const convert of [linearSrgbToOklab, oklabToLinearSrgb, oklabToOklch, oklchToOklab]) {
      const vector = triple([0.7, 0.1, -0.2]);
      const expected = convert(vector);
      expect(convert(vector, vector)).toBe(vector);
      expect(vector).toEqual(expected);
    }
  });

  it('spreads NaN to all three', () => {
    expect(linearSrgbToOklab([0.5, NaN, 0.5])).toEqual([NaN, NaN, NaN]);
    expect(oklabToLinearSrgb([NaN, 0, 0])).toEqual([NaN, NaN, NaN]);
  });
});
