import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import { type ColorPairs, fitLut3d } from '../../../packages/core/src/transforms/fit-lut.js';
import { evaluateLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { noiseColours } from './colours.js';

const OPTIONS = { size: 4, smoothness: 0.05, space: 'srgb' } as const;
const COUNT = 600;

function read(lut: Lut3dTransform, source: Float32Array): Float32Array {
  const rgb = source.slice();
  evaluateLut3d(lut, rgb, rgb.length / 3);
  return rgb;
}

/** What the fit is to make least: misses of the pairs, read by evaluation, and changes of neighbouring nodes that differ. */
function cost(lut: Lut3dTransform, { source, target, weights }: ColorPairs): number {
  const { size, values } = lut;
  const found = read(lut, source);
  let sum = 0;
  for (let i = 0; i < found.length; i += 1) sum += ((weights?.[Math.floor(i / 3)] ?? 1) * 1000 * (found[i] - target[i]) ** 2) / (found.length / 3);
  const change = (node: number, channel: number): number => values[3 * node + channel] - (Math.floor(node / size ** channel) % size) / (size - 1);
  for (let node = 0; node < size ** 3; node += 1) {
    for (let axis = 0; axis < 3; axis += 1) {
      if (Math.floor(node / size ** axis) % size === size - 1) continue;
      for (let channel = 0; channel < 3; channel += 1) sum += OPTIONS.smoothness * (change(node + size ** axis, channel) - change(node, channel)) ** 2;
    }
  }
  return sum;
}

describe('fitLut3d', () => {
  const source = noiseColours(COUNT, 0, 1);
  const target = source.map((value, i) => value ** (i % 3 === 0 ? 0.7 : 1.2) + 0.1 * source[i - (i % 3)]);
  const weights = noiseColours(COUNT, 0.2, 1).filter((_, i) => i % 3 === 0);

  it('leaves no node that another value would serve better', () => {
    const pairs = { source, target, weights };
    const lut = fitLut3d(pairs, OPTIONS);
    const least = cost(lut, pairs);
    for (let index = 0; index < lut.values.length; index += 1) {
      for (const change of [-0.02, 0.02]) {
        const moved = lut.values.map((value, i) => (i === index ? value + change : value));
        expect(cost({ ...lut, values: moved }, pairs)).toBeGreaterThan(least);
      }
    }
  });

  it('gives a change that is one offset everywhere to the last colour, seen or not', () => {
    const near = noiseColours(50, 0.2, 0.3);
    const lut = fitLut3d({ source: near, target: near.map((value, i) => value + [0.1, 0, -0.05][i % 3]) }, { ...OPTIONS, size: 9 });
    const far = noiseColours(50, 0, 1);
    for (const [i, value] of read(lut, far).entries()) expect(value - far[i]).toBeCloseTo([0.1, 0, -0.05][i % 3], 3);
  });

  it('finds a LUT again that enough of its colours were read from', () => {
    const nodes = noiseColours(64, 0, 1);
    const lut: Lut3dTransform = { kind: 'lut3d', size: 4, values: nodes, space: 'srgb' };
    const found = fitLut3d({ source, target: read(lut, source) }, { ...OPTIONS, smoothness: 1e-5 });
    for (const [i, value] of found.values.entries()) expect(value).toBeCloseTo(nodes[i], 2);
  });

  it('does not look at what weighs nothing', () => {
    const wrong = target.map((value, i) => (i < COUNT * 1.5 ? value : 0));
    const half = Float32Array.from({ length: COUNT }, (_, i) => (i < COUNT / 2 ? 2 : 0));
    const fitted = fitLut3d({ source, target: wrong, weights: half }, OPTIONS);
    const alone = fitLut3d({ source: source.slice(0, COUNT * 1.5), target: target.slice(0, COUNT * 1.5) }, OPTIONS);
    for (const [i, value] of fitted.values.entries()) expect(value).toBeCloseTo(alone.values[i], 4);
  });

  it.each([
    ['a size', { source, target }, { ...OPTIONS, size: 34 }, /size: 34 \(expected a whole number, 2 to 33\)/],
    ['no pairs', { source: new Float32Array(), target: new Float32Array() }, OPTIONS, /pairs: 0, 0 and 0 numbers/],
    ['targets', { source, target: target.slice(3) }, OPTIONS, /expected some, three a colour and as many targets/],
    ['weights', { source, target, weights: new Float32Array(2) }, OPTIONS, /and 2 numbers/],
  ])('refuses %s that it cannot use', (_, pairs, options, message) => {
    expect(() => fitLut3d(pairs, options)).toThrow(InvalidArgumentError);
    expect(() => fitLut3d(pairs, options)).toThrow(message);
  });
});
