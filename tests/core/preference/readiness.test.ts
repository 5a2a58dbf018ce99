import { InvalidArgumentError, type KnownStyle, learnPreference, meanPreference, measureReadiness, nearestStyle, optimisePreference, styleDistance } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { TOLERANCES } from '../../tolerances.js';
import { cosine, point, scatter, unit } from './vectors.js';

const DIMENSIONS = 24;
const axis = (place: number, ...also: readonly number[]): number[] => unit(Array.from({ length: DIMENSIONS }, (_, i) => (i === place ? 1 : (also[i] ?? 0))));
/** Tastes share a direction, as those of photos do. */
const tastesOf = (seed: number, count: number): number[][] => scatter(seed, count, axis(0), 0.12).map(({ vector }) => [...vector]);
const known: readonly KnownStyle[] = tastesOf(100, 12).map((vector, i) => ({ title: `style ${i}`, preference: point(...vector) }));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('measureReadiness', () => {
  it('tells the mean cosine between two different photos', () => {
    const liked = scatter(1, 9, axis(0), 0.1);
    const cosines = liked.flatMap((a, i) => liked.slice(i + 1).map((b) => cosine(a, b)));
    expect(measureReadiness(liked, known).consistency).toBeCloseTo(mean(cosines), 12);
  });

  it.each([5, 20])('foretells how far tastes learned twice from %i photos go together, beside those of others', (count) => {
    // The correlation between first and second learning over many tastes, of what differs from the mean taste: what reliability means.
    const tastes = tastesOf(7, 80);
    const learned = [0, 1].map((half) => tastes.map((taste, i) => meanPreference(scatter(1000 + 2 * i + half, count, taste, 0.12)).vector));
    const centres = learned.map((vectors) => vectors[0].map((_, k) => mean(vectors.map((vector) => vector[k]))));
    const product = (a: number, b: number): number => mean(tastes.map((_, i) => learned[a][i].reduce((sum, value, k) => sum + (value - centres[a][k]) * (learned[b][i][k] - centres[b][k]), 0)));
    const correlation = product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1));
    const many = tastesOf(200, 80).map((vector, i) => ({ title: `taste ${i}`, preference: point(...vector) }));
    const foretold = mean(tastes.map((taste, i) => measureReadiness(scatter(1000 + 2 * i, count, taste, 0.12), many).reliability));
    expect(Math.abs(correlation - foretold)).toBeLessThan(TOLERANCES.preference.reliability);
    expect(foretold).toBeLessThan(0.98);
  });

  it('grows with the number of photos and with how alike they are', () => {
    const reliabilities = [5, 10, 20, 80].map((count) => measureReadiness(scatter(7, count, axis(0), 0.1), known).reliability);
    expect(reliabilities).toEqual([...reliabilities].sort((a, b) => a - b));
    expect(measureReadiness(scatter(8, 10, axis(0), 0.03), known).reliability).toBeGreaterThan(measureReadiness(scatter(8, 10, axis(0), 0.3), known).reliability);
  });

  it('says in words how many, how alike, what is missing, and what it resembles', () => {
    const ready = measureReadiness(scatter(9, 20, known[3].preference.vector, 0.05), known);
    expect(ready).toMatchObject({ level: 'ready', likedCount: 20, nearest: { title: 'style 3' } });
    expect(ready.sentence).toMatch(/^Ready: 20 photos that are much alike \(consistency 0\.9\d, reliability 0\.9\d\)\. Like the built-in style "style 3", at 0\.\d\d of the distance between two styles\.$/);
    const rough = measureReadiness(scatter(10, 6, axis(0), 0.12), known);
    expect(rough.sentence).toMatch(/^(Rough|Usable): 6 photos that are alike .*; about \d+ would be enough\. /);
    expect(rough.photosWanted).toBeGreaterThan(6);
  });

  it('never calls photos of several styles ready, however many they are', () => {
    const several = measureReadiness(scatter(11, 200, axis(0), 0.3), known);
    expect(several.reliability).toBeGreaterThan(0.95);
    expect(several).toMatchObject({ level: 'usable', sentence: expect.stringContaining('of several styles') as string });
    expect(several.sentence).toContain('photos of one style make it clearer');
  });

  it('needs styles to measure by', () => {
    expect(() => measureReadiness(scatter(12, 6, axis(0), 0.1), known.slice(0, 1))).toThrowError(InvalidArgumentError);
    expect(() => nearestStyle(point(...axis(0)), [])).toThrowError('known: 0 styles (expected at least 2');
  });
});

describe('styleDistance', () => {
  it('is nothing between a style and itself, and on average one between known styles', () => {
    expect(styleDistance(known[0].preference, known[0].preference, known)).toBe(0);
    const squares = known.flatMap((a, i) => known.slice(i + 1).map((b) => styleDistance(a.preference, b.preference, known) ** 2));
    expect(mean(squares)).toBeCloseTo(1, 12);
  });
});

describe('learnPreference', () => {
  const liked = scatter(13, 14, axis(0, 0, 0.4), 0.1);
  const disliked = scatter(14, 14, axis(0, 0, 0, 0.4), 0.1);

  it('is the mean where nothing is disliked', () => {
    expect(learnPreference(liked)).toEqual(meanPreference(liked));
  });

  it('stays nearer to liked photos it has not seen than the optimised vector, and farther from disliked ones than the mean', () => {
    const [furtherLiked, furtherDisliked] = [scatter(15, 40, axis(0, 0, 0.4), 0.1), scatter(16, 40, axis(0, 0, 0, 0.4), 0.1)].map(meanPreference);
    const [learned, average, optimised] = [learnPreference(liked, disliked), meanPreference(liked), optimisePreference(liked, disliked)];
    expect(cosine(learned, furtherLiked)).toBeGreaterThan(cosine(optimised, furtherLiked));
    expect(cosine(learned, furtherDisliked)).toBeLessThan(cosine(average, furtherDisliked));
    expect(learnPreference([...liked].reverse(), [...disliked].reverse())).toEqual(learned);
  });
});
