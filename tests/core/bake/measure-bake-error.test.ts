import { differenceCiede2000 } from 'culori';
import { describe, expect, it } from 'vitest';
import type { SmallCopy } from '../../../packages/core/src/analyse/analysis.js';
import { measureBakeError } from '../../../packages/core/src/bake/measure-bake-error.js';
import { UnsupportedEncodingError } from '../../../packages/core/src/errors.js';
import type { EncodedSpace } from '../../../packages/core/src/raster/raster.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { noiseColours } from '../transforms/colours.js';
import { planOf } from './plans.js';

/** Adds its own amount to each channel. */
const shifting = (space: EncodedSpace, [r, g, b]: readonly number[]): Lut3dTransform =>
  sampleLut3d(2, space, (rgb) => rgb.forEach((value, i) => (rgb[i] = value + [r, g, b][i % 3])));

const copyOf = (rgb: Float32Array, space: EncodedSpace = 'srgb', weights?: Float32Array): SmallCopy => ({ rgb, weights, width: rgb.length / 3, height: 1, space });

describe('measureBakeError', () => {
  it('finds no error in a LUT that is the plan', () => {
    const { levels, ciede2000, samples } = measureBakeError(planOf(), shifting('srgb', [0, 0, 0]));
    expect(levels.maximum).toBeLessThan(TOLERANCES.bake.affineLevels);
    expect(ciede2000.maximum).toBeLessThan(TOLERANCES.bake.affineLevels);
    expect(samples).toBe(20_256);
  });

  it('measures a shift of one level as one level', () => {
    const copy = copyOf(noiseColours(100, 0.2, 0.8));
    const { photo } = measureBakeError(planOf(), shifting('srgb', [1 / 255, 1 / 255, -1 / 255]), copy);
    expect(photo?.levels.mean).toBeCloseTo(1, 3);
    expect(photo?.levels.p99).toBeCloseTo(1, 3);
    expect(photo?.levels.maximum).toBeCloseTo(1, 3);
  });

  it('does not count what clips on both sides', () => {
    const white = copyOf(Float32Array.of(1, 1, 1, 1, 1, 1));
    const { photo } = measureBakeError(planOf(), shifting('srgb', [0.5, 0.5, 0.5]), white);
    expect(photo).toEqual({ levels: { mean: 0, p99: 0, maximum: 0 }, ciede2000: { mean: 0, p99: 0, maximum: 0 }, samples: 2 });
  });

  it.each([
    ['srgb', 'rgb'],
    ['display-p3', 'p3'],
  ] as const)('agrees with culori on CIEDE2000 in %s', (space, mode) => {
    const colours = noiseColours(40, 0.1, 0.85);
    const shift = [0.05, -0.08, 0.1];
    const { photo } = measureBakeError({ ...planOf(), space }, shifting(space, shift), copyOf(colours, space));
    const difference = differenceCiede2000();
    const expected = Array.from({ length: 40 }, (_, i) => {
      const [r, g, b] = colours.subarray(i * 3, i * 3 + 3);
      return difference({ mode, r, g, b }, { mode, r: r + shift[0], g: g + shift[1], b: b + shift[2] });
    }).sort((x, y) => x - y);
    const mean = expected.reduce((sum, value) => sum + value, 0) / 40;
    expect(Math.abs((photo?.ciede2000.mean ?? NaN) / mean - 1)).toBeLessThan(TOLERANCES.bake.ciede2000);
    expect(Math.abs((photo?.ciede2000.maximum ?? NaN) / expected[39] - 1)).toBeLessThan(TOLERANCES.bake.ciede2000);
  });

  it('takes for p99 the value that 99 in 100 do not exceed', () => {
    const colours = new Float32Array(300).fill(0.5);
    colours.fill(0.6, 3, 6);
    colours.fill(0.9, 0, 3);
    const steep: Lut3dTransform = sampleLut3d(11, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = value > 0.55 ? value - 0.1 : value)));
    const { photo } = measureBakeError(planOf(), steep, copyOf(colours));
    expect(photo?.levels.p99).toBeCloseTo(25.5, 3);
    expect(photo?.levels.mean).toBeCloseTo(0.51, 3);
  });

  it('leaves transparent pixels out', () => {
    const weights = Float32Array.of(1, 0, 0.5);
    expect(measureBakeError(planOf(), shifting('srgb', [0, 0, 0]), copyOf(noiseColours(3, 0, 1), 'srgb', weights)).photo?.samples).toBe(2);
  });

  it('reports a photo without visible pixels as without error', () => {
    const { photo } = measureBakeError(planOf(), shifting('srgb', [0.1, 0, 0]), copyOf(noiseColours(2, 0, 1), 'srgb', new Float32Array(2)));
    expect(photo).toMatchObject({ levels: { mean: 0 }, samples: 0 });
  });

  it('does not change the copy it measures on', () => {
    const rgb = noiseColours(10, 0, 1);
    const before = rgb.slice();
    measureBakeError(planOf(), shifting('srgb', [0.1, 0, 0]), copyOf(rgb));
    expect(rgb).toEqual(before);
  });

  it('refuses a LUT or a photo of another space', () => {
    expect(() => measureBakeError(planOf(), shifting('display-p3', [0, 0, 0]))).toThrow(UnsupportedEncodingError);
    expect(() => measureBakeError(planOf(), shifting('srgb', [0, 0, 0]), copyOf(noiseColours(2, 0, 1), 'display-p3'))).toThrow('sample.space: display-p3');
  });
});
