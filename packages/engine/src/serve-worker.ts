import { type EngineEndpoint, serveEngine } from '@openretouch/core/worker';
import { createEngine } from './create-engine.js';
import type { LoadRuntime } from './load-runtime.js';
import type { EngineSettings } from './settings.js';

/** The first message to a worker, and its answer. */
export interface StartMessage {
  readonly openretouch: 'start';
  readonly settings: EngineSettings;
}
export const READY_MESSAGE = { openretouch: 'ready' } as const;

/**
 * The program of a worker: waits for its settings, then serves an engine.
 *
 * @param scope - the worker's own: `self`.
 */
export function serveWorker(scope: EngineEndpoint, loadRuntime: LoadRuntime): void {
  const begin = ({ data }: { readonly data: unknown }): void => {
    if (typeof data !== 'object' || data === null || (data as StartMessage).openretouch !== 'start') return;
    scope.removeEventListener('message', begin);
    serveEngine(createEngine((data as StartMessage).settings, loadRuntime), scope);
    scope.postMessage(READY_MESSAGE);
  };
  scope.addEventListener('message', begin);
}
