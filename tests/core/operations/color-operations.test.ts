import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../../packages/core/src/retouch.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { TOLERANCES } from '../../tolerances.js';

/** Shape of tests/golden/color-operations.json, written by tests/golden/generate-color-operations.mjs. */
interface Golden {
  nodes: number[][];
  cases: { entry: RecipeOperation; output: number[][] }[];
}

const golden = JSON.parse(readFileSync(new URL('../../golden/color-operations.json', import.meta.url), 'utf8')) as Golden;

function pictureOf(colours: readonly (readonly number[])[]): Raster {
  return { data: Float32Array.from(colours.flat()), width: colours.length, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}

async function retouch(entry: RecipeOperation, raster: Raster): Promise<Float32Array> {
  return (await applyPlan(await planPhoto(recipeOf([entry]), analyse(raster)), raster)).data as Float32Array;
}

describe('colour operations agree with their definitions worked out on culori', () => {
  it.each(golden.cases.map(({ entry, output }) => [JSON.stringify(entry), entry, output] as const))('%s', async (_, entry, output) => {
    const data = await retouch(entry, pictureOf(golden.nodes.map((node) => node.map((value) => value / 32))));
    let worst = { difference: 0, node: [] as number[] };
    output.flat().forEach((expected, index) => {
      const difference = Math.abs(data[index] - expected);
      if (!(difference <= worst.difference)) worst = { difference, node: golden.nodes[Math.floor(index / 3)] };
    });
    expect(worst.difference, `node ${worst.node.join(' ')}`).toBeLessThan(TOLERANCES.golden.colorOperations);
  });
});
