import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  IDENTITY_MATRIX3,
  invertMatrix3,
  multiplyMatrix3,
  transformVector3,
} from '../../../packages/core/src/color/matrix3.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference, triple } from './golden.js';

const component = fc.double({ min: -1, max: 1, noNaN: true });
const matrix = fc.array(component, { minLength: 9, maxLength: 9 });
const dominant = matrix.map((m) => m.map((value, index) => (index % 4 === 0 ? value + 4 : value)));
const vector = fc.tuple(component, component, component);

describe('3x3 matrices', () => {
  it('give the product worked by hand', () => {
    expect(multiplyMatrix3([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 2, 0, 1, 0, 3, 0, 1])).toEqual([10, 2, 5, 22, 5, 14, 34, 8, 23]);
  });

  it('apply a product as the right factor first', () => {
    fc.assert(
      fc.property(matrix, matrix, vector, (a, b, v) => {
        const once = transformVector3(multiplyMatrix3(a, b), v);
        expect(largestDifference(once, transformVector3(a, transformVector3(b, v)))).toBeLessThan(TOLERANCES.color.rounding);
      }),
      { seed: 1 },
    );
  });

  it('times their inverse are the identity', () => {
    fc.assert(
      fc.property(dominant, (m) => {
        expect(largestDifference(multiplyMatrix3(m, invertMatrix3(m)), IDENTITY_MATRIX3)).toBeLessThan(TOLERANCES.color.rounding);
      }),
      { seed: 2 },
    );
  });

  it('transform in place as out of place', () => {
    const v = triple([0.25, -3, 8]);
    const expected = transformVector3([1, 2, 3, 4, 5, 6, 7, 8, 10], v);
    expect(transformVector3([1, 2, 3, 4, 5, 6, 7, 8, 10], v, v)).toBe(v);
    expect(v).toEqual(expected);
  });

  it('refuse to invert a singular matrix', () => {
    expect(() => invertMatrix3([1, 2, 3, 2, 4, 6, 0, 0, 1])).toThrow(/determinant: 0/);
    expect(() => invertMatrix3([NaN, 0, 0, 0, 1, 0, 0, 0, 1])).toThrow(RangeError);
  });
});
