import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import { featherMask } from '../../../packages/core/src/raster/feather.js';
import type { Mask } from '../../../packages/core/src/raster/mask.js';
import golden from '../../golden/analyse.json' with { type: 'json' };
import { TOLERANCES } from '../../tolerances.js';

function impulse(side: number): Mask {
  const data = new Float32Array(side * side);
  data[((side - 1) / 2) * (side + 1)] = 1;
  return { data, width: side, height: side };
}

describe('featherMask', () => {
  it.each(golden.feathers)('is close to SciPy’s Gaussian for radius $radius', ({ radius, width, height, mask, coverage }) => {
    const feathered = featherMask({ data: Float32Array.from(mask), width, height }, radius);
    for (let index = 0; index < coverage.length; index++) {
      expect(Math.abs(feathered.data[index] - coverage[index])).toBeLessThan(TOLERANCES.raster.featherAgainstGaussian);
    }
  });

  it.each([0.3, 1, 2.5, 9.7])('spreads a point with a standard deviation of half the radius %s, exactly', (radius) => {
    const { data, width } = featherMask(impulse(61), radius);
    let [sum, variance] = [0, 0];
    data.forEach((value, index) => {
      sum += value;
      variance += value * ((index % width) - 30) ** 2;
    });
    expect(sum).toBeCloseTo(1, 5);
    expect(Math.sqrt(variance)).toBeCloseTo(radius / 2, 4);
  });

  it('does the same along rows and columns', () => {
    const data = Float32Array.from({ length: 35 * 35 }, (_, index) => Number((index * 7919) % 13 < 5));
    const transpose = (values: ArrayLike<number>): number[] => Array.from({ length: 35 * 35 }, (_, index) => values[(index % 35) * 35 + Math.floor(index / 35)]);
    const straight = featherMask({ data, width: 35, height: 35 }, 6);
    const turned = featherMask({ data: Float32Array.from(transpose(data)), width: 35, height: 35 }, 6);
    const expected = transpose(straight.data);
    turned.data.forEach((value, index) => expect(Math.abs(value - expected[index])).toBeLessThan(TOLERANCES.raster.areaAverage));
  });

  it('keeps constant coverage at radii below and far above the mask’s size', () => {
    for (const radius of [0.01, 1, 5, 1000]) {
      const feathered = featherMask({ data: new Uint8Array(7 * 3).fill(255), width: 7, height: 3 }, radius);
      for (const value of feathered.data) expect(value).toBeCloseTo(1, 6);
    }
  });

  it('returns the same mask for radius 0', () => {
    const mask = impulse(3);
    expect(featherMask(mask, 0)).toBe(mask);
  });

  it('leaves its input alone', () => {
    const mask = impulse(5);
    featherMask(mask, 2);
    expect(mask.data).toEqual(impulse(5).data);
  });

  it.each([-1, NaN, Infinity])('refuses a radius of %s', (radius) => {
    expect(() => featherMask(impulse(3), radius)).toThrow(InvalidArgumentError);
  });
});
