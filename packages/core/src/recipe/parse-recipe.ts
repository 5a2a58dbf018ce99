import { InvalidRecipeError } from '../errors.js';
import { makeIssue } from './issue.js';
import { parseJsonText } from './json-text.js';
import { findJsonTreeFaults } from './json-tree.js';
import { migrateRecipe } from './migrations.js';
import { MAXIMUM_RECIPE_BYTES, MAXIMUM_RECIPE_DEPTH, type Recipe } from './recipe.js';
import { decodeUtf8, utf8ByteCount } from './utf8.js';
import { validateRecipe } from './validate-recipe.js';

/**
 * Reads a recipe or preset from the text of a `*.retouch.json` file: size, encoding, syntax, version, then everything
 * `validateRecipe` checks. Recipes of older versions are brought up to date; their pointers then are those of the new form.
 *
 * @param text - JSON as text, or as UTF-8 bytes; a byte order mark is skipped. At most 512 kB.
 * @throws {@link InvalidRecipeError} code `recipe-too-large`, `invalid-encoding`, `invalid-json` (with line and column),
 * `newer-recipe`, or `invalid-recipe` with every fault.
 */
export function parseRecipe(text: string | Uint8Array): Recipe {
  const value = parseJsonText(readText(text), MAXIMUM_RECIPE_DEPTH);
  const { unsafe } = findJsonTreeFaults(value, MAXIMUM_RECIPE_DEPTH);
  if (unsafe.length > 0) throw new InvalidRecipeError(unsafe);
  return validateRecipe(migrateRecipe(value));
}

function readText(input: string | Uint8Array): string {
  checkRecipeSize(input);
  const text = typeof input === 'string' ? input : decode(input);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** @throws {@link InvalidRecipeError} code `recipe-too-large` for a text of more bytes than a recipe file may have. */
export function checkRecipeSize(input: string | Uint8Array): void {
  // Text is never shorter in UTF-8 than in units, so a huge one is refused before it is looked through.
  const isHuge = input.length > MAXIMUM_RECIPE_BYTES;
  const byteCount = isHuge || typeof input !== 'string' ? input.length : utf8ByteCount(input);
  if (byteCount <= MAXIMUM_RECIPE_BYTES) return;
  const found = `${isHuge && typeof input === 'string' ? 'more than ' : ''}${byteCount} bytes`;
  const expected = `at most ${MAXIMUM_RECIPE_BYTES} bytes`;
  throw new InvalidRecipeError([{ pointer: '', value: byteCount, expected, message: `recipe: ${found} (expected ${expected})` }], 'recipe-too-large');
}

function decode(bytes: Uint8Array): string {
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  const { invalidByte } = decoded;
  const found = `byte 0x${bytes[invalidByte].toString(16).padStart(2, '0')} at offset ${invalidByte}`;
  throw new InvalidRecipeError([makeIssue('', found, 'UTF-8 text')], 'invalid-encoding');
}
