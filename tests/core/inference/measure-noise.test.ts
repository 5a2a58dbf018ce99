import { describe, expect, it } from 'vitest';
import type { SmallCopy } from '../../../packages/core/src/analyse/analysis.js';
import { anchorMaps, findLiftLimits } from '../../../packages/core/src/inference/cudi/exposure-maps.js';
import { measureNoise } from '../../../packages/core/src/inference/cudi/measure-noise.js';
import { seededRandom } from '../../helpers/seeded-random.js';

const SIDE = 160;

/** Normal noise, by the sum of twelve uniform numbers. */
function makeGrain(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
}

function darkPhoto(at: (pixel: number, channel: number) => number): SmallCopy {
  const rgb = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => at(Math.floor(i / 3), i % 3));
  return { rgb, weights: undefined, width: SIDE, height: SIDE, space: 'srgb' };
}

describe('the noise of a photo', () => {
  it.each([0.01, 0.02, 0.05])('is found where each channel has a deviation of %s', (deviation) => {
    const grain = makeGrain(3);
    const found = measureNoise(darkPhoto((pixel, channel) => 0.2 - 0.04 * channel + (0.05 * (pixel % SIDE)) / SIDE + deviation * grain()));
    expect(found / deviation).toBeGreaterThan(0.8);
    expect(found / deviation).toBeLessThan(1.15);
  });

  it('is not what all channels do alike, however rough', () => {
    const grain = makeGrain(5);
    const texture = Float32Array.from({ length: SIDE * SIDE }, () => 0.05 * grain());
    expect(measureNoise(darkPhoto((pixel) => 0.2 + texture[pixel]))).toBeLessThan(1e-6);
  });

  it.each<[string, SmallCopy]>([
    ['bright', darkPhoto((_, channel) => 0.6 + 0.1 * makeGrain(channel)())],
    ['black', darkPhoto(() => 0)],
    ['of one pixel', { rgb: Float32Array.of(0.1, 0.2, 0.1), weights: undefined, width: 1, height: 1, space: 'srgb' }],
  ])('is none in a photo %s', (_, photo) => {
    expect(measureNoise(photo)).toBe(0);
  });
});

describe('what noise leaves of a lift', () => {
  const field = (value: number) => ({ width: 1, height: 1, data: Float32Array.of(value) });
  const maps = (slope: number, offset: number) => ({ data: Float32Array.of(slope, offset), shape: [1, 2, 1, 1] });
  const liftOf = (noise: number): { gain: number; colorGain: number } => {
    const limits = findLiftLimits(noise);
    const { slope, offset } = anchorMaps(maps(4, 0.3), maps(0, 0), field(0.5), field(0.1), limits);
    return { gain: slope.data[0] + offset.data[0] / 0.1, colorGain: limits.colorGain };
  };

  it('is all of it in a clean photo, less the more noise there is, and never less than a doubling', () => {
    expect(liftOf(0).gain).toBeCloseTo(8, 5);
    expect(liftOf(0.02).gain).toBeCloseTo(3, 5);
    expect(liftOf(0.5).gain).toBeCloseTo(2, 5);
  });

  it('is less for colour than for luma, and never less colour than there was', () => {
    expect([0, 0.02, 0.5].map((noise) => liftOf(noise).colorGain)).toEqual([3, 1.5, 1]);
  });
});
