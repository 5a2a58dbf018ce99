import { EmbeddingSpaceError, InvalidArgumentError, meanPreference, type StyleVector } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { TOLERANCES } from '../../tolerances.js';
import { cosine, point, scatter } from './vectors.js';

const along = (axis: number, dimensions = 6): StyleVector => point(...Array.from({ length: dimensions }, (_, i) => (i === axis ? 1 : 0)));

describe('meanPreference', () => {
  it('of photos at right angles lies as near to each', () => {
    const { vector } = meanPreference([0, 1, 2, 3, 4].map((axis) => along(axis)));
    for (const [axis, value] of vector.entries()) expect(value).toBeCloseTo(axis < 5 ? Math.sqrt(1 / 5) : 0, 12);
  });

  it('counts every photo alike, however long its vector is', () => {
    const liked = scatter(1, 7, [1, 0, 0, 0], 0.3);
    const longer = liked.map(({ embedding, vector }, i) => ({ embedding, vector: vector.map((value) => value * (i + 1) * 0.1) }));
    expect(cosine(meanPreference(liked), meanPreference(longer))).toBeCloseTo(1, 12);
  });

  it('is the same to the last bit in whatever order the photos come', () => {
    const liked = scatter(2, 40, [1, 0.5, 0, 0, 0, 0], 0.5);
    const shuffled = liked.map((_, i) => liked[(i * 23 + 7) % 40]);
    expect(new Set(shuffled).size).toBe(40);
    expect(meanPreference(shuffled)).toEqual(meanPreference(liked));
    expect(meanPreference([...liked].reverse())).toEqual(meanPreference(liked));
  });

  it('finds a taste that single photos hide', () => {
    const taste = [0.6, 0.8, 0, 0, 0, 0, 0, 0];
    const errors = [5, 20, 200].map((count) => 1 - cosine(meanPreference(scatter(3, count, taste, 0.5)), point(...taste)));
    expect(errors[1]).toBeLessThan(errors[0]);
    expect(errors[2]).toBeLessThan(TOLERANCES.preference.tasteOfMany);
  });

  it.each<[string, readonly StyleVector[], RegExp, typeof InvalidArgumentError | typeof EmbeddingSpaceError]>([
    ['four photos', scatter(4, 4, [1, 0, 0], 0.1), /^liked: 4 \(expected 5 to 200\)$/, InvalidArgumentError],
    ['201 photos', scatter(4, 201, [1, 0, 0], 0.1), /^liked: 201 \(expected 5 to 200\)$/, InvalidArgumentError],
    ['NaN', [...scatter(4, 4, [1, 0, 0], 0.1), point(0, NaN, 1)], /^liked\[4\]\[1\]: NaN \(expected a finite number\)$/, InvalidArgumentError],
    ['infinity', [...scatter(4, 4, [1, 0, 0], 0.1), point(0, Infinity, 1)], /liked\[4\]\[1\]: Infinity/, InvalidArgumentError],
    ['a vector of no direction', [...scatter(4, 4, [1, 0, 0], 0.1), point(0, 0, 0)], /liked\[4\]: a vector of length 0 \(expected one with a direction\)/, InvalidArgumentError],
    ['vectors that cancel out', [along(0), point(-1, 0, 0, 0, 0, 0), along(1), point(0, -1, 0, 0, 0, 0), along(2), point(0, 0, -1, 0, 0, 0)], /the mean of liked: a vector of length/, InvalidArgumentError],
    ['another space', [...scatter(4, 4, [1, 0, 0], 0.1), { embedding: 'fedcba9876543210', vector: [1, 0, 0] }], /liked\[4\]: of the embedding space "fedcba9876543210" with 3 dimensions \(expected "0123456789abcdef" with 3 dimensions/, EmbeddingSpaceError],
    ['another number of dimensions', [...scatter(4, 4, [1, 0, 0], 0.1), point(1, 0)], /liked\[4\]: .* with 2 dimensions \(expected .* with 3/, EmbeddingSpaceError],
  ])('refuses %s', (_, liked, message, kind) => {
    expect(() => meanPreference(liked)).toThrowError(message);
    expect(() => meanPreference(liked)).toThrowError(kind);
  });
});
