// One classic script, global `openretouchEngine`, without onnxruntime: that is a script of its own, to be loaded when a recipe asks a model.
import type { OrtModule } from '@openretouch/core/inference';

export { connectEngine, createJsonEndpoint, createRestartingEngine, serveEngine } from '@openretouch/core/worker';
export * from './index.js';

/** @throws Error when the script `onnxruntime.js` has not been loaded before. */
export async function loadRuntime(): Promise<OrtModule> {
  const { openretouchOnnxRuntime } = globalThis as { readonly openretouchOnnxRuntime?: OrtModule };
  if (openretouchOnnxRuntime === undefined) throw new Error('openretouchOnnxRuntime: absent (expected the script classic/onnxruntime.js)');
  return openretouchOnnxRuntime;
}
