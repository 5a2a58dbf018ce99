import { describe, expect, it } from 'vitest';
import { resampleLut3d } from '../../../packages/core/src/bake/resample-lut.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';

const curved = (size: number) => sampleLut3d(size, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = value ** 0.5 + 0.1)));

describe('resampleLut3d', () => {
  it('keeps the nodes that both cubes have, and reports an error that is there', () => {
    const { lut, error } = resampleLut3d(curved(65), 33);
    expect(lut.size).toBe(33);
    const original = curved(33);
    lut.values.forEach((value, i) => expect(Math.abs(value - original.values[i])).toBeLessThan(1e-6));
    expect(error.levels.maximum).toBeGreaterThan(0.5);
    expect(error.levels.mean).toBeLessThan(error.levels.maximum);
  });

  it('costs nothing where the function is linear or the size stays', () => {
    const linear = sampleLut3d(20, 'display-p3', (rgb) => rgb.forEach((value, i) => (rgb[i] = 0.5 * value + 0.2)));
    expect(resampleLut3d(linear, 7).error.levels.maximum).toBeLessThan(1e-3);
    expect(resampleLut3d(curved(9), 9).error.levels.maximum).toBeLessThan(1e-4);
    expect(resampleLut3d(linear, 7).lut.space).toBe('display-p3');
  });
});
