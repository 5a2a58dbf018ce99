import fc from 'fast-check';
import { expect } from 'vitest';
import type { Operation } from '../../../packages/core/src/operations/operation.js';
import { defaultOf } from '../../../packages/core/src/operations/parameter.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { fillDefaults } from '../../../packages/core/src/recipe/parameters.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { TOLERANCES } from '../../tolerances.js';
import { arbitraryEntry } from '../arbitrary-operation.js';
import { lawPicture, neutralPicture } from '../pictures.js';
import { firstDifferentByte, forParameters, LAW_SEED, type Law, planEntry } from './law.js';

/** Laws of single pixels: what an operation may do to a colour. */
export const PIXEL_LAWS: readonly Law[] = [
  {
    claim: 'gives finite values for finite values, far outside 0..1 too',
    async check({ operation, apply }) {
      const raster = lawPicture(32, { range: [-1, 2] });
      await forParameters(operation, async (generated) => {
        const out = await apply(await planEntry(generated, raster), raster);
        expect((out.data as Float32Array).findIndex((value) => !Number.isFinite(value))).toBe(-1);
      });
    },
  },
  {
    claim: 'plans around NaN and infinity, and keeps them to the pixel they are in',
    async check({ operation, apply }) {
      const clean = lawPicture(32);
      const spoilt: Raster = { ...clean, data: clean.data.slice() };
      const spoiltPixels = [0, 40, 41, 301, clean.width * clean.height - 1];
      spoiltPixels.forEach((pixel, index) => {
        spoilt.data[pixel * 4 + (index % 3)] = [NaN, Infinity, -Infinity][index % 3];
      });
      await forParameters(operation, async (generated) => {
        const plan = await planEntry(generated, spoilt);
        const expected = (await apply(plan, clean)).data;
        const actual = (await apply(plan, spoilt)).data;
        for (const pixel of spoiltPixels) actual.set(expected.subarray(pixel * 4, pixel * 4 + 3), pixel * 4);
        expect(firstDifferentByte(actual, expected)).toBe(-1);
        expect((expected as Float32Array).every(Number.isFinite)).toBe(true);
      });
    },
  },
  {
    claim: 'moves every channel of every colour one way with its main parameter',
    appliesTo: (operation) => operation.laws.monotone !== undefined && operation.mainParameter !== undefined,
    async check({ operation, apply }) {
      const raster = lawPicture(32);
      const name = operation.mainParameter as string;
      const sign = operation.laws.monotone === 'rising' ? 1 : -1;
      const pair = fc.tuple(arbitraryEntry(operation, [name]), arbitraryEntry(operation, [name]));
      await fc.assert(
        fc.asyncProperty(pair, async ([first, second]) => {
          const values = [first.entry[name], second.entry[name]];
          fc.pre(values.every((value) => typeof value === 'number'));
          const [low, high] = values.map(Number).sort((a, b) => a - b);
          const outputs: Raster['data'][] = [];
          for (const value of [low, high]) {
            const plan = await planEntry({ entry: { ...first.entry, [name]: value }, assets: first.assets }, raster);
            outputs.push((await apply(plan, raster)).data);
          }
          // Beyond white the parameter may act the other way (a power of more than 1 rises, of less than 1 falls).
          const clip = (value: number): number => Math.min(Math.max(value, 0), 1);
          let fall = 0;
          outputs[0].forEach((value, index) => {
            fall = Math.max(fall, sign * (clip(value) - clip(outputs[1][index])));
          });
          expect(fall).toBeLessThanOrEqual(TOLERANCES.laws.monotone);
        }),
        { seed: LAW_SEED, numRuns: 40 },
      );
    },
  },
  {
    claim: 'is undone by its stated inverse inside 0..1',
    appliesTo: (operation) => operation.laws.inverse !== undefined,
    async check({ operation, apply }) {
      const raster = lawPicture(32);
      let checkedCount = 0;
      await forParameters(operation, async (generated) => {
        const inverse = operation.laws.inverse?.(fillDefaults(operation, generated.entry));
        if (inverse === undefined) return;
        checkedCount += 1;
        const plan = await planEntry(generated, raster);
        const there = await apply(plan, raster);
        const back = await apply(await planEntry({ ...generated, entry: withoutDefaults(operation, inverse) }, there), there);
        const curves = plan.steps.flatMap(({ transforms }) => transforms.flatMap((transform) => (transform.kind === 'curve' ? transform.curves : [])));
        const isSampled = curves.some(({ kind }) => kind === 'table');
        const hasRoots = curves.some((curve) => curve.kind === 'named' && curve.name === 'cube-root');
        const { inverse: exact, inverseOfRoots, inverseOfTable } = TOLERANCES.laws;
        // Beyond the gamut a colour may pass the zero of a cone response: its cube is smaller than what float32 values of the picture tell apart, and its
        // root cannot be had back (yellow-green times 4: a response of -3e-11 comes back as -3e-8).
        const isPromised = hasRoots ? staysInside(there) : undefined;
        expect(largestPixelDifference(back, raster, isPromised)).toBeLessThanOrEqual(isSampled ? inverseOfTable : hasRoots ? inverseOfRoots : exact);
      });
      expect(checkedCount).toBeGreaterThan(0);
    },
  },
  {
    claim: 'keeps grey grey where it promises to',
    appliesTo: (operation) => operation.laws.keepsGrey(fillDefaults(operation, { op: operation.name })),
    async check({ operation, apply }) {
      const raster = neutralPicture();
      await forParameters(operation, async (generated) => {
        if (!operation.laws.keepsGrey(fillDefaults(operation, generated.entry))) return;
        const { data } = await apply(await planEntry(generated, raster), raster);
        let spread = 0;
        for (let p = 0; p < data.length; p += 3) {
          const [r, g, b] = data.subarray(p, p + 3);
          // Relative beyond 1: a gain of 4 carries float32 rounding with it.
          spread = Math.max(spread, (Math.max(r, g, b) - Math.min(r, g, b)) / Math.max(1, Math.abs(g)));
        }
        expect(spread).toBeLessThanOrEqual(TOLERANCES.laws.grey);
      });
    },
  },
];

/** Parameters of an exclusive group may not appear beside those of another, not even with their defaults. */
function withoutDefaults(operation: Operation, parameters: Readonly<Record<string, unknown>>): RecipeOperation {
  const kept = Object.entries(parameters).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultOf(operation.parameters[name])));
  return { op: operation.name, ...Object.fromEntries(kept) };
}

/** @returns whether all channels of a sample's pixel are inside 0..1. */
function staysInside({ data, channels }: Raster): (sample: number) => boolean {
  return (sample) => {
    const first = sample - (sample % channels);
    return data.subarray(first, first + 3).every((value) => value >= 0 && value <= 1);
  };
}

/** @param counts - which samples are compared; by default all. */
function largestPixelDifference(actual: Raster, expected: Raster, counts: (sample: number) => boolean = () => true): number {
  let largest = 0;
  expected.data.forEach((value, index) => {
    const difference = counts(index) ? Math.abs(actual.data[index] - value) : 0;
    if (!(difference <= largest)) largest = difference;
  });
  return largest;
}
