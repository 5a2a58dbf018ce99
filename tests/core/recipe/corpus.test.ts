import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { canonicalRecipe, InvalidRecipeError, parseRecipe } from '@openretouch/core';

const folder = new URL('../../recipes/', import.meta.url);
const read = (path: string): Uint8Array => readFileSync(new URL(path, folder));
const namesIn = (name: string): string[] => readdirSync(new URL(`${name}/`, folder)).sort();

interface ExpectedFault {
  readonly pointer: string;
  readonly message: string;
  readonly code: string;
  readonly issues: number;
}
const faults = JSON.parse(new TextDecoder().decode(read('invalid.json'))) as Record<string, ExpectedFault>;

function refusalOf(text: string | Uint8Array): InvalidRecipeError {
  try {
    parseRecipe(text);
  } catch (error) {
    if (error instanceof InvalidRecipeError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('valid recipes', () => {
  it.each(namesIn('valid'))('%s is read, and its canonical form reads as the same recipe', (name) => {
    const recipe = parseRecipe(read(`valid/${name}`));
    expect(canonicalRecipe(parseRecipe(canonicalRecipe(recipe)))).toBe(canonicalRecipe(recipe));
  });

  it('agree with the published schema under an ordinary JSON Schema validator', () => {
    const schema = JSON.parse(readFileSync(new URL('../../packages/core/schema/recipe.schema.json', folder), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false, discriminator: false }).compile(schema);
    const texts = namesIn('valid').map((name) => new TextDecoder().decode(read(`valid/${name}`)));
    const current = texts.map((text) => JSON.parse(text) as { schema: string }).filter(({ schema: id }) => id.endsWith('@1'));
    expect(current.length).toBeGreaterThan(10);
    for (const recipe of current) expect(validate(recipe), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe('invalid recipes', () => {
  it('each have an expected fault, and no fault lacks its file', () => {
    expect(namesIn('invalid')).toEqual(Object.keys(faults).sort());
  });

  it.each(namesIn('invalid'))('%s is refused at its place, in words', (name) => {
    const expected = faults[name];
    const error = refusalOf(read(`invalid/${name}`));
    expect(error.issues.map(({ pointer }) => pointer)).toContain(expected.pointer);
    expect(error.issues.find(({ pointer }) => pointer === expected.pointer)?.message).toContain(expected.message);
    expect({ code: error.code, issues: error.issues.length }).toEqual({ code: expected.code, issues: expected.issues });
  });

  it.each(namesIn('invalid'))('%s has messages of a readable length without "undefined"', (name) => {
    for (const issue of refusalOf(read(`invalid/${name}`)).issues) {
      expect(issue.message.length).toBeLessThan(400);
      expect(issue.message).not.toContain('undefined');
    }
  });
});
