import { describe, expect, it } from 'vitest';
import { sampleOklabMap, sampleOklchMap, sampleSrgbMap, type ColorMap } from '../../../packages/core/src/operations/sample-color-map.js';
import { findOperation } from '../../../packages/core/src/operations/registry.js';
import type { EncodedSpace } from '../../../packages/core/src/raster/raster.js';
import { convertEncoding } from '../../../packages/core/src/raster/convert.js';
import { evaluatePointTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { PointTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';

const SIZE = 9;
const SPACES: readonly EncodedSpace[] = ['srgb', 'display-p3'];
const keep: ColorMap = () => undefined;

function nodesOf(space: EncodedSpace): Float32Array {
  return sampleLut3d(SIZE, space, () => undefined).values;
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Array.from(expected).reduce((largest, value, index) => Math.max(largest, Math.abs(actual[index] - value)), 0);
}

describe.each(SPACES)('maps sampled for %s', (space) => {
  it.each([
    ['Oklab', sampleOklabMap],
    ['Oklch', sampleOklchMap],
  ] as const)('hold exactly the nodes where nothing changes in %s', (_, sample) => {
    expect(sample(space, keep, SIZE).values).toEqual(nodesOf(space));
  });

  it('hold the nodes to rounding where nothing changes in sRGB', () => {
    expect(largestDifference(sampleSrgbMap(space, keep, SIZE).values, nodesOf(space))).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('mean one colour when greys are tinted in sRGB, whatever the space', () => {
    const tint: ColorMap = (color) => {
      color[0] += 0.1;
      color[2] -= 0.1;
    };
    const { values } = sampleSrgbMap(space, tint, SIZE);
    const middle = ((SIZE ** 3 - 1) / 2) * 3;
    const pixel = { width: 1, height: 1, channels: 3, bitDepth: 32, alpha: 'none' } as const;
    const { data } = convertEncoding({ ...pixel, data: values.slice(middle, middle + 3), encoding: space }, 'srgb');
    expect(largestDifference(data, [0.6, 0.5, 0.4])).toBeLessThan(TOLERANCES.raster.encodingFloat);
  });

  it('keep greys exactly grey while lightness changes', () => {
    const darken: ColorMap = (color) => {
      color[0] *= 0.7;
    };
    for (const sample of [sampleOklabMap, sampleOklchMap]) {
      const { values } = sample(space, darken, SIZE);
      for (let node = 0; node < SIZE; node += 1) {
        const p = node * 3 * (1 + SIZE + SIZE * SIZE);
        expect(values[p + 1]).toBe(values[p]);
        expect(values[p + 2]).toBe(values[p]);
      }
    }
  });

  it('scale chroma as the chain of saturation does, beyond 0..1 too', () => {
    const saturation = findOperation('saturation');
    const nodes = nodesOf(space);
    const { transforms } = saturation!.resolve({ gain: 1.5, axis: 'oklab' }, { space } as never);
    evaluatePointTransforms(transforms as readonly PointTransform[], nodes, SIZE ** 3);
    const byOklab = sampleOklabMap(space, (lab) => { lab[1] *= 1.5; lab[2] *= 1.5; }, SIZE);
    const byOklch = sampleOklchMap(space, (lch) => { lch[1] *= 1.5; }, SIZE);
    expect(Math.min(...nodes)).toBeLessThan(-0.1);
    expect(largestDifference(byOklab.values, nodes)).toBeLessThan(TOLERANCES.transforms.sampledNodes);
    expect(largestDifference(byOklch.values, nodes)).toBeLessThan(TOLERANCES.transforms.sampledNodes);
  });
});

describe('maps of hue', () => {
  it('turn a colour by whole circles to itself', () => {
    const turned = sampleOklchMap('srgb', (lch) => { lch[2] += 720; }, SIZE);
    expect(largestDifference(turned.values, nodesOf('srgb'))).toBeLessThan(TOLERANCES.transforms.float32);
  });

  it('turn opposite colours into each other: complements of one lightness', () => {
    const once = sampleOklchMap('srgb', (lch) => { lch[2] += 180; }, SIZE);
    const negated = sampleOklabMap('srgb', (lab) => { lab[1] = -lab[1]; lab[2] = -lab[2]; }, SIZE);
    expect(largestDifference(once.values, negated.values)).toBeLessThan(TOLERANCES.transforms.float32);
  });
});

describe('maps of encoded sRGB', () => {
  it.each<[string, ColorMap]>([
    ['exchange channels', (color) => { [color[0], color[2]] = [color[2], color[0]]; }],
    ['tint greys', (color) => { color[2] += 0.1; }],
    ['leave only grey', (color) => { color[0] = color[1]; color[2] = color[1]; }],
  ])('mean the same colours in Display P3 when they %s', (_, map) => {
    const p3 = sampleSrgbMap('display-p3', map, SIZE);
    const picture = { data: nodesOf('display-p3'), width: SIZE ** 3, height: 1, channels: 3, bitDepth: 32, encoding: 'display-p3', alpha: 'none' } as const;
    const mapped = convertEncoding(picture, 'srgb');
    for (let p = 0; p < mapped.data.length; p += 3) {
      const color: [number, number, number] = [mapped.data[p], mapped.data[p + 1], mapped.data[p + 2]];
      map(color, p / 3);
      mapped.data.set(color, p);
    }
    expect(largestDifference(p3.values, convertEncoding(mapped, 'display-p3').data)).toBeLessThan(TOLERANCES.raster.encodingFloat);
  });
});
