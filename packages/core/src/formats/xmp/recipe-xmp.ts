import { InvalidFileError } from '../../errors.js';
import { canonicalRecipe } from '../../recipe/canonical.js';
import { checkRecipeSize, parseRecipe } from '../../recipe/parse-recipe.js';
import type { Recipe } from '../../recipe/recipe.js';
import { readXmpProperty, setXmpProperties, type XmpVocabulary } from './xmp-packet.js';

/** Namespace of what a photo's XMP says about its retouch: `Recipe`, canonical JSON, and `Name`, for people. */
export const RECIPE_XMP_NAMESPACE = 'urn:openretouch:xmp:1#';

const VOCABULARY: XmpVocabulary = { namespace: RECIPE_XMP_NAMESPACE, prefix: 'openretouch' };

/**
 * Reads the recipe a photo was made with.
 *
 * @param packet - the photo's XMP.
 * @returns `undefined` where the packet has none; such a packet need not be well-formed.
 * @throws {@link InvalidFileError} for a packet that is not well-formed XMP or has more than one recipe; {@link InvalidRecipeError} for
 * one that breaks the schema or is too large.
 */
export function readRecipeFromXmp(packet: string): Recipe | undefined {
  if (!packet.includes(RECIPE_XMP_NAMESPACE)) return undefined;
  const texts = readXmpProperty(packet, RECIPE_XMP_NAMESPACE, 'Recipe');
  if (texts.length > 1) throw new InvalidFileError(`${texts.length} recipes in the XMP data (expected one)`, { value: texts.length, expected: 'one recipe' });
  return texts.length === 0 ? undefined : parseRecipe(texts[0]);
}

/**
 * Stores the recipe a photo was made with; one that was there goes. Everything else in the packet stays as it is.
 *
 * @param packet - the photo's XMP; without it a new packet is made.
 * @param recipe - validated.
 * @throws {@link InvalidRecipeError} code `recipe-too-large` beyond 512 kB; {@link InvalidFileError} for a packet that is not
 * well-formed XMP.
 */
export function insertRecipeIntoXmp(packet: string | undefined, recipe: Recipe): string {
  const text = canonicalRecipe(recipe);
  checkRecipeSize(text);
  return setXmpProperties(packet, VOCABULARY, { Name: recipe.name, Recipe: escapeForXml(text) });
}

/**
 * Takes the recipe out again.
 *
 * @returns the packet as it was before; the same text where it has no recipe.
 * @throws {@link InvalidFileError} for a packet that names ours among its namespaces and is not well-formed XMP.
 */
export function removeRecipeFromXmp(packet: string): string {
  return packet.includes(RECIPE_XMP_NAMESPACE) ? setXmpProperties(packet, VOCABULARY, {}) : packet;
}

/** JSON may hold characters that XML has no place for, and can write each of them as an escape. */
function escapeForXml(json: string): string {
  return json.replace(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
