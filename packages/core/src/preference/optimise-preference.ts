import type { StyleVector } from '../operations/style-vector.js';
import { LIKED_PHOTO_COUNT } from './mean-preference.js';
import { dot, meanOf, readUnitVectors, requireOneSpace, scaleToUnit } from './unit-vectors.js';

/** How many disliked photos count. */
export const DISLIKED_PHOTO_COUNT = [1, 200] as const;

/** How much nearer, in squared distance, a liked photo is to be than a disliked one. @see PieNet (Kim et al., ECCV 2020), equation 1 */
const MARGIN = 0.2;
/** Steps on the unit sphere, each shorter than the one before; the loss no longer moves in its third digit after half of them. */
const STEP_COUNT = 200;
const FIRST_STEP = 0.1;

/**
 * Finds a person's taste from photos they like and photos they do not: the vector with the least triplet loss over all pairs of them,
 * the network left as it is.
 *
 * With squared distances the loss of a pair is linear in the vector, so that the whole is convex: descent from the mean of the liked
 * photos ends at the least loss near it, and leaves the mean alone where that already keeps the margin.
 *
 * @param liked - 5 to 200, in any order.
 * @param disliked - 1 to 200, in any order.
 * @throws InvalidArgumentError for another number of photos, numbers that are not finite, and embeddings that cancel out;
 * EmbeddingSpaceError where they are not of one space.
 * @see PieNet (Kim et al., ECCV 2020), section 3.3: optimisation of the preference vector with positive and negative images
 */
export function optimisePreference(liked: readonly StyleVector[], disliked: readonly StyleVector[]): StyleVector {
  const positives = readUnitVectors(liked, 'liked', LIKED_PHOTO_COUNT);
  const negatives = readUnitVectors(disliked, 'disliked', DISLIKED_PHOTO_COUNT);
  requireOneSpace([liked[0], ...disliked], 'liked and disliked');
  let vector = scaleToUnit(meanOf(positives), 'the mean of liked');
  let best = vector;
  let bestLoss = Infinity;
  for (let step = 0; step < STEP_COUNT; step += 1) {
    const { loss, gradient } = measureLoss(vector, positives, negatives);
    if (loss < bestLoss) [best, bestLoss] = [vector, loss];
    if (loss === 0) break;
    const length = FIRST_STEP * (1 - step / STEP_COUNT);
    vector = scaleToUnit(vector.map((value, i) => value - length * gradient[i]), 'the preference');
  }
  return { embedding: liked[0].embedding, vector: Array.from(best) };
}

/** Of all pairs, the mean of max(0, |f - p|^2 - |f - n|^2 + margin), which for unit vectors is 2 f (n - p) + margin. */
function measureLoss(vector: Float64Array, positives: readonly Float64Array[], negatives: readonly Float64Array[]): { readonly loss: number; readonly gradient: Float64Array } {
  const pairCount = positives.length * negatives.length;
  const nearness = negatives.map((negative) => 2 * dot(vector, negative));
  const pulls = new Float64Array(positives.length);
  const pushes = new Float64Array(negatives.length);
  let loss = 0;
  positives.forEach((positive, p) => {
    const needed = 2 * dot(vector, positive) - MARGIN;
    nearness.forEach((near, n) => {
      if (near <= needed) return;
      loss += (near - needed) / pairCount;
      pulls[p] += 2 / pairCount;
      pushes[n] += 2 / pairCount;
    });
  });
  const gradient = new Float64Array(vector.length);
  positives.forEach((positive, p) => addScaled(gradient, positive, -pulls[p]));
  negatives.forEach((negative, n) => addScaled(gradient, negative, pushes[n]));
  return { loss, gradient };
}

function addScaled(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] += factor * vector[i];
}
