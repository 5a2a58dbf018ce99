// The program of a module worker: `new Worker(new URL('@openretouch/engine/worker', import.meta.url), { type: 'module' })`.
import type { EngineEndpoint } from '@openretouch/core/worker';
import { serveWorker } from './serve-worker.js';

serveWorker(globalThis as unknown as EngineEndpoint, () => import('onnxruntime-web/wasm'));
