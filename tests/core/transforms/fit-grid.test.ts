import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import { type GridGuide, type GridShape, prepareGridFit } from '../../../packages/core/src/transforms/fit-grid.js';
import { evaluateGrid } from '../../../packages/core/src/transforms/grid.js';
import type { GridTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { noiseColours } from './colours.js';

const SHAPE: GridShape = { width: 3, height: 2, depth: 4 };
const SMOOTHNESS = { place: 0.05, luma: 0.02 };

const noiseGuide = (width: number, height: number): GridGuide => ({ rgb: noiseColours(width * height, 0, 1), width, height });
const noiseMap = ({ width, height }: GridGuide, seed: number): Float32Array => noiseColours(width * height + seed, -1, 2).filter((_, i) => i % 3 === 0 && i >= 3 * seed);

/** What a grid's offset is at each pixel of a guide, read by evaluation and not by the fit. */
function readOffsets(grid: GridTransform, { rgb, width, height }: GridGuide): Float32Array {
  const offsets = rgb.slice();
  const data = grid.data.map((value, index) => (index % 2 === 0 ? 0 : value));
  evaluateGrid({ ...grid, data }, offsets, { width, height, firstRow: 0, rowCount: height });
  return offsets.filter((_, i) => i % 3 === 0);
}

/** The sum of squares that the fit is to make least. */
function cost(grid: GridTransform, guide: GridGuide, map: Float32Array): number {
  const { width, height, depth, data } = grid;
  const node = (plane: number, row: number, column: number) => data[((plane * height + row) * width + column) * 2 + 1];
  const misses = readOffsets(grid, guide).map((value, i) => (value - map[i]) ** 2);
  let sum = (misses.reduce((total, value) => total + value, 0) * width * height) / map.length;
  for (let plane = 0; plane < depth; plane += 1) {
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const value = node(plane, row, column);
        if (plane > 0) sum += SMOOTHNESS.luma * (value - node(plane - 1, row, column)) ** 2;
        if (row > 0) sum += SMOOTHNESS.place * (value - node(plane, row - 1, column)) ** 2;
        if (column > 0) sum += SMOOTHNESS.place * (value - node(plane, row, column - 1)) ** 2;
      }
    }
  }
  return sum;
}

describe('prepareGridFit', () => {
  it('leaves no node that another value would serve better', () => {
    const guide = noiseGuide(17, 11);
    const map = noiseMap(guide, 5);
    const grid = prepareGridFit(guide, SHAPE, SMOOTHNESS).lift([map, map]);
    const least = cost(grid, guide, map);
    for (let index = 1; index < grid.data.length; index += 2) {
      for (const change of [-0.02, 0.02]) {
        const moved = grid.data.map((value, i) => (i === index ? value + change : value));
        expect(cost({ ...grid, data: moved }, guide, map), `node ${index}, ${change}`).toBeGreaterThan(least);
      }
    }
  });

  it('lifts the same value everywhere into the same value everywhere, where no pixel reaches too', () => {
    const guide: GridGuide = { rgb: new Float32Array(3 * 64).fill(0.4), width: 8, height: 8 };
    const { data } = prepareGridFit(guide, SHAPE, SMOOTHNESS).lift([new Float32Array(64).fill(1.5), new Float32Array(64).fill(-0.25)]);
    data.forEach((value, index) => expect(Math.abs(value - (index % 2 === 0 ? 1.5 : -0.25))).toBeLessThan(TOLERANCES.transforms.gridRidge));
  });

  it('keeps what a dark and a light pixel were given apart although they are neighbours', () => {
    const size = 16;
    const isDark = (i: number) => (i + Math.floor(i / size)) % 2 === 0;
    const guide: GridGuide = { rgb: Float32Array.from({ length: 3 * size * size }, (_, i) => (isDark(Math.floor(i / 3)) ? 0.1 : 0.9)), width: size, height: size };
    const offsets = Float32Array.from({ length: size * size }, (_, i) => (isDark(i) ? 0.3 : -0.2));
    const read = readOffsets(prepareGridFit(guide, { ...SHAPE, depth: 8 }, SMOOTHNESS).lift([offsets, offsets]), guide);
    read.forEach((value, i) => expect(Math.abs(value - offsets[i])).toBeLessThan(0.05));
  });

  it('does not count pixels of no weight', () => {
    const guide = noiseGuide(12, 12);
    const weights = Float32Array.from({ length: 144 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const map = noiseMap(guide, 2);
    const other = map.map((value, i) => (i % 3 === 0 ? 100 : value));
    const fit = prepareGridFit({ ...guide, weights }, SHAPE, SMOOTHNESS);
    expect(fit.lift([other, other])).toEqual(fit.lift([map, map]));
  });

  it.each([{ width: 0, height: 2, depth: 2 }, { width: 1.5, height: 1, depth: 1 }, { width: 256, height: 256, depth: 1 }])('refuses the shape %o', (shape) => {
    expect(() => prepareGridFit(noiseGuide(4, 4), shape, SMOOTHNESS)).toThrow(InvalidArgumentError);
  });
});
