import { afterAll, describe, expect, test } from 'vitest';
import { applyPlan, type Plan, type Raster } from '@openretouch/core';
import { compilePlan, type RasterForm } from '../../../packages/core/src/apply/compile/compile-plan.js';
import { readySteps } from '../../../packages/core/src/apply/ready-steps.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Transform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { type Difference, findDifference, makeRaster, pictures16, pictures8 } from './compile-pictures.js';
import { lutOf, patternMask, PLAN_CASES, planOf, resolveOperation } from './compile-plans.js';

const tolerance = TOLERANCES.apply;

/** The largest difference found for each way and depth. */
const worst = new Map<string, Difference & { readonly place: string }>();
afterAll(() => console.info(['largest differences from the reference', ...[...worst].map(([way, { place, where }]) => `${way}: ${where}, ${place}`)].join('\n')));

function record(way: string, place: string, found: Difference): void {
  if (found.largest >= (worst.get(way)?.largest ?? 0)) worst.set(way, { ...found, place });
}

function kindOf(plan: Plan, { bitDepth, width, height }: Raster, precision?: 'exact' | 'baked'): string {
  const form: RasterForm = { bitDepth, space: 'srgb', pixelCount: width * height };
  const steps = readySteps(plan, { brush: patternMask(width, height) }, width, height);
  return compilePlan(steps, plan.strength, form, precision)?.kind ?? 'reference';
}

async function compare(plan: Plan, picture: Raster): Promise<Difference> {
  const masks = { brush: patternMask(picture.width, picture.height) };
  const expected = await applyPlan(plan, picture, { masks, implementation: 'reference' });
  return findDifference(await applyPlan(plan, picture, { masks }), expected);
}

describe.each(PLAN_CASES)('$name', ({ name, plan, kind8, kind16 }) => {
  const eight = pictures8(4)['one pixel'];
  const sixteen = makeRaster(256, 256, 3, 16, () => 0);

  test(`is run as ${kind8} at 8 bits and as ${kind16} at 16`, () => {
    expect([kindOf(plan, eight), kindOf(plan, sixteen)]).toEqual([kind8, kind16]);
  });

  test.each([3, 4] as const)('stays within one level of the reference on 8-bit pictures of %i channels', async (channels) => {
    for (const [picture, raster] of Object.entries(pictures8(channels))) {
      const found = await compare(plan, raster);
      record(`${kind8}, 8 bits`, `${name}, ${picture}`, found);
      expect(found.largest, `${picture}: ${found.where}`).toBeLessThanOrEqual(tolerance.levels8);
      if (kind8 === 'channel-tables') expect(found.largest, `${picture}: ${found.where}`).toBe(0);
    }
  });

  test('stays within two 16-bit levels of the reference on 16-bit pictures', async () => {
    for (const [picture, raster] of Object.entries(pictures16(4))) {
      const found = await compare(plan, raster);
      record(`${kind16}, 16 bits`, `${name}, ${picture}`, found);
      expect(found.largest, `${picture}: ${found.where}`).toBeLessThanOrEqual(tolerance.ownLevels16);
    }
  });
});

describe('a plan that is not compiled', () => {
  const picture = makeRaster(16, 16, 3, 8, (pixel) => pixel);
  const exposure = resolveOperation('exposure', { ev: 1 });

  test('is one with a grid', () => {
    const grid = { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(1, 0) } as const;
    expect(kindOf(planOf([{ transforms: exposure }, { transforms: [grid] }]), picture)).toBe('reference');
  });

  test('is one for a float raster', () => {
    const float: Raster = { ...picture, bitDepth: 32, data: new Float32Array(picture.data.length) };
    expect(kindOf(planOf([{ transforms: exposure }]), float)).toBe('reference');
  });

  test('is one for a 16-bit picture smaller than the tables', () => {
    expect(kindOf(planOf([{ transforms: exposure }]), makeRaster(255, 257, 3, 16, () => 0))).toBe('reference');
  });
});

