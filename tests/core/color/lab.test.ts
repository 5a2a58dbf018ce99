import { describe, expect, it } from 'vitest';
import { srgbToLab, xyzToLab } from '../../../packages/core/src/color/lab.js';
import { D65_XYZ } from '../../../packages/core/src/color/rgb-xyz.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden, largestDifference, triple } from './golden.js';

describe('CIELAB', () => {
  it('agrees with culori inside and outside the gamut', () => {
    golden.culori.srgb.forEach(([r, g, b], index) => {
      expect(largestDifference(srgbToLab(r, g, b), golden.culori.lab[index])).toBeLessThan(TOLERANCES.color.culoriLab);
    });
  });

  it('agrees with scikit-image to the digits of its matrix', () => {
    const { srgb, lab } = golden.scikitImage.lab;
    srgb.forEach(([r, g, b], index) => {
      expect(largestDifference(srgbToLab(r, g, b), lab[index])).toBeLessThan(TOLERANCES.color.scikitImageLab);
    });
  });

  it('puts white at L 100 and black at 0, without chroma', () => {
    expect(largestDifference(xyzToLab(D65_XYZ), [100, 0, 0])).toBe(0);
    expect(largestDifference(srgbToLab(0, 0, 0), [0, 0, 0])).toBe(0);
  });

  it('writes into the array it is given', () => {
    const out = triple([9, 9, 9]);
    expect(srgbToLab(0.2, 0.4, 0.6, out)).toBe(out);
    expect(out).toEqual(srgbToLab(0.2, 0.4, 0.6));
  });

  it('spreads NaN to all three', () => {
    expect(srgbToLab(NaN, 0, 0)).toEqual([NaN, NaN, NaN]);
  });
});
