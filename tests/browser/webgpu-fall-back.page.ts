import { applyPlan, type Plan, type Raster } from '@openretouch/core';
import { type AnyGpu, chooseKernels, createWasmKernels, createWebGpuKernels, withFallback } from '@openretouch/kernels';

const { gpu } = Reflect.get(globalThis, 'navigator') as { readonly gpu: AnyGpu };

type Device = NonNullable<Parameters<typeof createWebGpuKernels>[0]['device']> & { readonly queue: { submit(commands: unknown): void }; destroy(): void };

export interface Outcome {
  readonly data: Raster['data'];
  readonly expected: Raster['data'];
  readonly notices: readonly string[];
}

/** Applies a plan in bands of 5 rows, of several tiles each, on a device that is destroyed right after its submission number `at`. */
export async function loseDevice(plan: Plan, raster: Raster, isInPlace: boolean, at: number): Promise<Outcome> {
  const wasm = await createWasmKernels();
  const expected = await applyPlan(plan, raster, { kernels: wasm });
  const device = await ((await gpu.requestAdapter()) as { requestDevice(): Promise<Device> }).requestDevice();
  const submit = device.queue.submit.bind(device.queue);
  let submissions = 0;
  device.queue.submit = (commands) => {
    submit(commands);
    submissions += 1;
    if (submissions === at) device.destroy();
  };
  const notices: string[] = [];
  const kernels = withFallback([await createWebGpuKernels({ device, tilePixels: 64 }), wasm], (notice) => notices.push(notice));
  const out = isInPlace ? raster : { ...raster, data: raster.data.slice().fill(0) };
  await applyPlan(plan, raster, { kernels, out, bandRows: 5 });
  return { data: out.data, expected: expected.data, notices };
}

/** Chooses kernels, freely and WebGPU by order, and applies a plan with the latter. */
export async function choose(plan: Plan, raster: Raster): Promise<{ readonly name: string; readonly reason: string; readonly forced: string; readonly data: Raster['data'] }> {
  const { name, reason } = await chooseKernels();
  const forced = await chooseKernels({ force: 'webgpu' });
  const { data } = await applyPlan(plan, raster, forced.kernels === undefined ? {} : { kernels: forced.kernels });
  forced.kernels?.dispose?.();
  return { name, reason, forced: forced.reason, data };
}
