import { connectEngine, type StartedEngine } from '@openretouch/core/worker';
import { createEngine } from './create-engine.js';
import type { LoadRuntime } from './load-runtime.js';
import { READY_MESSAGE, type StartMessage } from './serve-worker.js';
import type { EngineSettings } from './settings.js';

export interface StartEngineOptions {
  readonly settings?: EngineSettings;
  readonly loadRuntime: LoadRuntime;
  /** Makes a worker whose program is `serveWorker`. Without one, and where it throws or does not begin, the engine runs on this thread. */
  readonly openWorker?: (() => Worker) | undefined;
}

export interface PlacedEngine extends StartedEngine {
  readonly place: 'worker' | 'page';
  /** In words, for people: why there. */
  readonly reason: string;
}

/** Starts an engine in a worker, or on this thread where there is none. */
export async function startEngine({ settings = {}, loadRuntime, openWorker }: StartEngineOptions): Promise<PlacedEngine> {
  if (openWorker === undefined) return startOnPage(settings, loadRuntime, 'page: no worker was offered');
  try {
    return await startInWorker(openWorker(), settings);
  } catch (error) {
    return startOnPage(settings, loadRuntime, `page: the worker did not begin (${error instanceof Error ? error.message : String(error)})`);
  }
}

function startOnPage(settings: EngineSettings, loadRuntime: LoadRuntime, reason: string): PlacedEngine {
  const engine = createEngine(settings, loadRuntime);
  return { engine, end: () => void engine.dispose(), place: 'page', reason };
}

async function startInWorker(worker: Worker, settings: EngineSettings): Promise<PlacedEngine> {
  const failure = (event: ErrorEvent): Error => new Error(event.message || 'its script did not load');
  try {
    await new Promise<void>((resolve, reject) => {
      worker.onerror = (event) => reject(failure(event));
      worker.onmessage = ({ data }) => {
        if ((data as Partial<typeof READY_MESSAGE> | null)?.openretouch === READY_MESSAGE.openretouch) resolve();
      };
      worker.postMessage({ openretouch: 'start', settings } satisfies StartMessage);
    });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  worker.onmessage = null;
  const { engine, lose } = connectEngine({
    postMessage: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]),
    addEventListener: (type, listener) => worker.addEventListener(type, listener),
    removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
  });
  const end = (cause?: Error): void => {
    worker.terminate();
    lose(cause);
  };
  worker.onerror = (event) => end(failure(event));
  worker.onmessageerror = () => end(new Error('a message could not be read'));
  return { engine, end: () => end(), place: 'worker', reason: 'worker: it began' };
}
