import { canonicalRecipe, createStyle, describeRecipe, hashRecipe, InvalidRecipeError, matchReference, parseRecipe, printRecipe, type StyleAsset } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { cosine, point, scatter, unit } from './vectors.js';

const [PREFERENCE] = scatter(1, 1, Array.from({ length: 64 }, (_, i) => Math.sin(i)), 0.1);

describe('a style file', () => {
  const style = createStyle({ name: 'Mine', preference: PREFERENCE, likedCount: 20, dislikedCount: 3, consistency: 0.41234567, about: { author: 'Ann' } });

  it('is a preset of one personal style, which comes back from its text as it was', () => {
    expect(style.operations).toEqual([{ op: 'pienet', style: { asset: 'taste' } }]);
    expect(parseRecipe(printRecipe(style))).toEqual(style);
    expect(style.assets?.['taste']).toMatchObject({ type: 'style', embedding: PREFERENCE.embedding, likedCount: 20, dislikedCount: 3, consistency: 0.412 });
  });

  it('holds the taste to within a hundredth of a degree', () => {
    const { vector } = style.assets?.['taste'] as StyleAsset;
    expect(Math.acos(Math.min(1, cosine(PREFERENCE, point(...vector))))).toBeLessThan((0.01 * Math.PI) / 180);
  });

  it('stays below 6 kB, of the published 512 numbers too', () => {
    const [long] = scatter(2, 1, Array.from({ length: 512 }, () => 0), 1);
    expect(Buffer.byteLength(printRecipe(createStyle({ name: 'x'.repeat(60), preference: long, likedCount: 200, about: { description: 'y'.repeat(300) } })))).toBeLessThan(6000);
    expect(Buffer.byteLength(printRecipe(style))).toBeLessThan(1200);
  });

  it('is told in words', () => {
    expect(describeRecipe(style)).toEqual(['Personal style (style "taste", a style learned from 20 liked photos and 3 disliked photos)']);
  });

  it('counts as the same look whatever it is called and however it was learned, and as another with another vector', () => {
    const again = createStyle({ name: 'Other', preference: PREFERENCE, likedCount: 7 });
    expect(hashRecipe(again)).toBe(hashRecipe(style));
    expect(canonicalRecipe(again)).not.toBe(canonicalRecipe(style));
    expect(hashRecipe(createStyle({ name: 'Mine', preference: point(...[...PREFERENCE.vector].reverse()), likedCount: 20 }))).not.toBe(hashRecipe(style));
  });

  it.each<[string, () => unknown, RegExp]>([
    ['a vector longer than 1', () => createStyle({ name: 'x', preference: point(0.9, 0.9), likedCount: 5 }), /assets\.taste\.vector: "1\.273 long" \(expected a vector 0\.01 to 1 long/],
    ['no direction', () => createStyle({ name: 'x', preference: point(0, 0), likedCount: 5 }), /"0 long"/],
    ['NaN', () => createStyle({ name: 'x', preference: point(NaN, 1), likedCount: 5 }), /assets\.taste\.vector\[0\]/],
    ['half a photo', () => createStyle({ name: 'x', preference: point(1, 0), likedCount: 5.5 }), /likedCount: 5\.5 \(expected a whole number/],
    ['a strength beyond 1.5', () => createStyle({ name: 'x', preference: point(1, 0), likedCount: 5, strength: 2 }), /strength: 2 \(expected 0 to 1\.5\)/],
  ])('is not made of %s', (_, make, message) => {
    expect(make).toThrowError(message);
    expect(make).toThrowError(InvalidRecipeError);
  });
});

describe('matchReference', () => {
  it('makes a style of one photo, at a strength', () => {
    const style = matchReference(point(...unit([1, 2, 2])), { name: 'Reference', strength: 0.6 });
    expect(style.operations).toEqual([{ op: 'pienet', style: { asset: 'taste' }, strength: 0.6 }]);
    expect(matchReference(point(1, 0), { name: 'Reference' }).operations[0].strength).toBe(0.7);
    expect(style.assets?.['taste']).toMatchObject({ likedCount: 1, vector: [0.33333, 0.66667, 0.66667] });
  });

  it.each<[unknown, number, RegExp]>([
    [point(1, 0), 1.6, /strength: 1\.6 \(expected 0 to 1\.5\)/],
    [point(1, 0), NaN, /strength: NaN/],
    [point(0, 0), 1, /reference: a vector of length 0/],
    [point(1, NaN), 1, /reference\[1\]: NaN/],
  ])('refuses %j at %d', (reference, strength, message) => {
    expect(() => matchReference(reference as typeof PREFERENCE, { name: 'x', strength })).toThrowError(message);
  });
});
