import { describe, expect, it } from 'vitest';
import { curveFunction, masterCurve, namedCurve } from '../../../packages/core/src/transforms/curve.js';
import { evaluateCurves } from '../../../packages/core/src/transforms/evaluate-curves.js';
import type { Curve, CurveTransform } from '../../../packages/core/src/transforms/transform.js';
import { noiseColours } from './colours.js';

const clamped: Curve = { kind: 'table', domain: [-0.5, 1.5], values: Float32Array.of(0.1, 4, 2, 5), outside: 'clamp' };
const extended: Curve = { ...clamped, outside: 'extend' };
const named = (['srgb-to-linear', 'linear-to-srgb', 'cube', 'cube-root'] as const).map((name) => [name, namedCurve(name)] as const);

describe('evaluating curves on a run of colours', () => {
  it.each<readonly [string, CurveTransform]>([
    ...named,
    ['a table that clamps', masterCurve(clamped)],
    ['a table that goes on', masterCurve(extended)],
    ['one for each channel', { kind: 'curve', curves: [clamped, { kind: 'named', name: 'cube-root' }, extended] }],
  ])('gives the bits of each curve as a function: %s', (_, transform) => {
    const rgb = Float32Array.of(...noiseColours(4000, -1, 2), NaN, Infinity, -Infinity, 0, -0, 1, -0.5, 1.5, 0.04045, 0.0031308, 4, 5);
    const functions = transform.curves.map(curveFunction);
    const expected = rgb.map((value, index) => functions[index % 3](value));
    evaluateCurves(transform, rgb, rgb.length / 3);
    expect(rgb.findIndex((value, index) => !Object.is(value, expected[index]))).toBe(-1);
  });

  it('leaves what follows the run alone', () => {
    const rgb = Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
    evaluateCurves(namedCurve('cube'), rgb, 1);
    expect([...rgb]).toEqual([0.125, 0.125, 0.125, 0.5, 0.5, 0.5]);
  });
});
