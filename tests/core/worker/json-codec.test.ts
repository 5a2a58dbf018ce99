import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areParts, decodeValue, encodeValue } from '../../../packages/core/src/worker/json-codec.js';

function overText(value: unknown): unknown {
  const { json, parts, bytes } = encodeValue(value);
  const arrived = JSON.parse(JSON.stringify({ json, parts })) as { json: unknown; parts: unknown };
  if (!areParts(arrived.parts)) throw new Error('parts');
  return decodeValue(arrived.json, arrived.parts, (part) => bytes[part].slice().buffer);
}

const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined, NaN, Infinity, -Infinity, -0),
  fc.uint8Array({ maxLength: 5 }),
  fc.float32Array({ maxLength: 5 }),
  fc.uint16Array({ maxLength: 5 }),
);
const key = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('$', '__proto__', 'constructor'));
const data = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.array(fc.tuple(key, tie('value').filter((value) => value !== undefined)), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as unknown)),
})).value;

describe('plain data and typed arrays, over a text', () => {
  it('arrive as they were, down to -0, NaN and keys that mean something elsewhere', () => {
    fc.assert(
      fc.property(data, (value) => {
        // Of Node, because vitest takes a key "constructor" for the class.
        expect(isDeepStrictEqual(overText(value), value)).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('of a view carry its own bytes alone', () => {
    const memory = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(overText({ view: memory.subarray(2, 5) })).toEqual({ view: Uint8Array.from([3, 4, 5]) });
  });

  it('leave out what an object does not have, as JSON does', () => {
    expect(Object.keys(overText({ a: undefined, b: 1 }) as object)).toEqual(['b']);
  });

  it.each([
    [{ list: [() => 1] }, /^message\.list\[0\]: function/],
    [{ big: 1n }, /^message\.big: bigint/],
    [{ big: new BigInt64Array(1) }, /^message\.big: BigInt64Array/],
  ])('are refused where they are neither, by place', (value, message) => {
    expect(() => encodeValue(value)).toThrow(message);
  });

  it.each([{ $: ['bytes', 1] }, { $: ['bytes', 'length'] }, { $: ['function', 1] }, { $: 3 }])('are refused with a wrapper of no meaning: %j', (json) => {
    expect(() => decodeValue(json, [['Uint8Array', 1]], () => new ArrayBuffer(1))).toThrow(TypeError);
  });

  it.each([[[['Uint16Array', 3]]], [[['Function', 4]]], [[['Uint8Array', -1]]], [[['Uint8Array', 1e30]]], [[['toString', 0]]], [{}]])('have parts that are checked: %j', (parts) => {
    expect(areParts(parts)).toBe(false);
  });
});
