import type { KernelChoiceName } from '@openretouch/kernels';

/** Where models and their runtime come from. Plain data, so that it reaches a worker. */
export type ModelSource =
  | {
      /** Weights by their path in the manifest. */
      readonly files: Readonly<Record<string, Uint8Array>>;
      /** `ort-wasm-simd-threaded.wasm` of onnxruntime-web 1.30.0. */
      readonly runtimeBinary: Uint8Array | ArrayBuffer;
    }
  /** A folder, with a slash at its end, that holds the weights and the runtime's file; asked when the first recipe needs a model. */
  | { readonly baseUrl: string };

/** What an engine is to use. Plain data. */
export interface EngineSettings {
  /** Without models, recipes that ask one are refused. */
  readonly models?: ModelSource;
  /** Threads for the kernels; default as many as the machine has, at most 8, and one where memory cannot be shared. */
  readonly threads?: number;
  /** Default: the fastest that work. */
  readonly kernels?: KernelChoiceName;
}
