import { describe, expect, it } from 'vitest';
import { makeColourSet } from '../../../packages/core/src/transforms/colour-set.js';
import { TOLERANCES } from '../../tolerances.js';

const CUBE = 20_000;

describe('makeColourSet', () => {
  const colours = makeColourSet();

  it('begins as the published Halton sequences in bases 2, 3 and 5', () => {
    const published = [1 / 2, 1 / 3, 1 / 5, 1 / 4, 2 / 3, 2 / 5, 3 / 4, 1 / 9, 3 / 5, 1 / 8, 4 / 9, 4 / 5, 5 / 8, 7 / 9, 1 / 25];
    published.forEach((value, i) => expect(colours[i]).toBeCloseTo(value, 6));
  });

  it('fills every eighth of the cube alike', () => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < CUBE; i += 1) counts[(colours[i * 3] >= 0.5 ? 1 : 0) + (colours[i * 3 + 1] >= 0.5 ? 2 : 0) + (colours[i * 3 + 2] >= 0.5 ? 4 : 0)] += 1;
    for (const count of counts) expect(Math.abs(count / CUBE - 1 / 8)).toBeLessThan(TOLERANCES.bake.evenness);
  });

  it('ends with the 256 neutral 8-bit levels', () => {
    const greys = colours.subarray(CUBE * 3);
    expect(greys.length).toBe(256 * 3);
    expect([...greys.subarray(0, 6), ...greys.subarray(-3)]).toEqual([0, 0, 0, ...new Array<number>(3).fill(Math.fround(1 / 255)), 1, 1, 1]);
  });

  it('is another array each time, with the same colours', () => {
    expect(makeColourSet()).not.toBe(colours);
    expect(makeColourSet()).toEqual(colours);
  });
});
