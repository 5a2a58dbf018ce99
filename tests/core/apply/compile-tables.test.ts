import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildEncodeTable } from '../../../packages/core/src/apply/compile/encode-table.js';
import { channelFunction } from '../../../packages/core/src/apply/compile/channel-function.js';
import { runCurves } from '../../../packages/core/src/apply/compile/run-curve.js';
import { linearToSrgb, srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import { masterCurve, namedCurve, sampleCurve } from '../../../packages/core/src/transforms/curve.js';
import { TOLERANCES } from '../../tolerances.js';

const roundedByte = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 255);

function readByte(table: NonNullable<ReturnType<typeof buildEncodeTable>>, input: number): number {
  const index = Math.round((input - table.low) * table.scale);
  return table.bytes[Math.min(Math.max(index, 0), table.bytes.length - 1)];
}

describe('an encode table', () => {
  const inverseEotf = { evaluate: linearToSrgb, isMonotone: true };

  test('gives the byte of a monotone function or the one beside it, inside and beyond its ends', () => {
    const falling = { evaluate: (v: number) => 1.2 - 1.5 * v, isMonotone: true };
    for (const f of [inverseEotf, falling]) {
      const table = buildEncodeTable(f, [-3, 5]);
      expect(table).toBeDefined();
      fc.assert(fc.property(fc.double({ min: -3, max: 5, noNaN: true }), (input) => Math.abs(readByte(table!, input) - roundedByte(f.evaluate(input))) <= 1), { seed: 1, numRuns: 20000 });
    }
  });

  test('ends in the byte of what lies beyond it, wherever rounding puts the last entry', () => {
    for (let i = 0; i < 200; i += 1) {
      const low = -0.01 * i;
      const table = buildEncodeTable({ evaluate: (v) => linearToSrgb(v * (1 + i / 97)), isMonotone: true }, [low, 3])!;
      expect([table.bytes[0], table.bytes[table.bytes.length - 1]]).toEqual([0, 255]);
    }
  });

  test('of the transfer function gives the exact byte for 98 inputs of 100', () => {
    const table = buildEncodeTable(inverseEotf, [0, 1])!;
    const inputs = Array.from({ length: 100003 }, (_, i) => i / 100002);
    const exact = inputs.filter((input) => readByte(table, input) === roundedByte(linearToSrgb(input)));
    expect(exact.length / inputs.length).toBeGreaterThan(0.98);
  });

  test('is of one byte where the function never leaves it', () => {
    const table = buildEncodeTable(inverseEotf, [2, 9])!;
    expect([...new Set(table.bytes)]).toEqual([255]);
  });

  test('is refused to a function that turns, to endless ranges and to two jumps', () => {
    expect(buildEncodeTable({ evaluate: (v) => v * v, isMonotone: false }, [-1, 1])).toBeUndefined();
    expect(buildEncodeTable(inverseEotf, [0, Infinity])).toBeUndefined();
    expect(buildEncodeTable({ evaluate: (v) => Math.floor(v * 3) / 3, isMonotone: true }, [0, 1])).toBeUndefined();
  });
});

describe('a channel function', () => {
  test.each([
    ['named curves', [namedCurve('srgb-to-linear'), namedCurve('cube-root')], true],
    ['a rising table', [masterCurve(sampleCurve((v) => v * v, [0, 1], 'clamp'))], true],
    ['a falling table', [masterCurve(sampleCurve((v) => 1 - v, [0, 1], 'clamp'))], true],
    ['a table that turns', [masterCurve(sampleCurve((v) => v * (1 - v), [0, 1], 'clamp'))], false],
  ])('knows whether it turns: %s', (_, transforms, isMonotone) => {
    expect(channelFunction(transforms, 1).isMonotone).toBe(isMonotone);
  });
});

describe('curves on runs of pixels', () => {
  const exact = { 'srgb-to-linear': srgbToLinear, 'linear-to-srgb': linearToSrgb, 'cube-root': Math.cbrt, cube: (v: number) => v ** 3 };
  const specials = [0, -0, 1, -1, 1e-30, -1e-30, 2 ** -14, 8, 7.999, 123456, Infinity, -Infinity];

  test.each(Object.entries(exact))('agree with %s over all magnitudes and both signs', (name, f) => {
    const values = Float32Array.from([...specials, ...Array.from({ length: 30000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 2 ** (-24 + (i * 30) / 30000))]);
    const rgb = values.slice();
    runCurves(namedCurve(name as keyof typeof exact), { rgb, bits: new Int32Array(rgb.buffer) }, rgb.length / 3);
    const isAtJoin = (value: number): boolean => name !== 'cube-root' && (Math.abs(Math.abs(value) - 0.04045) < 4e-5 || Math.abs(Math.abs(value) - 0.0031308) < 2e-6);
    const wrong = [...values.keys()].filter((i) => {
      const tolerance = isAtJoin(values[i]) ? TOLERANCES.apply.powerTableJoinRelative : TOLERANCES.apply.powerTableRelative;
      return rgb[i] !== Math.fround(f(values[i])) && !(Math.abs(rgb[i] / f(values[i]) - 1) <= tolerance);
    });
    expect(wrong.map((i) => `${values[i]} gave ${rgb[i]}`)).toEqual([]);
  });

  test('pass not-a-number on, and through a table as its first value', () => {
    const run = (curve: Parameters<typeof runCurves>[0]): number => {
      const rgb = Float32Array.of(NaN, NaN, NaN);
      runCurves(curve, { rgb, bits: new Int32Array(rgb.buffer) }, 1);
      return rgb[0];
    };
    expect(run(namedCurve('linear-to-srgb'))).toBeNaN();
    expect(run(masterCurve({ kind: 'table', domain: [0, 1], values: Float32Array.of(0.25, 0.75), outside: 'extend' }))).toBe(0.25);
  });
});
