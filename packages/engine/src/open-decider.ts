import type { KernelSet } from '@openretouch/core';
import { type BakeNetwork, createDecider, createOrtRuntime, type Decider, type OrtModule } from '@openretouch/core/inference';
import { manifest } from '@openretouch/models';
import { fetchBytes } from './fetch-bytes.js';
import type { LoadRuntime } from './load-runtime.js';
import type { ModelSource } from './settings.js';

const RUNTIME_FILE = 'ort-wasm-simd-threaded.wasm';

/** The styles that come with the models. */
export const { styles } = manifest;

/** Opens what runs the models of a source. */
export function openDecider(models: ModelSource, loadRuntime: LoadRuntime, kernels: (KernelSet & { readonly bakeNetwork?: BakeNetwork }) | undefined): Decider {
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
