import { describe, expect, it } from 'vitest';
import { cubeRoot } from '../../../packages/core/src/color/cube-root.js';
import { TOLERANCES } from '../../tolerances.js';

/** At equal ratios, from far below what a picture has to far above it. */
const magnitudes = Array.from({ length: 20_000 }, (_, index) => 2 ** (-20 + index / 800));

describe('the cube root', () => {
  it('is the one of the engine', () => {
    for (const value of magnitudes) expect(Math.abs(cubeRoot(value) / Math.cbrt(value) - 1), `${value}`).toBeLessThan(TOLERANCES.color.root);
  });

  it('is odd, and exact at 0 and 1', () => {
    for (const value of magnitudes) expect(cubeRoot(-value)).toBe(-cubeRoot(value));
    expect([0, 1, -1].map(cubeRoot)).toEqual([0, 1, -1]);
  });

  it('passes on what is not finite', () => {
    expect([NaN, Infinity, -Infinity].map(cubeRoot)).toEqual([NaN, Infinity, -Infinity]);
  });

  it('never falls from one float32 to the next', () => {
    const value = new Float32Array(1);
    const pattern = new Int32Array(value.buffer);
    let falls = 0;
    // Across the border between two cells and the border between two octaves.
    for (const start of [1 / 128 - 1 / 16_384, 0.25 - 1 / 1024, 1 - 1 / 256, 1 + 1 / 256]) {
      value[0] = start;
      for (let step = 0, before = 0; step < 50_000; step += 1, pattern[0] += 1) {
        const root = cubeRoot(value[0]);
        if (root < before) falls += 1;
        before = root;
      }
    }
    expect(falls).toBe(0);
  });
});
