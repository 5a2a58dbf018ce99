import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import { OPERATIONS } from '../../../packages/core/src/operations/registry.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../../packages/core/src/retouch.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { TOLERANCES } from '../../tolerances.js';

/** Shape of tests/golden/operations.json, written by tests/golden/generate-operations.mjs. */
interface Golden {
  codes: number[][];
  /** Colours in 0..1 on which cubes of 33 and 65 nodes an edge have a node. */
  nodes: number[][];
  cases: { name: string; at?: 'nodes'; tool: string; tolerance: keyof typeof TOLERANCES.golden; entry: RecipeOperation; output: number[][]; below?: number }[];
}

const golden = JSON.parse(readFileSync(new URL('../../golden/operations.json', import.meta.url), 'utf8')) as Golden;
const codes = pictureOf(golden.codes.flat().map((code) => code / 255));
const nodes = pictureOf(golden.nodes.flat());
/** A table that is an asset of the recipe, tested where tables are read; and operations with golden values of their own. */
const ELSEWHERE = ['lut', 'hsl', 'blackWhite', 'colorGrade', 'csrnet', 'pienet', 'cudi'];

describe('operations agree with other programs', () => {
  it('for every operation of the registry', () => {
    const covered = new Set([...golden.cases.map(({ entry }) => entry.op), ...ELSEWHERE]);
    expect(OPERATIONS.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it.each(golden.cases.map((one) => [one.entry.op, one.tool, one.name, one] as const))('%s: %s, %s', async (_, tool, __, { at, entry, output, tolerance, below = Infinity }) => {
    const input = at === 'nodes' ? nodes : codes;
    const { data } = await applyPlan(await planPhoto(recipeOf([entry]), analyse(input)), input);
    const isClipped = !tool.startsWith('culori') && !tool.startsWith('Little CMS') && at !== 'nodes';
    let largest = 0;
    let comparedCount = 0;
    output.flat().forEach((expected, index) => {
      if (expected >= below) return;
      comparedCount += 1;
      const actual = isClipped ? Math.min(Math.max(data[index], 0), 1) : data[index];
      largest = Math.max(largest, Math.abs(actual - expected));
    });
    expect(comparedCount).toBeGreaterThan(output.length);
    expect(largest).toBeLessThan(TOLERANCES.golden[tolerance]);
  });
});

function pictureOf(values: readonly number[]): Raster {
  return { data: Float32Array.from(values), width: values.length / 3, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}
