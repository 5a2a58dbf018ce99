import type { OrtModule } from '@openretouch/core/inference';

/** Gives the module `onnxruntime-web/wasm`; asked when a recipe first needs a model that is too large to be computed without it. */
export type LoadRuntime = () => Promise<OrtModule>;
