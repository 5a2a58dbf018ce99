import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalEffect } from './canonical.js';
import type { Recipe } from './recipe.js';
import { encodeUtf8 } from './utf8.js';

/**
 * Hashes what a recipe does to pixels: its operations in order, the LUTs they use, its strength, the version of the format.
 * Names, authors, dates, `extensions`, keys and unused entries of `assets`, and operations that are off do not count.
 *
 * @param recipe - validated.
 * @returns SHA-256 as 64 hex digits.
 * @see FIPS 180-4
 */
export function hashRecipe(recipe: Recipe): string {
  return bytesToHex(sha256(encodeUtf8(canonicalEffect(recipe))));
}
