import { applyPlan, type KernelSet, type Plan, type Raster } from '@openretouch/core';
import { createWasmKernels, createWebGpuKernels, type WebGpuKernels, withFallback } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { FakeGpuDevice, type Trouble } from './fake-gpu.js';
import { noise } from './pictures.js';

const INVERT = { kind: 'matrix', matrix: [-1, 0, 0, 1, 0, -1, 0, 1, 0, 0, -1, 1] } as const;
const plan: Plan = { space: 'srgb', steps: [{ transforms: [INVERT, { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(1, 0) }], strength: 1, operations: [0] }], strength: 1, notes: [] };
const wasm = await createWasmKernels();

const inverted = ({ data }: Raster): number[] => Array.from(data, (value, i) => (i % 4 === 3 ? value : 255 - value));
const copyOf = (raster: Raster): Raster => ({ ...raster, data: raster.data.slice() });

/** 40 rows of 25 pixels in bands of 4, each of two tiles: 20 submissions. */
async function troubled(trouble: Trouble | undefined): Promise<{ readonly kernels: WebGpuKernels; readonly device: FakeGpuDevice }> {
  const device = new FakeGpuDevice(trouble === undefined ? {} : { trouble });
  return { device, kernels: await createWebGpuKernels({ device, tilePixels: 64 }) };
}

/** A set whose kernels write over half of their range and then fail. */
const clumsy: KernelSet = {
  ...wasm,
  stages: () => (_source, first, count, out) => {
    out.data.fill(99, first * 4, (first + count / 2) * 4);
    throw new Error('stumbled');
  },
};

const TROUBLES: readonly Trouble[] = (['lost', 'invalid-submission', 'out-of-memory', 'invalid-shader'] as const).flatMap((kind) => [1, 2, 7, 20].map((at) => ({ kind, at })));
const REASONS = { lost: 'the device was lost (pulled out)', 'invalid-submission': 'the commands are not valid', 'out-of-memory': 'not enough memory left', 'invalid-shader': 'the shader is not understood' };

describe('falling back', () => {
  it('stays with the first set as long as it works', async () => {
    const { kernels, device } = await troubled(undefined);
    const notices: string[] = [];
    const picture = noise(25, 40, 4, 8);
    const result = await applyPlan(plan, picture, { kernels: withFallback([kernels, wasm], (notice) => notices.push(notice)), bandRows: 4 });
    expect(Array.from(result.data)).toEqual(inverted(picture));
    expect(device.dispatched).toEqual(new Array(10).fill([64, 36]).flat());
    expect(notices).toEqual([]);
  });

  it.each(TROUBLES)('loses no pixel when the device is in trouble ($kind at submission $at), says so once, and does not come back', async (trouble) => {
    for (const isInPlace of [false, true]) {
      const { kernels, device } = await troubled(trouble);
      const notices: string[] = [];
      const joined = withFallback([kernels, wasm], (notice) => notices.push(notice));
      const original = noise(25, 40, 4, 8);
      const picture = copyOf(original);
      const result = await applyPlan(plan, picture, { kernels: joined, bandRows: 4, ...(isInPlace ? { out: picture } : {}) });
      expect(Array.from(result.data)).toEqual(inverted(original));
      const happens = trouble.kind !== 'out-of-memory' || trouble.at <= 2;
      expect(notices).toEqual(happens ? [`webgpu: ${REASONS[trouble.kind]}; going on with wasm`] : []);
      expect(device.uncaptured).toEqual([]);
      const before = device.dispatched.length;
      const again = await applyPlan(plan, copyOf(original), { kernels: joined });
      expect(Array.from(again.data)).toEqual(inverted(original));
      if (happens) expect(device.dispatched.length).toBe(before);
    }
  });

  it('ends with the core when every set has failed, and puts back what a set had written of its range', async () => {
    const { kernels } = await troubled({ kind: 'lost', at: 7 });
    const notices: string[] = [];
    const picture = noise(25, 40, 4, 8);
    const expected = inverted(picture);
    await applyPlan(plan, picture, { kernels: withFallback([kernels, clumsy], (notice) => notices.push(notice)), bandRows: 4, out: picture });
    expect(Array.from(picture.data)).toEqual(expected);
    expect(notices).toEqual(['webgpu: the device was lost (pulled out); going on with wasm', 'wasm: stumbled; going on with typescript']);
  });

  it('leaves to the core what no set does', () => {
    const none: KernelSet = { ...wasm, stages: () => undefined };
    expect(withFallback([none]).stages([INVERT], 8)).toBeUndefined();
    expect(withFallback([none, wasm]).stages([INVERT], 8)).toBeDefined();
  });

  it('takes a set that cannot even make a kernel for one that failed', async () => {
    const notices: string[] = [];
    const full: KernelSet = { ...wasm, name: 'webgpu', stages: () => { throw new Error('no memory'); } };
    const picture = noise(9, 9, 4, 8);
    const result = await applyPlan(plan, picture, { kernels: withFallback([full, wasm], (notice) => notices.push(notice)) });
    expect(Array.from(result.data)).toEqual(inverted(picture));
    expect(notices).toEqual(['webgpu: no memory; going on with wasm']);
  });
});
