import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLutAsset, InvalidRecipeError, OPERATIONS, type Recipe, validateRecipe } from '@openretouch/core';
import { arbitraryRecipe } from './arbitrary-recipe.js';

const SEED = 7946;

function issuesOf(value: unknown): readonly { pointer: string; message: string }[] {
  try {
    validateRecipe(value);
  } catch (error) {
    if (error instanceof InvalidRecipeError) return error.issues;
    throw error;
  }
  return [];
}

const recipeWith = (...operations: unknown[]): unknown => ({ schema: 'openretouch/recipe@1', name: 'Case', operations });

describe('validateRecipe', () => {
  it('accepts any recipe the declarations allow, and returns it as it is', () => {
    fc.assert(
      fc.property(arbitraryRecipe, (recipe) => {
        expect(validateRecipe(recipe)).toBe(recipe);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('accepts the ends of every number range and refuses the next value outside', () => {
    const wrong: string[] = [];
    for (const { name, parameters } of OPERATIONS) {
      const numbers = Object.entries(parameters).flatMap(([key, parameter]) => {
        if (parameter.kind === 'group') return Object.entries(parameter.fields).map(([field, number]) => [`${key}/${field}`, number] as const);
        return parameter.kind === 'number' ? [[key, parameter] as const] : [];
      });
      for (const [key, parameter] of numbers) {
        const [first, field] = key.split('/');
        for (const [end, outside] of [[parameter.minimum, parameter.minimum - 1e-6], [parameter.maximum, parameter.maximum + 1e-6]]) {
          const pointers = (value: number): string[] => issuesOf(recipeWith({ op: name, [first]: field === undefined ? value : { [field]: value } })).map(({ pointer }) => pointer);
          if (pointers(end).includes(`/operations/0/${key}`) && !(name === 'levels' && end < 1)) wrong.push(`${name}.${key} refuses ${end}`);
          if (!pointers(outside).includes(`/operations/0/${key}`)) wrong.push(`${name}.${key} accepts ${outside}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %s in a parameter, with its range', (ev) => {
    expect(issuesOf(recipeWith({ op: 'exposure', ev })).map(({ message }) => message)).toEqual([`operations[0].ev: ${ev} (expected -5 to 5 EV)`]);
  });

  it.each<[string, unknown, string]>([
    ['NaN', NaN, 'a finite number'],
    ['undefined', undefined, 'leave the key out'],
    ['a function', () => 1, 'plain JSON'],
    ['a bigint', 1n, 'plain JSON'],
    ['a typed array', new Float32Array(2), 'a plain object or array'],
    ['a date', new Date(0), 'a plain object or array'],
    ['a map', new Map(), 'a plain object or array'],
    ['an instance of a class', new (class Keeper {})(), 'a plain object or array'],
  ])('refuses %s inside extensions', (_, value, expected) => {
    const issues = issuesOf({ schema: 'openretouch/recipe@1', name: 'Case', operations: [], extensions: { here: [value] } });
    expect(issues.map(({ pointer }) => pointer)).toEqual(['/extensions/here/0']);
    expect(issues[0].message).toContain(expected);
  });

  it('refuses a circular value', () => {
    const extensions: Record<string, unknown> = {};
    extensions.self = { extensions };
    expect(issuesOf({ schema: 'openretouch/recipe@1', name: 'Case', operations: [], extensions })).toMatchObject([{ pointer: '/extensions/self/extensions', expected: 'plain JSON' }]);
  });

  it('names every fault at once, in structure, values and rules', () => {
    const issues = issuesOf({
      schema: 'openretouch/recipe@1',
      name: 'Case',
      operations: [{ op: 'exposure', ev: 12 }, { op: 'levels', black: 0.5, white: 0.5 }, { op: 'toneCurve', points: [[0, 0], [0, 1]] }, { op: 'blur' }],
      extra: 1,
    });
    expect(issues.map(({ pointer }) => pointer).sort()).toEqual(['/extra', '/operations/0/ev', '/operations/1/white', '/operations/2/points/1/0', '/operations/3/op']);
  });

  it('reports a list that is too long once, whatever its entries are', () => {
    const operations = Array.from({ length: 20_000 }, () => ({ op: 'exposur' }));
    expect(issuesOf(recipeWith(...operations)).map(({ pointer }) => pointer)).toEqual(['/operations']);
  });

  it('keeps the message of very many faults to one readable line, and all of them in issues', () => {
    const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`unknown${i}`, i]));
    const refuse = () => validateRecipe({ schema: 'openretouch/recipe@1', name: 'Case', operations: [], ...unknown });
    expect(refuse).toThrow(/; and 490 more$/);
    expect(issuesOf({ schema: 'openretouch/recipe@1', name: 'Case', operations: [], ...unknown })).toHaveLength(500);
  });

  it('shortens a long value in the issue', () => {
    const [issue] = issuesOf(recipeWith({ op: 'saturation', axis: 'x'.repeat(10_000) }));
    expect(JSON.stringify(issue).length).toBeLessThan(400);
  });

  it('accepts a cube of 65 nodes an edge made in memory', () => {
    const film = createLutAsset({ kind: 'lut3d', size: 65, values: new Float32Array(65 ** 3 * 3), space: 'srgb' });
    const recipe = { ...(recipeWith({ op: 'lut', asset: 'film' }) as Recipe), assets: { film } };
    expect(validateRecipe(recipe)).toBe(recipe);
  });

  it('sends older recipes to parseRecipe', () => {
    expect(issuesOf({ schema: 'openretouch/recipe@0', name: 'Old', ops: [] }).map(({ message }) => message)).toEqual([
      'schema: "openretouch/recipe@0" (expected "openretouch/recipe@1"; parseRecipe brings older files up to date)',
    ]);
  });
});
