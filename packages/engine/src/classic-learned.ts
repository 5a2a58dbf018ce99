// The same script with onnxruntime in it, for pages that can load one script and nothing later.
import type { OrtModule } from '@openretouch/core/inference';
import * as ort from 'onnxruntime-web/wasm';

export { connectEngine, createJsonEndpoint, createRestartingEngine, serveEngine } from '@openretouch/core/worker';
export * from './index.js';

export async function loadRuntime(): Promise<OrtModule> {
  return ort;
}
