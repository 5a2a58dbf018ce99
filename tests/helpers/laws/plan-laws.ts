import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import type { Transform } from '../../../packages/core/src/transforms/transform.js';
import { planValidRecipe } from '../../../packages/core/src/retouch.js';
import { arbitraryEntry, recipeOf } from '../arbitrary-operation.js';
import { decideForTests } from '../decide-for-tests.js';
import { dullPicture, lawPicture } from '../pictures.js';
import { firstDifferentByte, forParameters, LAW_SEED, type Law, planEntry } from './law.js';

const SAMPLE_COUNT = 40;

/** Laws of planning: what an operation may decide, and what it must leave alone. */
export const PLAN_LAWS: readonly Law[] = [
  {
    claim: 'with defaults plans no step and keeps every bit',
    appliesTo: (operation) => operation.actsByDefault !== true,
    async check({ operation, apply }) {
      for (const raster of [lawPicture(8), lawPicture(16), lawPicture(32, { range: [-1, 2] })]) {
        const plan = await planEntry({ entry: { op: operation.name }, assets: {} }, raster);
        expect(plan.steps).toEqual([]);
        expect(firstDifferentByte((await apply(plan, raster)).data, raster.data)).toBe(-1);
      }
    },
  },
  {
    claim: 'plans finite numbers, in transforms of the kinds it declares',
    async check({ operation }) {
      for (const raster of [dullPicture(), blankPicture(0), blankPicture(1)]) {
        await forParameters(operation, async (generated) => {
          for (const transform of (await planEntry(generated, raster)).steps.flatMap((step) => step.transforms)) {
            expect(operation.produces).toContain(transform.kind);
            expect(numbersOf(transform).every((numbers) => numbers.every(Number.isFinite))).toBe(true);
          }
        });
      }
    },
  },
  {
    claim: 'leaves the analysis as it was, and plans the same again',
    async check({ operation }) {
      await forParameters(operation, async ({ entry, assets }) => {
        const analysis = analyse(dullPicture());
        const before = structuredClone(analysis);
        const recipe = recipeOf([entry], assets);
        const first = await planValidRecipe(recipe, analysis, { decide: decideForTests });
        expect(isDeepStrictEqual(await planValidRecipe(recipe, analysis, { decide: decideForTests }), first)).toBe(true);
        expect(isDeepStrictEqual(analysis, before)).toBe(true);
      });
    },
  },
  {
    claim: 'plans the same from a recipe that went through JSON, and the plan survives a structured clone',
    async check({ operation }) {
      await forParameters(operation, async ({ entry, assets }) => {
        const analysis = analyse(dullPicture());
        const recipe = recipeOf([entry], assets);
        const plan = await planValidRecipe(recipe, analysis, { decide: decideForTests });
        expect(isDeepStrictEqual(await planValidRecipe(JSON.parse(JSON.stringify(recipe)) as typeof recipe, analysis, { decide: decideForTests }), plan)).toBe(true);
        expect(isDeepStrictEqual(structuredClone(plan), plan)).toBe(true);
      });
    },
  },
  {
    claim: 'changes the picture through every parameter it has',
    async check({ operation, apply }) {
      const dull = dullPicture();
      const dark = { ...dull, data: dull.data.map((value) => value * 0.4) };
      const names = Object.entries(operation.parameters).flatMap(([name, parameter]) => (parameter.kind === 'group' ? Object.keys(parameter.fields).map((field) => [name, field]) : [[name]]));
      for (const [name, field] of names) {
        let hasEffect = false;
        for (const { entry, assets } of fc.sample(arbitraryEntry(operation, [name]), { seed: LAW_SEED, numRuns: SAMPLE_COUNT })) {
          const { [name]: value, ...others } = entry;
          const { [field]: fieldValue, ...otherFields } = field === undefined ? {} : (value as Record<string, unknown>);
          if ((field === undefined ? value : fieldValue) === undefined) continue;
          const rest = field === undefined ? others : { ...others, [name]: otherFields };
          for (const raster of [dull, dark]) {
            const given = await apply(await planEntry({ entry, assets }, raster), raster);
            const left = await apply(await planEntry({ entry: rest as typeof entry, assets }, raster), raster);
            hasEffect ||= firstDifferentByte(given.data, left.data) >= 0;
          }
          if (hasEffect) break;
        }
        expect(hasEffect, `${operation.name}.${field === undefined ? name : `${name}.${field}`} changes nothing`).toBe(true);
      }
    },
  },
];

function blankPicture(value: number): ReturnType<typeof dullPicture> {
  const picture = dullPicture();
  return { ...picture, data: new Float32Array(picture.data.length).fill(value) };
}

function numbersOf(transform: Transform): (readonly number[] | Float32Array)[] {
  switch (transform.kind) {
    case 'matrix':
      return [transform.matrix];
    case 'curve':
      return transform.curves.flatMap((curve) => (curve.kind === 'table' ? [curve.domain, curve.values] : []));
    case 'lut3d':
      return [transform.values];
    case 'grid':
      return [transform.data];
  }
}
