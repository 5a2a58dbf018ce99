import { describe, expect, it } from 'vitest';
import { IDENTITY_MATRIX3, multiplyMatrix3, transformVector3 } from '../../../packages/core/src/color/matrix3.js';
import { chromaticityToXyz } from '../../../packages/core/src/color/rgb-xyz.js';
import { chromaticAdaptationMatrix } from '../../../packages/core/src/color/white-point.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference, published } from './golden.js';

const { d65, d50, bradfordD65ToD50 } = published.matrices;

describe('chromatic adaptation', () => {
  it('gives the published Bradford matrix from D65 to D50', () => {
    expect(largestDifference(chromaticAdaptationMatrix(d65, d50), bradfordD65ToD50)).toBeLessThan(TOLERANCES.color.publishedMatrix);
  });

  it('carries the source white to the target white', () => {
    const adapted = transformVector3(chromaticAdaptationMatrix([0.45, 0.41], d65), chromaticityToXyz([0.45, 0.41]));
    expect(largestDifference(adapted, chromaticityToXyz(d65))).toBeLessThan(TOLERANCES.color.rounding);
  });

  it('is undone by the way back', () => {
    const there = chromaticAdaptationMatrix(d65, [0.5, 0.4]);
    const back = chromaticAdaptationMatrix([0.5, 0.4], d65);
    expect(largestDifference(multiplyMatrix3(back, there), IDENTITY_MATRIX3)).toBeLessThan(TOLERANCES.color.rounding);
  });

  it('changes nothing between equal whites', () => {
    expect(largestDifference(chromaticAdaptationMatrix(d50, d50), IDENTITY_MATRIX3)).toBeLessThan(TOLERANCES.color.rounding);
  });

  it.each([
    [[NaN, 0.3], /source white: \(NaN, 0.3\)/],
    [[0.3, 0], /source white: \(0.3, 0\)/],
    [[0.3, -0.2], /source white/],
    [[0.6, 0.6], /source white: \(0.6, 0.6\) \(expected/],
  ] as const)('refuses the white %j', (white, message) => {
    expect(() => chromaticAdaptationMatrix(white, d65)).toThrow(message);
  });
});
