import { describe, expect, test } from 'vitest';
import { measureChords, measureLevels } from '../../../../packages/core/src/apply/precision/measure-levels.js';
import { sampleColours } from '../../../../packages/core/src/apply/precision/sample-colours.js';
import { bakeStages } from '../../../../packages/core/src/apply/compile/lut-nodes.js';
import { makeColourSet } from '../../../../packages/core/src/transforms/colour-set.js';
import { sampleCurve } from '../../../../packages/core/src/transforms/curve.js';
import { matrixTransform } from '../../../../packages/core/src/transforms/matrix.js';
import { TOLERANCES } from '../../../tolerances.js';
import { makeRaster } from '../compile-pictures.js';

const mixing = matrixTransform([0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.1, 0.1, 0.8], [0, 0, 0]);
const square = sampleCurve((value) => value * value, [0, 1], 'clamp');
const squares = { kind: 'curve', curves: [square, square, square] } as const;
/** x^2 is h^2 / 4 off its chord in the middle, for every chord of length h. */
const SQUARE_LEVELS = (255 / 4) * (1 / 32) ** 2;

describe('measureChords', () => {
  test('finds nothing where a function is straight', () => {
    expect(measureChords([mixing], 33, makeColourSet()).maximum).toBeLessThan(TOLERANCES.apply.floatLevels8);
  });

  test('finds a quarter of the squared distance of nodes where the function is a square', () => {
    const { maximum, p99 } = measureChords([squares], 33, makeColourSet());
    expect(Math.abs(maximum - SQUARE_LEVELS)).toBeLessThan(TOLERANCES.apply.floatLevels8);
    expect(Math.abs(p99 - SQUARE_LEVELS)).toBeLessThan(TOLERANCES.apply.floatLevels8);
  });

  test('looks at all three channels in every cell, the last one included', () => {
    for (const corner of [0, 1]) {
      const atCorner = new Float32Array(7 * 3).fill(corner);
      const { mean } = measureChords([squares], 33, atCorner);
      // Of the seven edges, each channel moves along four.
      expect(Math.abs(mean - (SQUARE_LEVELS * 4) / 7)).toBeLessThan(TOLERANCES.apply.floatLevels8);
    }
  });

  test('sees nothing of what is clamped away', () => {
    const beyond = matrixTransform([1, 0, 0, 0, 1, 0, 0, 0, 1], [2, 2, 2]);
    expect(measureChords([squares, beyond], 33, makeColourSet()).maximum).toBe(0);
  });
});

describe('measureLevels', () => {
  test('finds no colour farther off than the middles of edges are', () => {
    const { maximum } = measureLevels([squares], bakeStages([squares], 33, 'srgb'), makeColourSet());
    expect(maximum).toBeGreaterThan(0.9 * SQUARE_LEVELS);
    expect(maximum).toBeLessThan(SQUARE_LEVELS + TOLERANCES.apply.floatLevels8);
  });

  test('is nothing for a function that a LUT holds exactly', () => {
    expect(measureLevels([mixing], bakeStages([mixing], 2, 'srgb'), makeColourSet()).maximum).toBeLessThan(TOLERANCES.apply.floatLevels8);
  });
});

describe('sampleColours', () => {
  test('takes one pixel out of each cell of 64 x 64, whatever the width', () => {
    const picture = makeRaster(4096, 128, 3, 8, (pixel, channel) => (channel === 0 ? (pixel % 4096) / 16 : channel === 1 ? Math.floor(pixel / 4096) : 0));
    const colours = sampleColours(picture);
    expect(colours.length).toBe(64 * 64 * 3);
    const column = new Set(colours.filter((_, i) => i % 3 === 0));
    const row = new Set(colours.filter((_, i) => i % 3 === 1));
    expect([column.size, row.size]).toEqual([64, 64]);
  });

  test('leaves out what is wholly transparent', () => {
    const picture = makeRaster(2, 1, 4, 8, () => 255);
    picture.data[3] = 0;
    picture.data[7] = 1;
    expect([...sampleColours(picture)]).toEqual([1, 1, 1]);
  });

  test('takes every pixel of a picture smaller than the grid once', () => {
    const picture = makeRaster(5, 3, 3, 16, (pixel) => pixel * 1000);
    expect(new Set(sampleColours(picture)).size).toBe(15);
  });
});
