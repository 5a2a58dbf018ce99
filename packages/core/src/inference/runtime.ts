/** Numbers in a shape, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** What computes a model: the graphics card, or the processor through WebAssembly. */
export type ExecutionProviderName = 'webgpu' | 'wasm';

/** A model made ready to run. */
export interface RuntimeSession {
  /** One at a time: the room in front of it sees to that. */
  run(inputs: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}

/** What runs ONNX models; injected, so that the core depends on none. `createOrtRuntime` makes one of onnxruntime-web. */
export interface InferenceRuntime {
  /** For people: `onnxruntime-web`. */
  readonly name: string;
  createSession(model: Uint8Array, provider: ExecutionProviderName): Promise<RuntimeSession>;
}
