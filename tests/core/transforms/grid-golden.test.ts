import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateGrid } from '../../../packages/core/src/transforms/grid.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { TOLERANCES } from '../../tolerances.js';

/** Shape of tests/golden/grid.json, written by tests/golden/generate-grid.py. */
interface GoldenGrid {
  width: number;
  height: number;
  rgb: number[];
  cases: { form: 'affine' | 'curve'; shared: boolean; depth: number; height: number; width: number; data: number[]; output: number[] }[];
}

const golden = JSON.parse(readFileSync(new URL('../../golden/grid.json', import.meta.url), 'utf8')) as GoldenGrid;

describe('slicing a grid agrees with SciPy', () => {
  it.each(golden.cases.map((one) => [one.form, one.shared ? 'shared by the channels' : 'a channel each', one] as const))('%s, coefficients %s', (_, __, { output, data, ...grid }) => {
    const rgb = Float32Array.from(golden.rgb);
    evaluateGrid({ kind: 'grid', ...grid, data: Float32Array.from(data) }, rgb, { width: golden.width, height: golden.height, firstRow: 0, rowCount: golden.height });
    expect(largestDifference(rgb, output)).toBeLessThan(TOLERANCES.golden.grid);
  });
});
