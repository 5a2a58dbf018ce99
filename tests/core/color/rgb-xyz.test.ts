import { describe, expect, it } from 'vitest';
import { IDENTITY_MATRIX3, multiplyMatrix3, transformVector3 } from '../../../packages/core/src/color/matrix3.js';
import {
  D65_XYZ,
  linearRgbConversionMatrix,
  rgbToXyzMatrix,
  xyzToRgbMatrix,
} from '../../../packages/core/src/color/rgb-xyz.js';
import { linearToSrgb } from '../../../packages/core/src/color/transfer-functions.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden, largestDifference, published, triple } from './golden.js';

describe('RGB and XYZ', () => {
  it('derive the published sRGB matrix', () => {
    expect(largestDifference(rgbToXyzMatrix('srgb'), published.matrices.srgbToXyz)).toBeLessThan(TOLERANCES.color.publishedMatrix);
  });

  it('derive the published Display P3 matrix', () => {
    expect(largestDifference(rgbToXyzMatrix('display-p3'), published.matrices.displayP3ToXyz)).toBeLessThan(
      TOLERANCES.color.publishedMatrix,
    );
  });

  it.each(['srgb', 'display-p3'] as const)('map %s white to D65 and back', (space) => {
    expect(largestDifference(transformVector3(rgbToXyzMatrix(space), [1, 1, 1]), D65_XYZ)).toBeLessThan(TOLERANCES.color.rounding);
    expect(largestDifference(multiplyMatrix3(xyzToRgbMatrix(space), rgbToXyzMatrix(space)), IDENTITY_MATRIX3)).toBeLessThan(
      TOLERANCES.color.rounding,
    );
  });

  it('convert sRGB to Display P3 as culori does', () => {
    const matrix = linearRgbConversionMatrix('srgb', 'display-p3');
    golden.culori.linearSrgb.forEach((linear, index) => {
      const encoded = transformVector3(matrix, triple(linear)).map(linearToSrgb);
      expect(largestDifference(encoded, golden.culori.displayP3[index])).toBeLessThan(TOLERANCES.color.transferJoin);
    });
  });

  it('convert a space to itself by the identity', () => {
    expect(linearRgbConversionMatrix('display-p3', 'display-p3')).toBe(IDENTITY_MATRIX3);
  });
});
