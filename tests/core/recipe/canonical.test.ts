import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalRecipe, findOperation, hashRecipe, parseRecipe, type Recipe, validateRecipe } from '@openretouch/core';
import { canonicalJson } from '../../../packages/core/src/recipe/canonical-json.js';
import { fillDefaults } from '../../../packages/core/src/recipe/parameters.js';
import { arbitraryRecipe, reverseKeys } from './arbitrary-recipe.js';

const SEED = 20260301;
const recipeOf = (fields: Partial<Recipe>): Recipe => validateRecipe({ schema: 'openretouch/recipe@1', name: 'Case', operations: [], ...fields });

describe('canonicalJson', () => {
  it('prints the example of RFC 8785, section 3.2.2', () => {
    const text = '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
    expect(canonicalJson(JSON.parse(text))).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('sorts keys as RFC 8785, section 3.2.3 does', () => {
    const value = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' };
    const order = [...canonicalJson(value).matchAll(/:"([^"]*)"/g)].map(([, name]) => name);
    expect(order).toEqual(['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh']);
  });
});

describe('canonicalRecipe', () => {
  it('reads back as a recipe with the same parameters, for any recipe', () => {
    const meaning = (recipe: Recipe): unknown =>
      JSON.parse(
        JSON.stringify({
          ...recipe,
          strength: recipe.strength ?? 1,
          extensions: recipe.extensions ?? {},
          operations: recipe.operations.map((entry) => {
            const operation = findOperation(entry.op) as NonNullable<ReturnType<typeof findOperation>>;
            const mask = entry.mask === undefined ? undefined : { invert: false, feather: 0, optional: false, ...entry.mask };
            return { op: entry.op, strength: entry.strength ?? 1, enabled: entry.enabled ?? true, mask, ...fillDefaults(operation, entry) };
          }),
        }),
      );
    fc.assert(
      fc.property(arbitraryRecipe, (recipe) => {
        const again = parseRecipe(canonicalRecipe(validateRecipe(recipe)));
        expect(meaning(again)).toEqual(meaning(recipe));
        expect(canonicalRecipe(again)).toBe(canonicalRecipe(recipe));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('leaves out every value that equals its default', () => {
    const full = recipeOf({
      strength: 1,
      extensions: {},
      assets: {},
      operations: [{ op: 'contrast', gain: 1, pivot: 'mean', strength: 1, enabled: true, mask: { slot: 'host', invert: false, feather: 0, optional: false } }],
    });
    expect(canonicalRecipe(full)).toBe('{"name":"Case","operations":[{"mask":{"slot":"host"},"op":"contrast"}],"schema":"openretouch/recipe@1"}');
  });
});

describe('hashRecipe', () => {
  it('is the SHA-256 of the canonical text of operations, schema and strength', () => {
    const text = '{"operations":[{"ev":0.5,"op":"exposure"}],"schema":"openretouch/recipe@1","strength":1}';
    expect(hashRecipe(recipeOf({ operations: [{ op: 'exposure', ev: 0.5 }] }))).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('does not depend on the order of keys, for any recipe', () => {
    fc.assert(
      fc.property(arbitraryRecipe, (recipe) => {
        expect(hashRecipe(reverseKeys(recipe))).toBe(hashRecipe(recipe));
        expect(canonicalRecipe(reverseKeys(recipe))).toBe(canonicalRecipe(recipe));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  const base = recipeOf({ operations: [{ op: 'exposure', ev: 0.5 }, { op: 'brightness', gain: 1.1 }] });

  it('ignores names, dates, extensions and operations that are off', () => {
    const dressed = recipeOf({ ...base, name: 'Other', author: 'Me', created: '2026-01-01', extensions: { a: 1 }, operations: [...base.operations, { op: 'exposure', ev: 2, enabled: false }, { op: 'exposure', ev: 2, strength: 0 }] });
    expect(hashRecipe(dressed)).toBe(hashRecipe(base));
  });

  it.each<[string, Partial<Recipe>]>([
    ['a parameter', { operations: [{ op: 'exposure', ev: 0.6 }, base.operations[1]] }],
    ['the order of operations', { operations: [...base.operations].reverse() }],
    ['the strength of the whole', { strength: 0.5 }],
    ['the strength of an operation', { operations: [{ ...base.operations[0], strength: 0.5 }, base.operations[1]] }],
    ['a mask', { operations: [{ ...base.operations[0], mask: { slot: 'host' } }, base.operations[1]] }],
  ])('changes with %s', (_, change) => {
    expect(hashRecipe(recipeOf({ ...base, ...change }))).not.toBe(hashRecipe(base));
  });

  it('follows the data of a LUT, not its key', () => {
    const lut = (key: string, firstByte: string): string => {
      const data = `${firstByte}${'A'.repeat(63)}`;
      return hashRecipe(recipeOf({ operations: [{ op: 'lut', asset: key }], assets: { [key]: { type: 'lut3d', size: 2, space: 'srgb', data } } }));
    };
    expect(lut('film', 'A')).toBe(lut('other', 'A'));
    expect(lut('film', 'A')).not.toBe(lut('film', 'B'));
  });
});
