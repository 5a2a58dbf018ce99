import { describe, expect, it } from 'vitest';
import { editDistance, nearestNames } from '../../../packages/core/src/recipe/nearest-names.js';

describe('editDistance', () => {
  // The first three are worked examples of Wikipedia's articles on edit distance (restricted Damerau form); the rest follow from the definition.
  it.each([['kitten', 'sitting', 3], ['Saturday', 'Sunday', 3], ['ca', 'abc', 3], ['', 'abc', 3], ['ab', 'ba', 1]])('from %s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('nearestNames', () => {
  it('finds the misspelt name whatever its case, best first', () => {
    expect(nearestNames('BRIGHTNES', ['contrast', 'brightness', 'brightnesses'])).toEqual(['brightness', 'brightnesses']);
  });

  it('finds nothing when nothing is close', () => {
    expect(nearestNames('sharpen', ['exposure', 'contrast'])).toEqual([]);
  });
});
