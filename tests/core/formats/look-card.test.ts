import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidFileError, InvalidRecipeError, type RetouchError } from '../../../packages/core/src/errors.js';
import { isLookCard, LOOK_CARD_KEYWORD, NO_LOOK_CODE, readLookCard, writeLookCard } from '../../../packages/core/src/formats/look-card.js';
import { makePngChunk } from '../../../packages/core/src/formats/png-chunks.js';
import { readPngTexts } from '../../../packages/core/src/formats/png-text.js';
import { PRESETS } from '../../../packages/core/src/presets/index.js';
import { hashRecipe } from '../../../packages/core/src/recipe/hash-recipe.js';
import { MAXIMUM_RECIPE_BYTES, RECIPE_SCHEMA_ID, type Recipe } from '../../../packages/core/src/recipe/recipe.js';
import { arbitraryRecipe } from '../recipe/arbitrary-recipe.js';
import { latin1, TINY_PNG, withChunks } from './tiny-png.js';

const LOOK: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Golden evening', author: 'Ama', description: 'Low sun.', operations: [{ op: 'exposure', ev: 0.25 }] };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEAD = latin1(`${LOOK_CARD_KEYWORD}\0\0\0\0\0`);
const card = (...text: Uint8Array[]): Uint8Array => withChunks(makePngChunk('iTXt', HEAD, ...text));
const cardOf = (recipe: unknown): Uint8Array => card(utf8(JSON.stringify(recipe)));

function refusalOf(bytes: Uint8Array): RetouchError {
  try {
    readLookCard(bytes);
  } catch (error) {
    return error as RetouchError;
  }
  throw new Error('the card was read');
}

describe('a look card', () => {
  it('gives back the look, whatever it is', () => {
    fc.assert(fc.property(arbitraryRecipe, (recipe) => {
      expect(hashRecipe(readLookCard(writeLookCard(TINY_PNG, recipe)))).toBe(hashRecipe(recipe));
    }));
    expect(readLookCard(writeLookCard(TINY_PNG, LOOK))).toEqual(LOOK);
    for (const { recipe } of PRESETS) expect(hashRecipe(readLookCard(writeLookCard(TINY_PNG, recipe)))).toBe(hashRecipe(recipe));
  });

  it('is plain JSON under the documented keyword', () => {
    const [entry] = readPngTexts(writeLookCard(TINY_PNG, LOOK));
    expect(entry.keyword).toBe('OpenRetouch Look');
    expect(JSON.parse('text' in entry ? entry.text : '')).toEqual(LOOK);
  });

  it('holds one look: writing another takes the first away', () => {
    const second = { ...LOOK, name: 'Second' };
    expect(Buffer.from(writeLookCard(writeLookCard(TINY_PNG, LOOK), second)).equals(writeLookCard(TINY_PNG, second))).toBe(true);
  });

  it('is written in whole or not at all', () => {
    const wide = { ...LOOK, extensions: { note: 'x'.repeat(MAXIMUM_RECIPE_BYTES) } };
    expect(() => writeLookCard(TINY_PNG, wide)).toThrow(expect.objectContaining({ code: 'recipe-too-large' }));
    expect(() => writeLookCard(TINY_PNG, { ...LOOK, operations: [{ op: 'exposure', ev: 99 }] })).toThrow(InvalidRecipeError);
    expect(() => writeLookCard(latin1('GIF89a'), LOOK)).toThrow(InvalidFileError);
  });

  it('that lost its look, as messengers lose it, says so and what to do', () => {
    const error = refusalOf(TINY_PNG);
    expect(error.code).toBe(NO_LOOK_CODE);
    expect(error.message).toMatch(/carries no look.*ask for the file itself/);
    expect(isLookCard(writeLookCard(TINY_PNG, LOOK))).toBe(true);
    expect(isLookCard(writeLookCard(TINY_PNG, LOOK).subarray(0, -20))).toBe(true);
    expect(isLookCard(TINY_PNG)).toBe(false);
    expect(isLookCard(latin1('GIF89a'))).toBe(false);
  });
});

describe('a hostile card is refused:', () => {
  const damaged = card(utf8(JSON.stringify(LOOK)));
  damaged[70] ^= 1;
  const look = makePngChunk('iTXt', HEAD, utf8(JSON.stringify(LOOK)));
  const cases: [string, Uint8Array, RegExp | string][] = [
    ['a look larger than a recipe may be', card(new Uint8Array(MAXIMUM_RECIPE_BYTES + 1).fill(0x20)), 'too-large'],
    ['a length that reaches past the end', Uint8Array.from(card(), (byte, index) => (index === 33 ? 0x7f : byte)), /cut short/],
    ['a file that breaks off inside the look', damaged.slice(0, 100), /cut short/],
    ['a wrong checksum', damaged, /checksum/],
    ['two looks', withChunks(look, look), /2 looks/],
    ['a second look of another kind of chunk', withChunks(look, makePngChunk('tEXt', latin1(`${LOOK_CARD_KEYWORD}\0{}`))), /2 looks/],
    ['a compressed look', withChunks(makePngChunk('iTXt', latin1(`${LOOK_CARD_KEYWORD}\0\u0001\0\0\0`), deflateSync(new Uint8Array(1e6)))), /compressed/],
    ['a look in zTXt', withChunks(makePngChunk('zTXt', latin1(`${LOOK_CARD_KEYWORD}\0\0`), deflateSync(new Uint8Array(1e6)))), /compressed/],
    ['a look that is not UTF-8', card(latin1('{"name":"caf\u00e9"}')), /UTF-8/],
    ['a chunk without an end of its head', withChunks(makePngChunk('iTXt', latin1(`${LOOK_CARD_KEYWORD}\0\0\0`))), /text chunk/],
    ['an empty look', card(), 'invalid-json'],
    ['no JSON', card(utf8('<script>alert(1)</script>')), 'invalid-json'],
    ['JSON nested without end', card(utf8('['.repeat(100_000))), 'invalid-recipe'],
    ['a value out of range', cardOf({ ...LOOK, operations: [{ op: 'exposure', ev: 99 }] }), 'invalid-recipe'],
    ['an operation nobody knows', cardOf({ ...LOOK, operations: [{ op: 'exec', command: 'ls' }] }), 'invalid-recipe'],
    ['keys of its own', cardOf({ ...LOOK, onload: 'alert(1)' }), 'invalid-recipe'],
    ['a key that reaches for the prototype', card(utf8('{"schema":"openretouch/recipe@1","name":"a","operations":[],"__proto__":{"polluted":true}}')), 'invalid-recipe'],
    ['the recipe of a later version', cardOf({ ...LOOK, schema: 'openretouch/recipe@2' }), 'newer-recipe'],
  ];

  it.each(cases)('%s', (_, bytes, expected) => {
    const error = refusalOf(bytes);
    if (typeof expected === 'string') expect(error.code).toBe(expected);
    else expect(error.message).toMatch(expected);
    expect((Object.prototype as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('but a script in a name is a name', () => {
    const name = '"><script>alert(1)</script>';
    expect(readLookCard(cardOf({ ...LOOK, name })).name).toBe(name);
  });
});
