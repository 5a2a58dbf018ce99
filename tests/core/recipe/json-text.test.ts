import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidRecipeError } from '@openretouch/core';
import { parseJsonText } from '../../../packages/core/src/recipe/json-text.js';

const SEED = 8259;

function outcome(read: () => unknown): { value: unknown } | 'refused' {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof InvalidRecipeError || error instanceof SyntaxError) return 'refused';
    throw error;
  }
}

/** Texts close to JSON: printed values with one character taken out, put in or changed. */
const nearJson = fc
  .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', '.', 'e', ' ', '\t', '\n', '\u0001', '\u00a0', 'u', 'null'), fc.boolean())
  .map(([text, at, inserted, replaces]) => {
    const offset = at % (text.length + 1);
    return text.slice(0, offset) + inserted + text.slice(offset + (replaces ? 1 : 0));
  })
  // JSON.parse keeps the last of two equal keys; the reader refuses them, which has a test of its own.
  .filter((text) => outcome(() => JSON.parse(text)) === 'refused' || !hasRepeatedKey(text));

function hasRepeatedKey(text: string): boolean {
  const keys = [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, key]) => key);
  return new Set(keys).size < keys.length;
}

describe('parseJsonText', () => {
  it('accepts, refuses and reads as JSON.parse does, for any text near JSON', () => {
    fc.assert(
      fc.property(nearJson, (text) => {
        expect(outcome(() => parseJsonText(text, 64))).toEqual(outcome(() => JSON.parse(text) as unknown));
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it.each(['"\\u00e9\\n\\/"', '-0', '1e5', '1E+5', '-0.5e-3', '[]', '{}', ' [ 1 , 2 ] ', '"\u2028"'])('reads %s as JSON.parse does', (text) => {
    expect(parseJsonText(text, 4)).toEqual(JSON.parse(text));
  });

  it('makes __proto__ a key like any other, without touching a prototype', () => {
    const value = parseJsonText('{"__proto__":{"polluted":true}}', 4) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('refuses deep nesting before any of it is built', () => {
    const deep = '['.repeat(200_000);
    expect(() => parseJsonText(deep, 16)).toThrow(/at most 16 levels/);
  });

  it.each([
    ['{\r\n"a": x}', 'line 2, column 6'],
    ['{\r"a": x}', 'line 2, column 6'],
    ['[1,\n\n  2 3]', 'line 3, column 5'],
  ])('counts lines and columns in %j', (text, position) => {
    expect(() => parseJsonText(text, 4)).toThrow(position);
  });
});
