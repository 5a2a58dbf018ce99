import { describe, expect, test } from 'vitest';
import { applyPlan, type ApplyReport, type KernelSet, type Plan, type PlanStep, type Raster } from '@openretouch/core';
import { compilePlan, type RasterForm } from '../../../../packages/core/src/apply/compile/compile-plan.js';
import { readySteps } from '../../../../packages/core/src/apply/ready-steps.js';
import { sampleCurve } from '../../../../packages/core/src/transforms/curve.js';
import { sampleLut3d } from '../../../../packages/core/src/transforms/lut3d.js';
import { TOLERANCES } from '../../../tolerances.js';
import { findDifference, makeRaster } from '../compile-pictures.js';
import { patternMask, planOf, resolveOperation } from '../compile-plans.js';

/** Less chroma than the photo has stays within the gamut, where Oklab is smooth; more leaves it, where a LUT cuts corners. */
const smooth = planOf([{ transforms: resolveOperation('saturation', { gain: 0.7, axis: 'oklab' }) }]);
const bent = planOf([{ transforms: resolveOperation('saturation', { gain: 1.4, axis: 'oklab' }) }]);

function decide(plan: Plan, form: Partial<RasterForm> = {}, kernels?: KernelSet): ApplyReport | undefined {
  const { pixelCount = 24e6 } = form;
  const masks = plan.steps.some(({ mask }) => mask !== undefined) ? { brush: patternMask(pixelCount, 1) } : {};
  const steps = readySteps(plan, masks, pixelCount, 1);
  return compilePlan(steps, plan.strength, { bitDepth: 8, space: 'srgb', ...form, pixelCount }, 'auto', kernels);
}

async function applyWithReport(plan: Plan, picture: Raster, options: Parameters<typeof applyPlan>[2] = {}): Promise<{ readonly raster: Raster; readonly reports: readonly ApplyReport[] }> {
  const reports: ApplyReport[] = [];
  const raster = await applyPlan(plan, picture, { ...options, onReport: (report) => reports.push(report) });
  return { raster, reports };
}

/** Kernels that do stages alone, and nothing to the pixels. */
function kernelsNamed(name: KernelSet['name']): KernelSet {
  return { name, lut3d: () => undefined, matrixTables: () => undefined, twoMatrixTables: () => undefined, stages: () => () => {} };
}

