import type { KernelSet } from '@openretouch/core';
import { type BakeNetwork, createDecider, createOrtRuntime, type Decider, type OrtModule } from '@openretouch/core/inference';
import { RetouchEngine } from '@openretouch/core/worker';
import { chooseKernels } from '@openretouch/kernels';
import { webThreads } from '@openretouch/kernels/web';
import { manifest } from '@openretouch/models';
import { fetchBytes } from './fetch-bytes.js';
import { pause } from './pause.js';
import type { EngineSettings, ModelSource } from './settings.js';

/** Gives the module `onnxruntime-web/wasm`; asked when a recipe first needs a model that is too large to be computed without it. */
export type LoadRuntime = () => Promise<OrtModule>;

const RUNTIME_FILE = 'ort-wasm-simd-threaded.wasm';

/** Makes an engine on the calling thread, of what this page or worker has: kernels, threads where memory can be shared, models. */
export function createEngine(settings: EngineSettings, loadRuntime: LoadRuntime): RetouchEngine {
  const { models, threads, kernels: force } = settings;
  return new RetouchEngine({
    pause,
    openKernels: () => chooseKernels({ threads: webThreads(threads), ...(force === undefined ? {} : { force }) }),
    ...(models === undefined ? {} : { openDecider: (kernels) => Promise.resolve(openDecider(models, loadRuntime, kernels)) }),
  });
}

function openDecider(models: ModelSource, loadRuntime: LoadRuntime, kernels: (KernelSet & { readonly bakeNetwork?: BakeNetwork }) | undefined): Decider {
  const bakeNetwork = kernels?.bakeNetwork;
  return createDecider({
    manifest,
    fetchBytes: (file) => ('baseUrl' in models ? fetchBytes(models.baseUrl + file) : readFrom(models.files, file)),
    // The runtime's threads would need a script of their own to fetch; models are done before those have started.
    runtime: createOrtRuntime(() => openRuntime(models, loadRuntime), { threadCount: 1 }),
    ...(bakeNetwork === undefined ? {} : { bakeNetwork }),
  });
}

async function openRuntime(models: ModelSource, loadRuntime: LoadRuntime): Promise<OrtModule> {
  const ort = await loadRuntime();
  ort.env.wasm.wasmBinary = 'baseUrl' in models ? await fetchBytes(models.baseUrl + RUNTIME_FILE) : models.runtimeBinary;
  return ort;
}

async function readFrom(files: Readonly<Record<string, Uint8Array>>, file: string): Promise<Uint8Array> {
  if (!Object.hasOwn(files, file)) throw new Error(`not among the files given: ${Object.keys(files).join(', ') || 'none'}`);
  return files[file];
}
