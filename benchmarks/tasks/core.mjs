// The core's own loops, and the peers that run in this process.
import { makeMask, widen } from '../picture.mjs';
import { applyTrilinear, copy, sharpLinearRecomb, SHARP_VERSION } from '../peers/in-process.mjs';

const CHAIN = [
  { op: 'exposure', ev: 0.5 },
  { op: 'contrast', gain: 1.2, pivot: 'mean' },
  { op: 'whiteBalance', gains: [1.1, 1, 0.9] },
  { op: 'saturation', gain: 1.2 },
  { op: 'toneCurve', points: [[0, 0], [0.3, 0.25], [0.7, 0.8], [1, 1]] },
];
const TEMPERATURE_CHAIN = [
  { op: 'whiteBalance', temperature: 5000 },
  { op: 'levels', black: 0.02, white: 0.96, gamma: 1.1 },
  { op: 'contrast', gain: 1.15, pivot: 0.45 },
  { op: 'saturation', gain: 1.2 },
];
const OKLAB = [{ op: 'saturation', gain: 1.3, axis: 'oklab' }];

/** A smooth look with room outside 0..1. */
export function sampleLook(core, size) {
  return core.sampleLut3d(size, 'srgb', (rgb) => {
    for (let p = 0; p < rgb.length; p += 3) {
      const [r, g, b] = [rgb[p], rgb[p + 1], rgb[p + 2]];
      rgb[p] = 1.1 * r ** 0.8 - 0.05;
      rgb[p + 1] = 0.9 * g + 0.1 * b;
      rgb[p + 2] = 0.5 * b * b + 0.5 * r;
    }
  });
}

const planOf = (transforms, mask) => ({ space: 'srgb', steps: [{ transforms, strength: 1, operations: [0], ...(mask && { mask }) }], strength: 1, notes: [] });

/**
 * What several files of tasks share for one picture.
 *
 * @returns the context: `plans` (name, plan, options, bitDepth), `applyAt` (makes a task that applies a plan: name, plan, options, bitDepth, perhaps rasters of its own), `planOf`, and what they are made of.
 */
export async function makeContext(core, picture, megapixels, folder) {
  const out = { ...picture, data: new Uint8Array(picture.data.length) };
  const picture16 = widen(picture);
  const out16 = { ...picture16, data: new Uint16Array(picture16.data.length) };
  const masks = { brush: makeMask(picture) };
  const analysis = core.analyse(picture);
  const plan = (operations) => core.planPhoto({ schema: 'openretouch/recipe@1', name: 'Benchmark', operations }, analysis);
  const chain = await plan(CHAIN);
  const oklab = await plan(OKLAB);
  const monochrome = await core.planPhoto(core.PRESETS.find(({ id }) => id === 'monochrome').recipe, analysis);
  const look = { 17: sampleLook(core, 17), 33: sampleLook(core, 33), 65: sampleLook(core, 65) };
  const apply = (name, of, options = {}, source = picture, target = out) => ({
    name,
    role: options.implementation === 'reference' ? 'reference' : 'task',
    kind: kindOf(core, of, source, masks, options),
    run: () => core.applyPlan(of, source, { masks, out: target, ...options }),
  });
  const applyAt = (name, of, options = {}, bitDepth = 8, rasters = bitDepth === 16 ? { source: picture16, out: out16 } : { source: picture, out }) => apply(name, of, options, rasters.source, rasters.out);
  const plans = [
    { name: 'LUT 17', plan: planOf([look[17]]) },
    { name: 'LUT 33', plan: planOf([look[33]]) },
    { name: 'LUT 65', plan: planOf([look[65]]) },
    { name: 'LUT 33, 16 bit', plan: planOf([look[33]]), bitDepth: 16 },
    { name: 'LUT 33 through a mask', plan: planOf([look[33]], { slot: 'brush' }) },
    { name: 'chain: exposure, contrast, gains, saturation, tone curve', plan: chain },
    { name: 'chain: temperature, levels, contrast, saturation', plan: await plan(TEMPERATURE_CHAIN) },
    { name: 'chain through a mask', plan: planOf(chain.steps.flatMap((step) => step.transforms), { slot: 'brush' }) },
    { name: 'Oklab saturation, exact', plan: oklab, options: { precision: 'exact' } },
    { name: 'Oklab saturation, auto', plan: oklab, options: { precision: 'auto' } },
    { name: 'Oklab saturation, baked', plan: oklab, options: { precision: 'baked' } },
    { name: 'look monochrome, exact', plan: monochrome, options: { precision: 'exact' } },
    { name: 'look monochrome, auto', plan: monochrome, options: { precision: 'auto' } },
  ];
  return { core, picture, megapixels, folder, out, look, chain, oklab, plans, applyAt, planOf };
}

