import { describe, expect, it } from 'vitest';
import { composeCurves, isIdentityCurve } from '../../../packages/core/src/transforms/compose-curves.js';
import { curveFunction, masterCurve, namedCurve, sampleCurve } from '../../../packages/core/src/transforms/curve.js';
import type { Curve, CurveTransform, TableCurve } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';

const table = (values: readonly number[], domain: readonly [number, number] = [0, 1], outside: TableCurve['outside'] = 'clamp'): TableCurve => ({ kind: 'table', domain, values: Float32Array.from(values), outside });

/** Largest error over -8..8, relative to max(1, |output|). */
function errorOf(composed: Curve, first: Curve, second: Curve): number {
  const [h, f, g] = [composed, first, second].map(curveFunction);
  let largest = 0;
  for (let i = 0; i <= 64_000; i += 1) {
    const x = i / 4000 - 8;
    const expected = g(f(x));
    largest = Math.max(largest, Math.abs(h(x) - expected) / Math.max(1, Math.abs(expected)));
  }
  return largest;
}

function composeMaster(first: Curve, second: Curve): Curve | undefined {
  const composed = composeCurves(masterCurve(first), masterCurve(second));
  return composed?.[0]?.curves[0];
}

const smoothCases: [string, Curve, Curve][] = [
  ['two smooth curves', sampleCurve((x) => x ** 1.4, [0, 1], 'clamp'), sampleCurve((x) => x * x * (3 - 2 * x), [0, 1], 'clamp')],
  ['an extended curve before a clamped one', sampleCurve((x) => x * (1.4 - 0.2 * x), [0, 2], 'extend'), sampleCurve((x) => x * x * (3 - 2 * x), [0, 1], 'clamp')],
  ['a falling curve', sampleCurve((x) => 1 - x * x, [0, 1], 'clamp'), sampleCurve((x) => x * (1.5 - 0.5 * x), [0, 1], 'clamp')],
  ['corners on the grid of the first', table([0, 0.5, 0.75, 1]), table([0.1, 0.6, 0.9, 0.2, 0.4])],
  ['a line before a table', table([-1, 2], [0, 1], 'extend'), table([0, 0.3, 0.1, 0.9, 1, 0.5])],
];

describe('composeCurves', () => {
  it.each(smoothCases)('makes one curve of %s, as exact as the two', (_, first, second) => {
    const composed = composeMaster(first, second);
    if (composed === undefined) throw new Error('stayed two');
    expect(errorOf(composed, first, second)).toBeLessThan(TOLERANCES.transforms.composedCurve);
  });

  it('finds the exact few nodes of a line before a piecewise-linear curve', () => {
    const composed = composeMaster(table([-1, 2], [0, 1], 'extend'), table([0, 0.3, 0.1, 0.9, 1, 0.5]));
    expect(composed?.kind === 'table' && composed.values.length).toBe(6);
  });

  it('keeps two curves whose corners no table can hold', () => {
    expect(composeMaster(table([0, 0.31, 1]), table([0, 0.77, 0.8, 1]))).toBeUndefined();
  });

  it('keeps two fine curves that go on beyond their domains, where float32 nodes hold no slope', () => {
    const bend = sampleCurve((x) => x ** 1.2, [0, 2], 'extend');
    expect(composeMaster(bend, bend)).toBeUndefined();
  });

  it('leaves nothing of a named curve and its inverse', () => {
    expect(composeCurves(namedCurve('srgb-to-linear'), namedCurve('linear-to-srgb'))).toEqual([]);
  });

  it('keeps a named curve beside a table', () => {
    expect(composeMaster({ kind: 'named', name: 'cube' }, table([0, 0.2, 1]))).toBeUndefined();
  });

  it('composes channels on their own and passes identities through', () => {
    const identity = table([0, 1], [0, 1], 'extend');
    const red = table([0, 0.7, 1]);
    const blue = table([0.2, 0.4, 1]);
    const first: CurveTransform = { kind: 'curve', curves: [red, identity, identity] };
    const second: CurveTransform = { kind: 'curve', curves: [identity, identity, blue] };
    expect(composeCurves(first, second)).toEqual([{ kind: 'curve', curves: [red, identity, blue] }]);
  });

  it('makes a constant of a curve that never meets the bends of the next', () => {
    const composed = composeMaster(table([2, 3]), table([0, 1, 0.25]));
    expect([-5, 0, 0.3, 1, 5].map(curveFunction(composed as Curve))).toEqual([0.25, 0.25, 0.25, 0.25, 0.25]);
  });
});

describe('isIdentityCurve', () => {
  it('knows the straight line that goes on', () => {
    expect(isIdentityCurve(table([0, 0.5, 1], [0, 1], 'extend'))).toBe(true);
  });

  it('does not take a line that clamps for it, nor a line of another slope', () => {
    expect(isIdentityCurve(table([0, 1]))).toBe(false);
    expect(isIdentityCurve(table([0, 0.999], [0, 1], 'extend'))).toBe(false);
  });
});
