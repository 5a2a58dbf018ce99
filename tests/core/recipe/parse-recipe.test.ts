import { describe, expect, it } from 'vitest';
import { InvalidRecipeError, MAXIMUM_RECIPE_BYTES, parseRecipe } from '@openretouch/core';

const padded = (byteCount: number, filler = ' '): string => {
  const text = '{"schema":"openretouch/recipe@1","name":"Case","operations":[]}';
  return text + filler.repeat(byteCount - text.length);
};

function codeOf(text: string | Uint8Array): string | undefined {
  try {
    parseRecipe(text);
  } catch (error) {
    if (error instanceof InvalidRecipeError) return error.code;
    throw error;
  }
  return undefined;
}

describe('parseRecipe', () => {
  it('reads a file of exactly the size limit and refuses one byte more, as text and as bytes', () => {
    expect(codeOf(padded(MAXIMUM_RECIPE_BYTES))).toBeUndefined();
    expect(codeOf(padded(MAXIMUM_RECIPE_BYTES + 1))).toBe('recipe-too-large');
    expect(codeOf(new TextEncoder().encode(padded(MAXIMUM_RECIPE_BYTES)))).toBeUndefined();
    expect(codeOf(new TextEncoder().encode(padded(MAXIMUM_RECIPE_BYTES + 1)))).toBe('recipe-too-large');
  });

  it('measures text in UTF-8 bytes', () => {
    const text = JSON.stringify({ schema: 'openretouch/recipe@1', name: 'Case', operations: [], extensions: { note: '€'.repeat(200_000) } });
    expect(text.length).toBeLessThan(MAXIMUM_RECIPE_BYTES);
    expect(codeOf(text)).toBe('recipe-too-large');
  });

  it('refuses ten megabytes by size alone', () => {
    expect(codeOf(new Uint8Array(10_000_000))).toBe('recipe-too-large');
    expect(codeOf('['.repeat(10_000_000))).toBe('recipe-too-large');
  });

  it('skips a byte order mark in text', () => {
    expect(parseRecipe(`\ufeff${padded(100)}`).name).toBe('Case');
  });

  it('leaves the prototype of every object alone when a recipe tries to reach it', () => {
    expect(codeOf('{"schema":"openretouch/recipe@1","name":"Case","operations":[],"extensions":{"__proto__":{"polluted":true}}}')).toBe('invalid-recipe');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