describe('precision "baked"', () => {
  const picture = pictures8(4)['colour lattice'];
  const oklab = planOf([{ transforms: resolveOperation('saturation', { gain: 1.3, axis: 'oklab' }), strength: 0.9 }]);

  test('sends a long chain through a LUT', () => {
    expect(kindOf(oklab, picture, 'baked')).toBe('lut3d');
  });

  test.each<[string, (chain: readonly Transform[], lut: Transform) => readonly Transform[]]>([
    ['before a LUT', (chain, lut) => [...chain, lut]],
    ['after a LUT', (chain, lut) => [lut, ...chain]],
    ['between two LUTs', (chain, lut) => [lut, ...chain, lut]],
  ])('makes one pass through one table of any chain %s', (_, order) => {
    const chain = [...resolveOperation('exposure', { ev: 0.3 }), ...resolveOperation('contrast', { gain: 1.2, pivot: 0.4 }), ...resolveOperation('saturation', { gain: 1.2 }), ...resolveOperation('levels', { gamma: 1.2 })];
    const lut = sampleLut3d(9, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = 1.1 * value * value - 0.03)));
    expect(kindOf(planOf([{ transforms: order(chain, lut), strength: 0.8 }]), picture, 'baked')).toBe('lut3d');
  });

  test('leaves forms alone that are exact in one pass', () => {
    expect(kindOf(planOf([{ transforms: resolveOperation('exposure', { ev: 1 }) }]), picture, 'baked')).toBe('channel-tables');
  });

  test('leaves masked plans exact', () => {
    expect(kindOf(planOf([{ ...oklab.steps[0], mask: { slot: 'brush' } }]), picture, 'baked')).toBe('point-chain');
  });

  test('errs by no more than a LUT of its size', async () => {
    const expected = await applyPlan(oklab, picture, { implementation: 'reference' });
    const found = findDifference(await applyPlan(oklab, picture, { precision: 'baked' }), expected);
    expect(found.largest, found.where).toBeLessThanOrEqual(tolerance.bakedLevels8);
    expect(found.mean).toBeLessThanOrEqual(tolerance.bakedMeanLevels8);
  });
});

describe('every compiled plan', () => {
  const picture = pictures8(4)['noise of odd size'];
  const masks = { brush: patternMask(picture.width, picture.height) };

  test.each(PLAN_CASES)('carries alpha over bit for bit: $name', async ({ plan }) => {
    const result = await applyPlan(plan, picture, { masks });
    expect(result.data.filter((_, i) => i % 4 === 3)).toEqual(picture.data.filter((_, i) => i % 4 === 3));
  });

  test.each(PLAN_CASES)('gives in place what it gives out of place: $name', async ({ plan }) => {
    const expected = await applyPlan(plan, picture, { masks });
    const inPlace = { ...picture, data: picture.data.slice() };
    await applyPlan(plan, inPlace, { masks, out: inPlace });
    expect(inPlace.data).toEqual(expected.data);
  });

  test.each(PLAN_CASES)('does not depend on the height of its bands: $name', async ({ plan }) => {
    const tall: Raster = { ...picture, width: 3, height: picture.width };
    const tallMasks = { brush: patternMask(tall.width, tall.height) };
    const expected = await applyPlan(plan, tall, { masks: tallMasks });
    expect((await applyPlan(plan, tall, { masks: tallMasks, bandRows: 7 })).data).toEqual(expected.data);
  });

  test.each(PLAN_CASES)('does not depend on where the bytes begin: $name', async ({ plan }) => {
    const shifted = new Uint8ClampedArray(new ArrayBuffer(picture.data.length + 3), 3);
    shifted.set(picture.data);
    const expected = await applyPlan(plan, picture, { masks });
    expect([...(await applyPlan(plan, { ...picture, data: shifted }, { masks })).data]).toEqual([...expected.data]);
  });
});

describe('coverage of nothing', () => {
  const noise8 = pictures8(4)['noise of odd size'];
  const noise16 = pictures16(3)['noise of odd size'];
  const transforms = { curve: resolveOperation('exposure', { ev: 3 }), LUT: [lutOf(9)], 'Oklab chain': resolveOperation('saturation', { gain: 2, axis: 'oklab' }) };

  test.each(Object.entries(transforms))('gives the input bits: %s', async (_, steps) => {
    for (const picture of [noise8, noise16]) {
      // Every other pixel is covered, so that no run of pixels can be skipped whole.
      const data = Uint8Array.from({ length: picture.width * picture.height }, (__, i) => (i % 2) * 255);
      const result = await applyPlan(planOf([{ transforms: steps, mask: { slot: 'brush' } }]), picture, { masks: { brush: { ...picture, data } } });
      const isUncovered = (__: number, i: number): boolean => Math.floor(i / picture.channels) % 2 === 0;
      expect(result.data.filter(isUncovered)).toEqual(picture.data.filter(isUncovered));
    }
  });

  test('copies runs of pixels that are wholly outside', async () => {
    const brush = { data: new Uint8Array(noise8.width * noise8.height), width: noise8.width, height: noise8.height };
    const result = await applyPlan(planOf([{ transforms: transforms.LUT, mask: { slot: 'brush' } }]), noise8, { masks: { brush } });
    expect(result.data).toEqual(noise8.data);
  });
});

describe('options', () => {
  const picture = pictures8(3)['one pixel'];

  test.each([
    [{ implementation: 'fast' }, 'options.implementation: "fast" (expected auto or reference)'],
    [{ precision: 'low' }, 'options.precision: "low" (expected auto or exact or baked)'],
  ])('refuses %o', async (options, message) => {
    await expect(applyPlan(planOf([]), picture, options as never)).rejects.toThrow(expect.objectContaining({ name: 'InvalidArgumentError', message }));
  });
});
