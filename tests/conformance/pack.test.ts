import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../packages/core/src/apply/apply-plan.js';
import { bakedPlan } from '../../packages/core/src/bake/bake-plan.js';
import { OPERATIONS } from '../../packages/core/src/operations/registry.js';
import type { Plan } from '../../packages/core/src/plan/plan.js';
import type { Raster } from '../../packages/core/src/raster/raster.js';
import { parseRecipe } from '../../packages/core/src/recipe/parse-recipe.js';
import type { Recipe } from '../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../packages/core/src/retouch.js';
import { hashPixels, packMasks, type PackBudget, type PackManifest, readProbes } from '../helpers/conformance-pack.js';
import { type Difference, measureDifference } from '../helpers/difference.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../helpers/photos.js';

const pack = new URL('../../packages/core/conformance/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', pack), 'utf8')) as PackManifest;
const photos = new Map<string, Raster>();
const recipes = new Map<string, Recipe>(manifest.recipes.map((name) => [name, parseRecipe(readFileSync(new URL(`recipes/${name}.json`, pack), 'utf8'))]));
/** Saturated, dark, and a portrait: where baking errs most. */
const BAKED_PHOTOS = ['01-portrait', '06-foliage', '08-dark'];

beforeAll(async () => {
  for (const path of listPhotos(PHOTO_FOLDERS.conformance)) photos.set(path.replace(/.*\/|\.png/g, ''), await readPhoto(path));
});

async function planFor(photo: string, recipe: string): Promise<{ plan: Plan; raster: Raster; apply: (plan: Plan, implementation: 'auto' | 'reference') => Promise<Raster> }> {
  const raster = photos.get(photo) as Raster;
  const masks = packMasks(raster.width, raster.height);
  const plan = await planPhoto(recipes.get(recipe) as Recipe, analyse(raster), { masks });
  return { plan, raster, apply: (other, implementation) => applyPlan(other, raster, { masks, implementation }) };
}

function expectWithin(difference: Difference, budget: PackBudget, result: string): void {
  for (const [name, limit] of Object.entries(budget)) {
    // Levels come from bytes by way of float64.
    expect(difference[name as keyof PackBudget], `${result}: ${name}`).toBeLessThanOrEqual(limit + 1e-9);
  }
}

describe('the conformance pack', () => {
  it('holds twelve photos, by their hashes, and thirty-five recipes', () => {
    expect(manifest.photos.map(({ name }) => name)).toEqual([...photos.keys()]);
    for (const { name, width, height, channels, sha256 } of manifest.photos) {
      const raster = photos.get(name) as Raster;
      expect({ width: raster.width, height: raster.height, channels: Number(raster.channels), sha256: hashPixels(raster) }).toEqual({ width, height, channels, sha256 });
    }
    expect(manifest.recipes).toHaveLength(35);
    expect(manifest.results).toHaveLength(12 * 35);
  });

  // What a learned operation does is its model's, which comes with no pack.
  it('uses every registered operation that asks no model', () => {
    const used = new Set([...recipes.values()].flatMap(({ operations }) => operations.map(({ op }) => op)));
    expect(OPERATIONS.filter(({ name, asks }) => asks === undefined && !used.has(name)).map(({ name }) => name)).toEqual([]);
  });

  it('has masks as its README says', () => {
    const { gradient, disc } = packMasks(10, 20);
    expect([...gradient.data.subarray(0, 10)]).toEqual([13, 38, 64, 89, 115, 140, 166, 191, 217, 242]);
    // Whole pixels within 3.5 of the corner where four pixels meet: 4 of (1/2, 1/2), 8 of (1/2, 3/2), ... 32 in all.
    expect(Array.from(disc.data).filter((value) => value === 255)).toHaveLength(32);
    expect(disc.data[0]).toBe(0);
    expect(disc.data[10 * 10 + 5]).toBe(255);
  });
});

describe.each(manifest.recipes)('%s', (recipe) => {
  const results = manifest.results.filter((result) => result.recipe === recipe);

  it('gives the recorded bytes for every photo', async () => {
    for (const { photo, sha256, probes } of results) {
      const { plan, apply } = await planFor(photo, recipe);
      const out = await apply(plan, 'reference');
      expect(Buffer.from(readProbes(out)).toString('base64'), photo).toBe(probes);
      expect(hashPixels(out), photo).toBe(sha256);
    }
  });

  it('is within the budget of implementations when compiled', async () => {
    for (const { photo } of results) {
      const { plan, apply } = await planFor(photo, recipe);
      expectWithin(measureDifference(await apply(plan, 'auto'), await apply(plan, 'reference')), manifest.budgets.implementation, photo);
    }
  });

  it.skipIf(JSON.stringify(recipes.get(recipe)).includes('"mask"'))('is within the budgets of LUTs when baked (recipes with masks are no LUT)', async () => {
    for (const photo of BAKED_PHOTOS) {
      const { plan, apply } = await planFor(photo, recipe);
      const expected = await apply(plan, 'reference');
      expectWithin(measureDifference(await apply(bakedPlan(plan), 'reference'), expected), manifest.budgets.bakedLut33, photo);
      expectWithin(measureDifference(await apply(bakedPlan(plan, { size: 65 }), 'reference'), expected), manifest.budgets.bakedLut65, photo);
    }
  });
});
