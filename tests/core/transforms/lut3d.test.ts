import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCube } from '../../../packages/core/src/formats/parse-cube.js';
import { evaluateLut3d, sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden } from '../formats/golden.js';
import { largestDifference, noiseColours } from './colours.js';

const identity = (size: number): Lut3dTransform => sampleLut3d(size, 'srgb', () => undefined);

const look = (lut: Lut3dTransform, colour: readonly number[]): number[] => {
  const rgb = Float32Array.from(colour);
  evaluateLut3d(lut, rgb, colour.length / 3);
  return [...rgb];
};

describe('evaluateLut3d', () => {
  it.each([2, 3, 17, 33, 129])('of an identity cube of %i nodes returns every colour of 0..1', (size) => {
    const colours = noiseColours(500, 0, 1);
    expect(largestDifference(look(identity(size), [...colours]), colours)).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it.each([2, 5, 33])('of an affine map sampled at %i nodes is that map everywhere', (size) => {
    const affine = ([r, g, b]: readonly number[]): number[] => [0.9 * r - 0.3 * g + 0.5, 0.2 * r + 0.7 * g - 0.4 * b, 1.3 * b - 0.2 * r + 0.1];
    const lut = sampleLut3d(size, 'srgb', (rgb) => {
      for (let p = 0; p < rgb.length; p += 3) rgb.set(affine(rgb.slice(p, p + 3) as unknown as number[]), p);
    });
    const colours = noiseColours(500, 0, 1);
    const expected = Array.from({ length: 500 }, (_, i) => affine([...colours.subarray(i * 3, i * 3 + 3)])).flat();
    expect(largestDifference(look(lut, [...colours]), expected)).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('reads nodes with red fastest and blue slowest', () => {
    const values = Float32Array.from({ length: 24 }, (_, i) => Math.floor(i / 3));
    const lut: Lut3dTransform = { kind: 'lut3d', size: 2, values, space: 'srgb' };
    expect(look(lut, [1, 0, 0, 0, 1, 0, 0, 0, 1])).toEqual([1, 1, 1, 2, 2, 2, 4, 4, 4]);
  });

  it('agrees with OpenColorIO on an asymmetric cube, on faces, nodes and outside', () => {
    const { table3d } = parseCube(readFileSync(new URL('../../formats/cube/valid/asymmetric-3d.cube', import.meta.url)));
    if (table3d === undefined) throw new Error('no 3D table');
    const lut: Lut3dTransform = { kind: 'lut3d', size: table3d.size, values: table3d.values, space: 'srgb' };
    expect(largestDifference(look(lut, golden.input), golden.output['asymmetric-3d.cube'])).toBeLessThan(TOLERANCES.transforms.openColorIo);
  });

  it('is continuous where tetrahedra meet', () => {
    const { table3d } = parseCube(readFileSync(new URL('../../formats/cube/valid/asymmetric-3d.cube', import.meta.url)));
    if (table3d === undefined) throw new Error('no 3D table');
    const lut: Lut3dTransform = { kind: 'lut3d', size: table3d.size, values: table3d.values, space: 'srgb' };
    const step = 1e-6;
    for (const [r, g, b] of [[0.3, 0.3, 0.1], [0.6, 0.2, 0.2], [0.4, 0.9, 0.4], [0.55, 0.55, 0.55], [0.25, 0.5, 0.75]]) {
      const centre = look(lut, [r, g, b]);
      for (const [dr, dg, db] of [[step, 0, 0], [0, step, 0], [0, 0, step], [-step, 0, 0], [0, -step, 0], [0, 0, -step]]) {
        expect(largestDifference(look(lut, [r + dr, g + dg, b + db]), centre)).toBeLessThan(step * 20);
      }
    }
  });

  it('keeps greys grey when every node of the diagonal is grey, whatever the others are', () => {
    const lut = sampleLut3d(5, 'srgb', (rgb) => {
      for (let p = 0; p < rgb.length; p += 3) if (rgb[p] !== rgb[p + 1] || rgb[p + 1] !== rgb[p + 2]) rgb[p] += 0.3;
    });
    for (let level = 0; level <= 1; level += 0.01) {
      const [r, g, b] = look(lut, [level, level, level]);
      expect([g, b]).toEqual([r, r]);
    }
  });

  it('clamps its input to 0..1 and reads NaN as 0', () => {
    const lut = identity(3);
    expect(look(lut, [-0.5, 1.5, NaN, Infinity, -Infinity, 0.5])).toEqual([0, 1, 0, 1, 0, 0.5]);
  });

  it('does not clamp its output', () => {
    const lut = sampleLut3d(2, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = 3 * value - 1)));
    expect(look(lut, [0, 0.5, 1])).toEqual([-1, 0.5, 2]);
  });
});

describe('sampleLut3d', () => {
  it('hands each node over once, with its own colour', () => {
    const seen: number[] = [];
    sampleLut3d(3, 'srgb', (rgb) => seen.push(...rgb));
    const nodes = [0, 0.5, 1].flatMap((b) => [0, 0.5, 1].flatMap((g) => [0, 0.5, 1].flatMap((r) => [r, g, b])));
    expect(seen).toEqual(nodes);
  });
});
