import type { CancelSignal, ProgressListener } from '../cancel.js';
import type { EngineCore } from './engine-core.js';
import type { EngineLibraryRequests } from './engine-library.js';

/** What accompanies work of the library: a signal always, since the engine may end. */
export interface LibraryControl {
  readonly signal: CancelSignal;
  readonly onProgress?: ProgressListener | undefined;
}

/** The part of an engine that is loaded on first use where a host can; `engineLibrary` of `@openretouch/core/engine-library`. */
export type EngineLibrary = {
  readonly [Method in keyof EngineLibraryRequests]: (core: EngineCore, request: Parameters<EngineLibraryRequests[Method]>[0], control: LibraryControl) => ReturnType<EngineLibraryRequests[Method]>;
};
