import type { KernelBlend, KernelStage, Mask, MaskSet, Plan, PlanStep, Raster } from '@openretouch/core';
import { evaluateTransforms } from '../../packages/core/src/transforms/evaluate.js';
import type { KernelCase } from './cases.js';
import { softMask } from './pictures.js';

/** @returns the case as stages, with masks of the picture's size. */
export function stagesOf({ steps, strength = 1 }: KernelCase, { width, height }: Raster): KernelStage[] {
  const stages = steps.flatMap((step): KernelStage[] => {
    const { transforms, mask, strength: stepStrength = 1 } = step;
    if (mask === undefined && stepStrength === 1) return [...transforms];
    return [blend(transforms, stepStrength, mask === undefined ? undefined : softMask(width, height, mask.kind), mask?.isInverted === true)];
  });
  return strength === 1 ? stages : [blend(stages, strength, undefined, false)];
}

function blend(stages: readonly KernelStage[], strength: number, mask: Mask | undefined, isInverted: boolean): KernelBlend {
  return { kind: 'blend', stages, strength, mask, isInverted };
}

/** @returns the case as a plan and the masks it refers to. */
export function planOf({ steps, strength = 1 }: KernelCase, { width, height }: Raster): { readonly plan: Plan; readonly masks: MaskSet } {
  const masks: Record<string, Mask> = {};
  const planSteps = steps.map((step, i): PlanStep => {
    const base = { transforms: step.transforms, strength: step.strength ?? 1, operations: [i] };
    if (step.mask === undefined) return base;
    masks[`slot${i}`] = softMask(width, height, step.mask.kind);
    return { ...base, mask: { slot: `slot${i}`, invert: step.mask.isInverted } };
  });
  return { plan: { space: 'srgb', steps: planSteps, strength, notes: [] }, masks };
}

/** What the definitions give, written down a pixel at a time: floats through every stage, clamped and rounded at the end. */
export function expectedRaster(kernelCase: KernelCase, raster: Raster): Raster {
  const { width, height, channels, bitDepth } = raster;
  const full = bitDepth === 8 ? 255 : 65535;
  const rgb = new Float32Array(width * height * 3);
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = raster.data[Math.floor(i / 3) * channels + (i % 3)] / full;
  evaluateStages(stagesOf(kernelCase, raster), rgb, width, height);
  const data = raster.data.slice();
  for (let i = 0; i < rgb.length; i += 1) {
    const clamped = rgb[i] > 0 ? Math.min(rgb[i], 1) : 0;
    data[Math.floor(i / 3) * channels + (i % 3)] = Math.round(clamped * full);
  }
  return { ...raster, data };
}

function evaluateStages(stages: readonly KernelStage[], rgb: Float32Array, width: number, height: number): void {
  for (const stage of stages) {
    if (stage.kind !== 'blend') {
      evaluateTransforms([stage], rgb, { width, height, firstRow: 0, rowCount: height });
      continue;
    }
    const before = rgb.slice();
    evaluateStages(stage.stages, rgb, width, height);
    for (let i = 0; i < rgb.length; i += 1) {
      const amount = stage.strength * coverageAt(stage, Math.floor(i / 3));
      rgb[i] = amount === 0 ? before[i] : before[i] + amount * (rgb[i] - before[i]);
    }
  }
}

function coverageAt({ mask, isInverted }: KernelBlend, pixel: number): number {
  if (mask === undefined) return 1;
  const full = mask.data instanceof Float32Array ? 1 : mask.data instanceof Uint16Array ? 65535 : 255;
  const sample = mask.data[pixel] / full;
  const coverage = sample > 0 ? Math.min(sample, 1) : 0;
  return isInverted ? 1 - coverage : coverage;
}
