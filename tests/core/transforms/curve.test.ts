import { describe, expect, it } from 'vitest';
import { areInverse, curveFunction, masterCurve, namedCurve, sampleCurve } from '../../../packages/core/src/transforms/curve.js';
import type { NamedCurve, TableCurve } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';

const table = (outside: TableCurve['outside']): TableCurve => ({ kind: 'table', domain: [-1, 3], values: Float32Array.of(0, 4, 2), outside });

describe('curveFunction', () => {
  it('reads a table linearly between equally spaced nodes', () => {
    const f = curveFunction(table('clamp'));
    expect([-1, 0, 1, 2, 3].map(f)).toEqual([0, 2, 4, 3, 2]);
  });

  it('holds the end values outside the domain when told to clamp', () => {
    const f = curveFunction(table('clamp'));
    expect([-9, 9, -Infinity, Infinity].map(f)).toEqual([0, 2, 0, 2]);
  });

  it('goes on along the end segments when told to extend', () => {
    const f = curveFunction(table('extend'));
    expect([-2, 5].map(f)).toEqual([-2, 0]);
  });

  it.each(['clamp', 'extend'] as const)('reads NaN as the lower end (%s)', (outside) => {
    expect(curveFunction(table(outside))(NaN)).toBe(0);
  });

  it.each([
    ['srgb-to-linear', 'linear-to-srgb'],
    ['linear-to-srgb', 'srgb-to-linear'],
    ['cube', 'cube-root'],
    ['cube-root', 'cube'],
  ] as [NamedCurve['name'], NamedCurve['name']][])('undoes %s by %s on both sides of zero', (first, second) => {
    expect(areInverse(namedCurve(first), namedCurve(second))).toBe(true);
    const f = curveFunction({ kind: 'named', name: first });
    const g = curveFunction({ kind: 'named', name: second });
    for (const value of [-1.5, -0.5, -0.001, 0, 0.001, 0.04, 0.5, 1, 2]) expect(g(f(value))).toBeCloseTo(value, 12);
  });
});

describe('areInverse', () => {
  it('does not take a curve for its own inverse, nor tables for anything', () => {
    expect(areInverse(namedCurve('cube'), namedCurve('cube'))).toBe(false);
    expect(areInverse(namedCurve('cube'), namedCurve('linear-to-srgb'))).toBe(false);
    expect(areInverse(masterCurve(table('clamp')), masterCurve(table('clamp')))).toBe(false);
  });

  it('wants every channel inverse', () => {
    const cube = namedCurve('cube');
    const mixed = { ...namedCurve('cube-root'), curves: [...namedCurve('cube-root').curves.slice(0, 2), cube.curves[0]] as unknown as typeof cube.curves };
    expect(areInverse(cube, mixed)).toBe(false);
  });
});

describe('sampleCurve', () => {
  it('is as close to a smooth function as it promises', () => {
    const sampled = curveFunction(sampleCurve((value) => Math.sin(10 * value), [0, 2], 'clamp'));
    let largest = 0;
    for (let i = 0; i <= 10_000; i += 1) largest = Math.max(largest, Math.abs(sampled(i / 5000) - Math.sin(i / 500)));
    expect(largest).toBeLessThan(TOLERANCES.transforms.sampledCurve);
  });
});
