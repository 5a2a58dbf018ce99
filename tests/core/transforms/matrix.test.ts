import { describe, expect, it } from 'vitest';
import { evaluatePointTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import { composeMatrices, diagonalTransform, isIdentityMatrix, matrixTransform, scaleMatrixStrength } from '../../../packages/core/src/transforms/matrix.js';
import type { PointTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference, noiseColours } from './colours.js';

const mix = matrixTransform([0.8, 0.3, -0.1, 0.05, 0.9, 0.2, -0.2, 0.1, 1.1], [0.1, -0.05, 0.02]);
const scale = diagonalTransform([1.5, 0.7, 1.2], [-0.1, 0.2, 0]);

const run = (transforms: readonly PointTransform[], colours: Float32Array): Float32Array => {
  const rgb = colours.slice();
  evaluatePointTransforms(transforms, rgb, rgb.length / 3);
  return rgb;
};

describe('matrices', () => {
  const colours = noiseColours(200, -1, 2);

  it('keep red, green and blue in their rows and the offset in the fourth column', () => {
    const swap = matrixTransform([0, 1, 0, 0, 0, 1, 1, 0, 0], [0, 0, 10]);
    expect([...run([swap], Float32Array.of(1, 2, 3))]).toEqual([2, 3, 11]);
  });

  it('composed are the same as one after the other', () => {
    expect(largestDifference(run([composeMatrices(mix, scale)], colours), run([mix, scale], colours))).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('compose in order: the other order is another map', () => {
    expect(largestDifference(run([composeMatrices(scale, mix)], colours), run([mix, scale], colours))).toBeGreaterThan(0.1);
  });

  it('weakened lie on the way from the input to the full result', () => {
    const full = run([mix], colours);
    const expected = colours.map((value, i) => value + 0.3 * (full[i] - value));
    expect(largestDifference(run([scaleMatrixStrength(mix, 0.3)], colours), expected)).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('of strength 0 are the identity, and only then', () => {
    expect(isIdentityMatrix(scaleMatrixStrength(mix, 0))).toBe(true);
    expect(isIdentityMatrix(scaleMatrixStrength(mix, 0.001))).toBe(false);
  });

  it('turn a NaN in any channel into NaN in all, even through a zero', () => {
    expect([...run([diagonalTransform([2, 2, 2])], Float32Array.of(NaN, 1, 2))]).toEqual([NaN, NaN, NaN]);
  });
});
