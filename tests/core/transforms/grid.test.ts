import { describe, expect, it } from 'vitest';
import { InvalidRasterError } from '../../../packages/core/src/errors.js';
import { evaluateTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import { evaluateGrid, validateGrid } from '../../../packages/core/src/transforms/grid.js';
import { diagonalTransform } from '../../../packages/core/src/transforms/matrix.js';
import type { GridTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference, noiseColours } from './colours.js';

const grid = (parts: Partial<GridTransform> & Pick<GridTransform, 'data'>): GridTransform => ({ kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, ...parts });

const whole = (width: number, height: number) => ({ width, height, firstRow: 0, rowCount: height });

describe('evaluateGrid', () => {
  it('of equal nodes is the same map everywhere', () => {
    const data = Float32Array.from({ length: 4 * 3 * 2 * 2 }, (_, i) => (i % 2 === 0 ? 0.8 : 0.1));
    const colours = noiseColours(35, -1, 2);
    const rgb = colours.slice();
    evaluateGrid(grid({ width: 4, height: 3, depth: 2, data }), rgb, whole(7, 5));
    expect(largestDifference(rgb, colours.map((value) => 0.8 * value + 0.1))).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('reads offsets that rise along x as a ramp between the first and the last centre, and holds them outside', () => {
    const rgb = new Float32Array(8 * 3);
    evaluateGrid(grid({ width: 2, data: Float32Array.of(1, 0, 1, 1) }), rgb, whole(8, 1));
    expect([...rgb.filter((_, i) => i % 3 === 0)]).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1]);
  });

  it('tells x from y', () => {
    const rgb = new Float32Array(4 * 3);
    evaluateGrid(grid({ height: 2, data: Float32Array.of(1, 0, 1, 1) }), rgb, whole(2, 2));
    expect([...rgb.filter((_, i) => i % 3 === 0)]).toEqual([0, 0, 1, 1]);
  });

  it('with depth gives dark and light pixels their own map', () => {
    const rgb = Float32Array.of(0.1, 0.1, 0.1, 0.9, 0.9, 0.9);
    evaluateGrid(grid({ depth: 2, data: Float32Array.of(1, 0.5, 1, -0.5) }), rgb, whole(2, 1));
    expect(largestDifference(rgb, [0.6, 0.6, 0.6, 0.4, 0.4, 0.4])).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('with a coefficient a channel reaches each channel alone', () => {
    const rgb = Float32Array.of(1, 1, 1);
    evaluateGrid(grid({ shared: false, data: Float32Array.of(1, 2, 3, 0, 0.5, 1) }), rgb, whole(1, 1));
    expect([...rgb]).toEqual([1, 2.5, 4]);
  });

  it('in curve form keeps black and white and bends between them, step after step', () => {
    const rgb = Float32Array.of(0, 0.5, 1, -1, 2, 0.5);
    evaluateGrid(grid({ form: 'curve', data: Float32Array.of(0.4, 0.4) }), rgb, whole(2, 1));
    expect(largestDifference(rgb, [0, 0.696, 1, 0, 1, 0.696])).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('with a limit of colour gain lifts luma on, and leaves the distance of channels where the limit puts it', () => {
    const pixel = [0.1, 0.2, 0.3];
    const y = 0.299 * 0.1 + 0.587 * 0.2 + 0.114 * 0.3;
    const lift = (maximumColorGain: number) => {
      const rgb = Float32Array.from(pixel);
      evaluateGrid(grid({ data: Float32Array.of(4, 0.05), maximumColorGain }), rgb, whole(1, 1));
      return rgb;
    };
    expect(largestDifference(lift(4), [0.45, 0.85, 1.25])).toBeLessThan(TOLERANCES.transforms.float32);
    const limited = lift(1.5);
    expect(Math.abs(0.299 * limited[0] + 0.587 * limited[1] + 0.114 * limited[2] - (4 * y + 0.05))).toBeLessThan(TOLERANCES.transforms.float32);
    expect(Math.abs(limited[2] - limited[0] - 1.5 * 0.2)).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('does not depend on how rows are cut into bands', () => {
    const coefficients = noiseColours(5 * 4 * 8 * 2, -0.2, 1);
    const transform = grid({ shared: false, width: 5, height: 4, depth: 8, data: coefficients });
    const colours = noiseColours(9 * 7, 0, 1);
    const atOnce = colours.slice();
    evaluateTransforms([transform], atOnce, whole(9, 7));
    const inBands = colours.slice();
    for (const [firstRow, rowCount] of [[0, 3], [3, 1], [4, 3]]) {
      evaluateTransforms([transform], inBands.subarray(firstRow * 27, (firstRow + rowCount) * 27), { width: 9, height: 7, firstRow, rowCount });
    }
    expect(inBands).toEqual(atOnce);
  });
});

describe('validateGrid', () => {
  it('refuses data that does not fit the nodes', () => {
    expect(() => validateGrid(grid({ width: 2, data: new Float32Array(5) }))).toThrow(InvalidRasterError);
    expect(() => validateGrid(grid({ shared: false, form: 'curve', data: new Float32Array(4) }))).toThrow('grid.data.length: 4');
    expect(() => validateGrid(grid({ data: new Float32Array(2) }))).not.toThrow();
    expect(() => validateGrid(grid({ data: new Float32Array(2), maximumColorGain: 0 }))).toThrow('grid.maximumColorGain: 0');
    expect(() => validateGrid(grid({ form: 'curve', data: new Float32Array(2), maximumColorGain: 3 }))).toThrow(InvalidRasterError);
  });
});

describe('evaluateTransforms', () => {
  it('applies transforms in order', () => {
    const rgb = Float32Array.of(1, 1, 1);
    evaluateTransforms([diagonalTransform([2, 2, 2]), grid({ data: Float32Array.of(1, 1) }), diagonalTransform([3, 3, 3])], rgb, whole(1, 1));
    expect([...rgb]).toEqual([9, 9, 9]);
  });
});
