import type { ExecutionProviderName, InferenceRuntime, RuntimeSession, Tensor, Tensors } from './runtime.js';

/*
 * Maintainer notes. In a new process most of a decision's time is the runtime's start. Processor time on a busy machine, two threads,
 * onnxruntime-web 1.30 in Node 20: compiling its WebAssembly 70 ms (functions are compiled when first called), its own registries 150,
 * a first session 270 with the graph optimiser and 115 without. For graphs of ten operators the optimiser is not worth its start, and
 * the shipped exposure model runs in a third to a half of the time without it; numbers stay the same. `onnxruntime-web` itself
 * resolves, in Node, to its smallest build.
 */

/** The part of a tensor of onnxruntime that is read. */
interface OrtTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
  dispose?(): void;
}

interface OrtSession {
  run(feeds: Readonly<Record<string, never>>): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

/** The module `onnxruntime-web`, by the part of it that is used: so that the core needs no such dependency. */
export interface OrtModule {
  readonly env: { readonly wasm: { numThreads?: number | undefined; wasmBinary?: ArrayBufferLike | Uint8Array | undefined } };
  readonly InferenceSession: { create(model: Uint8Array, options: { readonly executionProviders: readonly string[]; readonly graphOptimizationLevel?: 'disabled' }): Promise<OrtSession> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
}

export interface OrtRuntimeOptions {
  /**
   * Threads of the WebAssembly provider; default 1: the shipped models are done before threads have started, and pages that are
   * not cross-origin isolated have no others.
   */
  readonly threadCount?: number;
  /** The runtime's own WebAssembly file, where it is not to be fetched. */
  readonly wasmBinary?: ArrayBuffer | Uint8Array;
}

/**
 * Makes a runtime of the module onnxruntime-web.
 *
 * @param module - `import * as ort from 'onnxruntime-web'`, or its sub-path `wasm` or `webgpu`; or what loads it when the first model is to
 * run in it, since small models need no runtime. Its environment is set here.
 */
export function createOrtRuntime(module: OrtModule | (() => Promise<OrtModule>), { threadCount = 1, wasmBinary }: OrtRuntimeOptions = {}): InferenceRuntime {
  let loading: Promise<OrtModule> | undefined;
  const load = async (): Promise<OrtModule> => {
    const ort = typeof module === 'function' ? await module() : module;
    ort.env.wasm.numThreads = threadCount;
    if (wasmBinary !== undefined) ort.env.wasm.wasmBinary = wasmBinary;
    return ort;
  };
  return {
    name: 'onnxruntime-web',
    async createSession(model: Uint8Array, provider: ExecutionProviderName): Promise<RuntimeSession> {
      loading ??= load();
      loading.catch(() => (loading = undefined));
      const ort = await loading;
      const session = await ort.InferenceSession.create(model, { executionProviders: [provider], ...(provider === 'wasm' ? { graphOptimizationLevel: 'disabled' } : {}) });
      return {
        async run(inputs: Tensors): Promise<Tensors> {
          const feeds = Object.fromEntries(Object.entries(inputs).map(([name, { data, shape }]) => [name, new ort.Tensor('float32', data, shape) as never]));
          const results = await session.run(feeds);
          return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, copyTensor(tensor)]));
        },
        release: () => session.release(),
      };
    },
  };
}

/** The runtime may use the memory again with its next run. */
function copyTensor(tensor: OrtTensor): Tensor {
  const { data, dims } = tensor;
  if (!(data instanceof Float32Array)) throw new TypeError('an output that is not float32');
  const copied = { data: data.slice(), shape: [...dims] };
  tensor.dispose?.();
  return copied;
}
