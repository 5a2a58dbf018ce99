import { EmbeddingSpaceError, InvalidArgumentError, mixPreferences, type StyleVector } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { cosine, point, unit } from './vectors.js';

const A = point(...unit([3, 1, 0, 0]));
const B = point(...unit([0, 1, 2, 1]));
const mix = (...parts: readonly [StyleVector, number][]): StyleVector => mixPreferences(parts.map(([preference, share]) => ({ preference, share })));

describe('mixPreferences', () => {
  it('halves the angle between two tastes of equal shares', () => {
    const between = mix([A, 0.5], [B, 0.5]);
    const whole = Math.acos(cosine(A, B));
    for (const end of [A, B]) expect(Math.acos(cosine(between, end))).toBeCloseTo(whole / 2, 12);
  });

  it('of a taste with itself, or with no share of another, is that taste', () => {
    expect(cosine(mix([A, 0.3], [A, 0.4]), A)).toBeCloseTo(1, 14);
    expect(cosine(mix([A, 0.2], [B, 0]), A)).toBeCloseTo(1, 14);
  });

  it('takes shares relative to their sum, and moves steadily from one taste to the other', () => {
    expect(mix([A, 1], [B, 3]).vector).toEqual(mix([A, 0.25], [B, 0.75]).vector);
    const nearness = [0, 0.25, 0.5, 0.75, 1].map((share) => cosine(mix([A, 1 - share], [B, share]), B));
    expect(nearness).toEqual([...nearness].sort((a, b) => a - b));
  });

  it.each<[string, () => unknown, RegExp, typeof InvalidArgumentError | typeof EmbeddingSpaceError]>([
    ['no part', () => mix(), /no share above 0/, InvalidArgumentError],
    ['no share', () => mix([A, 0]), /no share above 0/, InvalidArgumentError],
    ['a share below 0', () => mix([A, 1], [B, -0.1]), /^parts\[1\]\.share: -0\.1 \(expected a finite number of at least 0\)/, InvalidArgumentError],
    ['a share of NaN', () => mix([A, NaN]), /^parts\[0\]\.share: NaN/, InvalidArgumentError],
    ['opposites', () => mix([A, 0.5], [point(...A.vector.map((value) => -value)), 0.5]), /^the mix: a vector of length/, InvalidArgumentError],
    ['two spaces', () => mix([A, 0.5], [{ embedding: 'ffffffffffffffff', vector: [1, 0, 0, 0] }, 0.5]), /^parts\[1\]: of the embedding space/, EmbeddingSpaceError],
  ])('refuses %s', (_, run, message, kind) => {
    expect(run).toThrowError(message);
    expect(run).toThrowError(kind);
  });
});
