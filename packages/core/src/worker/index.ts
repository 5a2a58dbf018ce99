// The engine: a program that holds photos and retouches them for a panel, on this thread, in a worker, or behind a bridge of texts.
export { connectHost, type ConnectedHost } from './connect-host.js';
export { connectEngine, type ConnectedEngine } from './connect-engine.js';
export type { EngineEndpoint } from './endpoint.js';
export type * from './engine.js';
export type * from './engine-library.js';
export { createJsonEndpoint, type JsonEndpointOptions, type TextBridge } from './json-endpoint.js';
export type { EngineLibrary, LibraryControl } from './library-work.js';
export { createRestartingEngine, type ReopenableRequest, type RestartingEngine, type RestartingEngineOptions, type StartedEngine } from './restarting-engine.js';
export type { EngineDecider, EngineKernels, EngineStyles } from './engine-core.js';
export { RetouchEngine, type RetouchEngineOptions } from './retouch-engine.js';
export { openTarget, type OpenTargetOptions } from '../host/open-target.js';
export type * from '../host/run-options.js';
export { runInHost } from './run-in-host.js';
export { serveHost } from './serve-host.js';
export { serveEngine } from './serve-engine.js';
