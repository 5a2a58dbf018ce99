export { openBlobWorker } from './blob-worker.js';
export { createEngine } from './create-engine.js';
export type { LoadRuntime } from './load-runtime.js';
export { serveWorker } from './serve-worker.js';
export type { EngineSettings, ModelSource } from './settings.js';
export { type PlacedEngine, startEngine, type StartEngineOptions } from './start-engine.js';
export { createWindowBridge } from './window-bridge.js';
