import type { KernelStage } from '@openretouch/core';
import { createWebGpuKernels, KernelError } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { lookLut } from './cases.js';
import { FakeGpuDevice } from './fake-gpu.js';
import { noise, softMask } from './pictures.js';
import { rampOf } from './tables.js';

const INVERT = { kind: 'matrix', matrix: [-1, 0, 0, 1, 0, -1, 0, 1, 0, 0, -1, 1] } as const;
/** 4.4 MB a kernel. */
const LARGE_LUT = lookLut(65);
const IDENTITY = rampOf([], 8);
const picture = noise(50, 21, 4, 8);
const total = 50 * 21;
const blank = (): typeof picture => ({ ...picture, data: new Uint8Array(picture.data.length) });
const inverted = Uint8Array.from(picture.data, (value, i) => (i % 4 === 3 ? value : 255 - value));
const blendOf = (kind: 8 | 16 | 'float'): KernelStage => ({ kind: 'blend', stages: [INVERT], strength: 1, mask: softMask(50, 21, kind), isInverted: false });

describe('what WebGPU kernels ask of a device', () => {
  it.each([
    { limit: 'workgroups a dispatch', limits: { maxComputeWorkgroupsPerDimension: 3 }, stages: [INVERT], tile: 192 },
    { limit: 'bytes a binding', limits: { maxStorageBufferBindingSize: 2048 }, stages: [INVERT], tile: 256 },
    { limit: 'bytes a buffer', limits: { maxBufferSize: 2048 }, stages: [INVERT], tile: 256 },
    { limit: 'bytes a binding, three masks in it', limits: { maxStorageBufferBindingSize: 2048 }, stages: [blendOf(8), blendOf(16), blendOf('float')], tile: 168 },
  ])('stays within its $limit', async ({ limits, stages, tile }) => {
    const device = new FakeGpuDevice({ limits });
    const out = blank();
    await (await createWebGpuKernels({ device })).stages(stages, 8)?.(picture, 0, total, out);
    expect(out.data).toEqual(inverted);
    expect(device.dispatched.slice(0, -1)).toEqual(new Array(Math.ceil(total / tile) - 1).fill(tile));
    expect(device.dispatched.reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(device.uncaptured).toEqual([]);
  });

  it('compiles one shader for plans of one shape, whatever their numbers', async () => {
    const device = new FakeGpuDevice();
    const kernels = await createWebGpuKernels({ device });
    const planOf = (gain: number, size: number, count: number): KernelStage[] => [
      { kind: 'matrix', matrix: [gain, 0, 0, 0.123, 0, gain, 0, 0, 0, 0, gain, 0] },
      lookLut(size),
      { kind: 'grid', form: 'curve', shared: true, width: size, height: 1, depth: 1, data: new Float32Array(size * count).fill(gain) },
    ];
    await kernels.stages(planOf(0.987, 9, 2), 8)?.(picture, 0, total, blank());
    await kernels.stages(planOf(1.777, 5, 3), 8)?.(picture, 0, total, blank());
    expect(device.shaders).toHaveLength(1);
    expect(device.shaders[0]).not.toMatch(/987|0\.123|\b9\b/);
    await kernels.stages(planOf(1, 5, 1), 16)?.({ ...picture, bitDepth: 16, data: Uint16Array.from(picture.data) }, 0, 4, { ...picture, bitDepth: 16, data: new Uint16Array(picture.data.length) });
    await kernels.stages(planOf(1, 5, 1).slice(1), 8)?.(picture, 0, total, blank());
    expect(device.shaders).toHaveLength(3);
  });

  it('leaves to others what is too large for it', async () => {
    const small = await createWebGpuKernels({ device: new FakeGpuDevice({ limits: { maxStorageBufferBindingSize: 100_000 } }) });
    expect(small.lut3d(IDENTITY, lookLut(17))).toBeDefined();
    expect(small.lut3d(IDENTITY, lookLut(33))).toBeUndefined();
    const ample = await createWebGpuKernels({ device: new FakeGpuDevice() });
    expect(ample.stages(new Array<KernelStage>(128).fill(INVERT), 8)).toBeDefined();
    expect(ample.stages([{ kind: 'blend', stages: new Array<KernelStage>(128).fill(INVERT), strength: 1, mask: undefined, isInverted: false }], 8)).toBeUndefined();
  });

  it('holds no more memory for thirty plans than for twenty', async () => {
    const device = new FakeGpuDevice();
    const kernels = await createWebGpuKernels({ device });
    const run = async (count: number): Promise<number> => {
      for (let i = 0; i < count; i += 1) await kernels.lut3d(IDENTITY, LARGE_LUT)?.(picture, 0, total, blank());
      return device.liveBytes;
    };
    const held = await run(20);
    expect(await run(10)).toBe(held);
    expect(held).toBeLessThan(65 * 2 ** 20);
  });

  it('brings tables again that had to go', async () => {
    const device = new FakeGpuDevice();
    const kernels = await createWebGpuKernels({ device });
    const first = kernels.stages([INVERT], 8);
    const others = Array.from({ length: 20 }, () => kernels.lut3d(IDENTITY, LARGE_LUT));
    for (const kernel of [first, ...others]) await kernel?.(picture, 0, total, blank());
    const out = blank();
    await first?.(picture, 0, total, out);
    expect(out.data).toEqual(inverted);
  });

  it('runs two jobs at a time apart', async () => {
    const kernels = await createWebGpuKernels({ device: new FakeGpuDevice(), tilePixels: 100 });
    const [one, other] = [blank(), blank()];
    await Promise.all([kernels.stages([INVERT], 8)?.(picture, 0, total, one), kernels.stages([blendOf(8)], 8)?.(picture, 0, total, other)]);
    expect(one.data).toEqual(inverted);
    expect(other.data).toEqual(inverted);
  });

  it('gives everything back, and its own device too', async () => {
    const shared = new FakeGpuDevice();
    const kernels = await createWebGpuKernels({ device: shared });
    const kernel = kernels.stages([INVERT], 8);
    await kernel?.(picture, 0, total, blank());
    expect(shared.liveBytes).toBeGreaterThan(0);
    kernels.dispose();
    expect(shared.liveBytes).toBe(0);
    expect(shared.isLost).toBe(false);
    await expect(kernel?.(picture, 0, total, blank())).rejects.toThrowError('webgpu: the kernels were disposed of');

    const own = new FakeGpuDevice();
    const requested = await createWebGpuKernels({ gpu: { requestAdapter: () => Promise.resolve({ requestDevice: () => Promise.resolve(own) }) } });
    requested.dispose();
    expect(own.isLost).toBe(true);
  });
});

describe('getting WebGPU kernels', () => {
  const refused = new Error('not today');
  it.each([
    ['there is no WebGPU', {}, 'webgpu: no WebGPU here (expected navigator.gpu)'],
    ['there is no adapter', { gpu: { requestAdapter: () => Promise.resolve(null) } }, 'webgpu: no adapter'],
    ['asking for an adapter fails', { gpu: { requestAdapter: () => Promise.reject(refused) } }, 'webgpu: no adapter (not today)'],
    ['the adapter lends no device', { gpu: { requestAdapter: () => Promise.resolve({ requestDevice: () => Promise.reject(refused) }) } }, 'webgpu: no device (not today)'],
    ['the device was made with too little', { device: new FakeGpuDevice({ limits: { maxStorageBuffersPerShaderStage: 4 } }) }, 'webgpu: limits.maxStorageBuffersPerShaderStage: 4 (expected at least 5)'],
    ['tiles are no size', { device: new FakeGpuDevice(), tilePixels: 2.5 }, 'tilePixels: 2.5 (expected a whole number of pixels, at least 4)'],
  ])('says what is missing when %s', async (_, options, message) => {
    const error = await createWebGpuKernels(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KernelError);
    expect((error as KernelError).message).toBe(message);
  });
});
