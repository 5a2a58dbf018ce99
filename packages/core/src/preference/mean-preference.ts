import type { StyleVector } from '../operations/style-vector.js';
import { meanOf, readUnitVectors, scaleToUnit } from './unit-vectors.js';

/** How many liked photos a taste is learned from: a single photo's style cannot be told from its content. */
export const LIKED_PHOTO_COUNT = [5, 200] as const;

/**
 * Finds a person's taste from photos they like: the normalised mean of their normalised embeddings.
 *
 * @param liked - 5 to 200, in any order: the result is the same to the last bit.
 * @throws InvalidArgumentError for another number of photos, numbers that are not finite, and embeddings that cancel out;
 * EmbeddingSpaceError where they are not of one space.
 * @see PieNet (Kim et al., ECCV 2020), section 3.3: the mean of the embeddings of preferred images
 */
export function meanPreference(liked: readonly StyleVector[]): StyleVector {
  const vectors = readUnitVectors(liked, 'liked', LIKED_PHOTO_COUNT);
  return { embedding: liked[0].embedding, vector: Array.from(scaleToUnit(meanOf(vectors), 'the mean of liked')) };
}
