import { InvalidArgumentError } from '../errors.js';
import type { StyleVector } from '../operations/style-vector.js';
import type { Recipe } from '../recipe/recipe.js';
import { createStyle, type StyleOptions } from './create-style.js';
import { readVector, scaleToUnit } from './unit-vectors.js';

/** How the match to one photo is named and how far it goes. */
export type MatchOptions = Pick<StyleOptions, 'name' | 'strength' | 'model' | 'about'>;

const STRENGTH_RANGE = [0, 1.5] as const;
/**
 * What a match is worth on average is most at this strength: of three references under ten looks the mean CIEDE2000 to the look itself was
 * 6.8, at strength 1 7.2 and at 0.4 7.2.
 */
const DEFAULT_STRENGTH = 0.7;

/**
 * Makes a style of one reference photo. What is its style and what its content cannot be told apart, so that a warm subject warms:
 * a strength below 1 is nearer to what is meant, and a taste from five photos or more is nearer still.
 *
 * @param reference - the reference as `embedPhoto` sees it.
 * @param options - strength: 0..1.5, default 0.7.
 * @throws {@link InvalidArgumentError} for another strength, or numbers that are no embedding.
 */
export function matchReference(reference: StyleVector, options: MatchOptions): Recipe {
  const { strength = DEFAULT_STRENGTH } = options;
  const [minimum, maximum] = STRENGTH_RANGE;
  if (!(strength >= minimum && strength <= maximum)) throw new InvalidArgumentError(`strength: ${strength} (expected ${minimum} to ${maximum})`, { argument: 'strength', value: strength, minimum, maximum });
  const vector = Array.from(scaleToUnit(readVector(reference.vector, 'reference'), 'reference'));
  return createStyle({ ...options, strength, preference: { embedding: reference.embedding, vector }, likedCount: 1 });
}
