import { EmbeddingSpaceError, InvalidArgumentError, meanPreference, optimisePreference, type StyleVector } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { TOLERANCES } from '../../tolerances.js';
import { cosine, point, scatter } from './vectors.js';

/** The paper's loss as it is printed: distances between points, not their products. */
function tripletLoss({ vector: f }: StyleVector, liked: readonly StyleVector[], disliked: readonly StyleVector[]): number {
  const distance = ({ vector }: StyleVector): number => vector.reduce((sum, value, i) => sum + (value - f[i]) ** 2, 0);
  const losses = liked.flatMap((p) => disliked.map((n) => Math.max(0, distance(p) - distance(n) + 0.2)));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const LIKED = scatter(1, 20, [1, 0.2], 0.35);
const DISLIKED = scatter(2, 20, [0.9, -0.4], 0.35);

describe('optimisePreference', () => {
  it('finds the least triplet loss there is on the circle', () => {
    const found = tripletLoss(optimisePreference(LIKED, DISLIKED), LIKED, DISLIKED);
    const everywhere = Array.from({ length: 3600 }, (_, i) => tripletLoss(point(Math.cos((i * Math.PI) / 1800), Math.sin((i * Math.PI) / 1800)), LIKED, DISLIKED));
    expect(found - Math.min(...everywhere)).toBeLessThan(TOLERANCES.preference.tripletLoss);
    expect(tripletLoss(meanPreference(LIKED), LIKED, DISLIKED) - Math.min(...everywhere)).toBeGreaterThan(10 * TOLERANCES.preference.tripletLoss);
  });

  it('moves away from what is disliked', () => {
    const liked = scatter(3, 12, [1, 0, 0, 0, 0, 0, 0, 0], 0.3);
    const disliked = scatter(4, 12, [0.8, 0.6, 0, 0, 0, 0, 0, 0], 0.3);
    const [mean, optimised] = [meanPreference(liked), optimisePreference(liked, disliked)];
    expect(tripletLoss(optimised, liked, disliked)).toBeLessThan(tripletLoss(mean, liked, disliked));
    expect(cosine(optimised, meanPreference(disliked))).toBeLessThan(cosine(mean, meanPreference(disliked)));
    expect(Math.hypot(...optimised.vector)).toBeCloseTo(1, 12);
  });

  it('leaves the mean where that keeps the margin already', () => {
    const liked = scatter(5, 8, [1, 0, 0], 0.02);
    expect(optimisePreference(liked, scatter(6, 8, [-1, 0, 0], 0.02))).toEqual(meanPreference(liked));
  });

  it('is the same to the last bit in whatever order the photos come', () => {
    expect(optimisePreference([...LIKED].reverse(), [...DISLIKED].reverse())).toEqual(optimisePreference(LIKED, DISLIKED));
  });

  it.each<[string, () => unknown, RegExp, typeof InvalidArgumentError | typeof EmbeddingSpaceError]>([
    ['four liked', () => optimisePreference(LIKED.slice(0, 4), DISLIKED), /^liked: 4 \(expected 5 to 200\)/, InvalidArgumentError],
    ['no disliked', () => optimisePreference(LIKED, []), /^disliked: 0 \(expected 1 to 200\)/, InvalidArgumentError],
    ['disliked of NaN', () => optimisePreference(LIKED, [point(NaN, 1)]), /^disliked\[0\]\[0\]: NaN/, InvalidArgumentError],
    ['disliked of another space', () => optimisePreference(LIKED, [{ embedding: 'ffffffffffffffff', vector: [1, 0] }]), /of the embedding space "ffffffffffffffff"/, EmbeddingSpaceError],
  ])('refuses %s', (_, run, message, kind) => {
    expect(run).toThrowError(message);
    expect(run).toThrowError(kind);
  });
});