/** @returns tasks, each `{ name, role, run, kind?, maximumMegapixels? }`. */
export function makeCoreTasks({ core, picture, out, look, chain, oklab, plans, applyAt }) {
  const oklabTransforms = oklab.steps[0].transforms;
  const bake = (size) => ({
    name: `bake ${size}`,
    role: 'task',
    run: () => core.sampleLut3d(size, 'srgb', (rgb, count) => core.evaluatePointTransforms(oklabTransforms, rgb, count)),
  });
  const seldom = (task) => ({ ...task, maximumMegapixels: 12 });
  return [
    { name: 'memcpy', role: 'floor', run: () => copy(picture, out) },
    ...plans.map(({ name, plan, options, bitDepth }) => applyAt(name, plan, options, bitDepth)),
    bake(33),
    bake(65),
    { name: 'analyse', role: 'task', run: () => core.analyse(picture) },
    seldom({ name: 'trilinear LUT 33, plain JavaScript', role: 'peer', run: () => applyTrilinear(look[33], picture, out) }),
    { name: 'sharp linear + recomb', role: 'peer', version: SHARP_VERSION, run: () => sharpLinearRecomb(picture) },
    seldom(applyAt('reference: LUT 33', planOf([look[33]]), { implementation: 'reference' })),
    seldom(applyAt('reference: chain', chain, { implementation: 'reference' })),
    seldom(applyAt('reference: Oklab saturation', oklab, { implementation: 'reference' })),
  ];
}

/** The pairs whose ratio is reported: how many times the second's time the first takes. */
export const CORE_RATIOS = [
  ['LUT 33', 'memcpy'],
  ['LUT 33', 'trilinear LUT 33, plain JavaScript'],
  ['LUT 33', 'reference: LUT 33'],
  ['LUT 33, 16 bit', 'LUT 33'],
  ['LUT 33 through a mask', 'LUT 33'],
  ['chain: exposure, contrast, gains, saturation, tone curve', 'memcpy'],
  ['chain: exposure, contrast, gains, saturation, tone curve', 'sharp linear + recomb'],
  ['chain: exposure, contrast, gains, saturation, tone curve', 'reference: chain'],
  ['chain: temperature, levels, contrast, saturation', 'sharp linear + recomb'],
  ['Oklab saturation, exact', 'reference: Oklab saturation'],
  ['Oklab saturation, exact', 'Oklab saturation, baked'],
  ['Oklab saturation, auto', 'Oklab saturation, exact'],
  ['look monochrome, auto', 'look monochrome, exact'],
  ['Oklab saturation, exact', 'sharp linear + recomb'],
  ['analyse', 'memcpy'],
];

function kindOf(core, plan, { width, height, bitDepth }, masks, { implementation, precision, kernels }) {
  if (implementation === 'reference') return 'reference';
  const form = { bitDepth, space: plan.space, pixelCount: width * height };
  return core.compilePlan(core.readySteps(plan, masks, width, height), plan.strength, form, precision, kernels)?.kind ?? 'reference';
}
