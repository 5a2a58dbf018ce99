import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import type { KernelSet, PixelKernel } from '../../../packages/core/src/apply/kernels.js';
import type { Plan } from '../../../packages/core/src/plan/plan.js';
import type { GridTransform } from '../../../packages/core/src/transforms/transform.js';
import { lawPicture } from '../../helpers/pictures.js';

const grid: GridTransform = { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(0.5, 0.25) };
const plan: Plan = { space: 'srgb', steps: [{ transforms: [grid], strength: 1, operations: [0] }], strength: 1, notes: [] };

/** Kernels that paint two ranges with 7 and then decline, and what they were asked for. */
function painters(): { readonly kernels: KernelSet; readonly asked: number[] } {
  const asked: number[] = [];
  const kernel: PixelKernel = (_source, first, count, out) => {
    asked.push(first);
    if (asked.length > 2) return 'declined';
    out.data.fill(7, first * out.channels, (first + count) * out.channels);
  };
  return { asked, kernels: { name: 'wasm', lut3d: () => kernel, matrixTables: () => kernel, twoMatrixTables: () => kernel, stages: () => kernel } };
}

describe('applying a plan with kernels that decline', () => {
  it.each([false, true])('does what they leave, and all that follows, by itself (in place: %s)', async (isInPlace) => {
    const raster = lawPicture(8);
    const own = await applyPlan(plan, raster);
    const { kernels, asked } = painters();
    const rowSamples = raster.width * raster.channels;
    const told: string[] = [];
    const result = await applyPlan(plan, raster, { kernels, bandRows: 2, onReport: (report) => told.push(report.kernels), ...(isInPlace ? { out: raster } : {}) });
    expect(told).toEqual(['wasm']);
    expect(asked).toEqual([0, 2 * raster.width, 4 * raster.width]);
    expect(result.data.subarray(0, 4 * rowSamples).every((value) => value === 7)).toBe(true);
    expect(result.data.subarray(4 * rowSamples)).toEqual(own.data.subarray(4 * rowSamples));
  });
});

describe('applying a plan with kernels that have a liking', () => {
  it('gives them as many whole rows as they like, unless told otherwise', async () => {
    const raster = lawPicture(8);
    const { width, height } = raster;
    const rowsAsked = async (options: { readonly bandRows?: number }): Promise<number[]> => {
      const rows: number[] = [];
      const kernel: PixelKernel = (_source, _first, count) => void rows.push(count / width);
      await applyPlan(plan, raster, { ...options, kernels: { ...painters().kernels, bandPixels: width * 3 + 1, stages: () => kernel } });
      return rows;
    };
    expect((await rowsAsked({})).slice(0, 2)).toEqual([3, 3]);
    expect(await rowsAsked({ bandRows: height })).toEqual([height]);
  });
});