describe('precision "auto"', () => {
  // Every level of one channel with every fourth of the others.
  const picture = makeRaster(1024, 1024, 4, 8, (pixel, channel) => [pixel & 255, ((pixel >> 8) & 63) * 4 + 3, (pixel >> 14) * 4 + 1][channel]);

  test('bakes a long chain that a LUT follows, and stays within one level of the reference', async () => {
    const { raster, reports } = await applyWithReport(smooth, picture);
    expect(reports).toMatchObject([{ kind: 'lut3d', precision: 'baked', kernels: 'typescript' }]);
    const found = findDifference(raster, await applyPlan(smooth, picture, { implementation: 'reference' }));
    expect(found.largest, found.where).toBeLessThanOrEqual(TOLERANCES.apply.levels8);
  });

  test('is the default', async () => {
    const { raster } = await applyWithReport(smooth, picture);
    expect(findDifference(await applyPlan(smooth, picture, { precision: 'auto' }), raster).largest).toBe(0);
    expect(findDifference(await applyPlan(smooth, picture, { precision: 'exact' }), raster).largest).toBeGreaterThan(0);
  });

  test('gives the same bytes whatever the bands', async () => {
    const { raster } = await applyWithReport(smooth, picture);
    expect(findDifference(await applyPlan(smooth, picture, { bandRows: 100 }), raster).largest).toBe(0);
  });

  test('keeps exact what a LUT cannot follow, and says by how much it would err', async () => {
    const { raster, reports } = await applyWithReport(bent, picture);
    expect(reports).toMatchObject([{ kind: 'point-chain', precision: 'exact' }]);
    expect(reports[0].bakeError?.maximum).toBeGreaterThan(0.5);
    expect(findDifference(raster, await applyPlan(bent, picture, { precision: 'exact' })).largest).toBe(0);
  });

  test('bakes every larger picture once it bakes one', () => {
    const precisions = [1e3, 1e5, 3e5, 6e5, 1e6, 4e6, 1e8].map((pixelCount) => decide(smooth, { pixelCount })?.precision);
    expect(precisions[0]).toBe('exact');
    expect(precisions.at(-1)).toBe('baked');
    expect(precisions.lastIndexOf('exact')).toBeLessThan(precisions.indexOf('baked'));
  });

  test('asks more pixels of kernels whose chains are fast', () => {
    const pixelCount = 1e6;
    expect(decide(smooth, { pixelCount })?.precision).toBe('baked');
    expect(decide(smooth, { pixelCount }, kernelsNamed('wasm'))).toMatchObject({ precision: 'exact', kernels: 'wasm' });
  });

  test.each<[string, PlanStep['mask'], Partial<RasterForm>, string]>([
    ['a mask', { slot: 'brush' }, { pixelCount: 1e6 }, 'mask'],
    ['16 bits', undefined, { bitDepth: 16 }, '16 bits'],
  ])('keeps %s exact and says why', (_, mask, form, word) => {
    const report = decide(planOf([{ ...smooth.steps[0], ...(mask === undefined ? {} : { mask }) }]), form);
    expect(report).toMatchObject({ precision: 'exact', reason: expect.stringContaining(word) as string });
  });

  test('keeps the chains of a GPU exact', () => {
    expect(decide(smooth, {}, kernelsNamed('webgpu'))).toMatchObject({ precision: 'exact', kernels: 'webgpu', reason: expect.stringContaining('GPU') as string });
  });

  test('refuses for one colour of the picture what the colour set lets pass', () => {
    // A spike at one node of 65, between the nodes of 33 and away from all colours of the set.
    const spiked = sampleLut3d(65, 'srgb', (rgb) => {
      for (let p = 0; p < rgb.length; p += 3) if (rgb[p] * 64 === 1 && rgb[p + 1] * 64 === 1 && rgb[p + 2] * 64 === 63) rgb[p] = 0.5;
    });
    const fade = sampleCurve((value) => 0.9 * value, [0, 1], 'clamp');
    const plan = planOf([{ transforms: [spiked, { kind: 'curve', curves: [fade, fade, fade] }] }]);
    const without = decide(plan);
    const within = decide(plan, { colours: () => Float32Array.of(1 / 64, 1 / 64, 63 / 64) });
    expect([without?.precision, within?.precision]).toEqual(['baked', 'exact']);
    expect(within?.bakeError?.maximum).toBeGreaterThan(100);
  });
});

describe('the report', () => {
  const picture = makeRaster(16, 16, 3, 8, (pixel) => pixel);

  test.each<[string, Plan, Raster, Parameters<typeof applyPlan>[2], Partial<ApplyReport>]>([
    ['a plan without steps', planOf([]), picture, {}, { kind: 'copy', kernels: 'typescript' }],
    ['what the reference was asked for', smooth, picture, { implementation: 'reference' }, { kind: 'reference', precision: 'exact', reason: 'asked for' }],
    ['float pixels', smooth, { ...picture, bitDepth: 32, data: new Float32Array(768) }, {}, { kind: 'reference', reason: expect.stringContaining('float') as string }],
    ['a bake that was asked for', bent, picture, { precision: 'baked' }, { kind: 'lut3d', precision: 'baked', reason: expect.stringMatching(/asked for.*errs by up to [1-9]/) as string }],
    ['kernels that do it', smooth, picture, { kernels: kernelsNamed('wasm') }, { kind: 'stages', kernels: 'wasm' }],
    ['kernels that do not', planOf([{ transforms: resolveOperation('exposure', { ev: 1 }) }]), picture, { kernels: kernelsNamed('wasm') }, { kind: 'channel-tables', kernels: 'typescript' }],
  ])('tells once of %s', async (_, plan, raster, options, expected) => {
    const { reports } = await applyWithReport(plan, raster, options);
    expect(reports).toMatchObject([expected]);
  });

  test('comes before the first pixel is written', async () => {
    const out = { ...picture, data: new Uint8Array(picture.data.length) };
    let written: number | undefined;
    await applyPlan(planOf([{ transforms: resolveOperation('exposure', { ev: 1 }) }]), picture, { out, onReport: () => (written = out.data.findIndex((value) => value !== 0)) });
    expect(written).toBe(-1);
  });
});
