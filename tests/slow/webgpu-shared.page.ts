import type { Raster } from '@openretouch/core';
import { createWebGpuKernels, type AnyGpu } from '@openretouch/kernels';
import type * as Ort from 'onnxruntime-web';
import type { KernelCase } from '../kernels/cases.js';
import { runKernels } from '../kernels/kernels-for.js';

const { gpu } = Reflect.get(globalThis, 'navigator') as { readonly gpu: AnyGpu };

type Device = NonNullable<Parameters<typeof createWebGpuKernels>[0]['device']> & { readonly queue: { submit(commands: unknown): void } };

/** What a session made of 1, 2, .. 12, and how often something was handed to the shared device's queue meanwhile. */
export interface SessionRun {
  readonly values: readonly number[];
  readonly submissions: number;
}

let device: Device;
let runSession: () => Promise<readonly number[]>;
let kernels: Awaited<ReturnType<typeof createWebGpuKernels>>;

/**
 * Opens a session and kernels on one device.
 *
 * @param runtime - where the runtime's module and binary are served.
 * @param owner - who asks for the device: the session, which hands it out, or the page, which hands it to both.
 */
export async function share(runtime: string, model: readonly number[], owner: 'session' | 'page'): Promise<void> {
  const ort = (await import(runtime)) as typeof Ort;
  ort.env.wasm.numThreads = 1;
  const own = owner === 'page' ? await ((await gpu.requestAdapter()) as { requestDevice(): Promise<Device> }).requestDevice() : undefined;
  const provider = own === undefined ? 'webgpu' : { name: 'webgpu', device: own };
  const session = await ort.InferenceSession.create(Uint8Array.from(model), { executionProviders: [provider] });
  const x = new ort.Tensor('float32', Float32Array.from({ length: 12 }, (_, i) => i + 1), [1, 3, 2, 2]);
  runSession = async () => Array.from((await session.run({ x })).y.data as Float32Array);
  device = own ?? (await ort.env.webgpu.device);
  kernels = await createWebGpuKernels({ device });
}

/** Runs the session alone, counting what it hands to the device. */
export async function runAlone(): Promise<SessionRun> {
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  let submissions = 0;
  queue.submit = (commands) => {
    submissions += 1;
    submit(commands);
  };
  const values = await runSession();
  queue.submit = submit;
  return { values, submissions };
}

/** Does a case by every kernel that can, while the session runs. */
export async function runBeside(kernelCase: KernelCase, raster: Raster, isInPlace: boolean): Promise<{ readonly results: { readonly loop: string; readonly data: Raster['data'] }[]; readonly session: readonly number[] }> {
  const [results, session] = await Promise.all([runKernels(kernels, kernelCase, raster, isInPlace), runSession()]);
  return { results: results.map(({ loop, result: { data } }) => ({ loop, data })), session };
}

/** Gives back what the kernels hold. */
export function disposeKernels(): void {
  kernels.dispose?.();
}
