import { hashRecipe } from '../../recipe/hash-recipe.js';
import type { Recipe } from '../../recipe/recipe.js';

/**
 * Derives the UUID of a preset from what its recipe does to pixels: the same look has the same UUID wherever it is written.
 *
 * @returns 32 upper-case hex digits, as presets write it.
 * @see RFC 9562, 5.8 (version 8: the first bits of a SHA-256, with version and variant put in)
 */
export function presetUuid(recipe: Recipe): string {
  const hash = hashRecipe(recipe);
  const variant = ((Number.parseInt(hash[16], 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 12)}8${hash.slice(13, 16)}${variant}${hash.slice(17, 32)}`.toUpperCase();
}
