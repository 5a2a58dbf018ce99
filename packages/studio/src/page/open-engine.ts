import type { Raster } from '@openretouch/core';
import { createRestartingEngine, type Engine, type ReopenableRequest } from '@openretouch/core/worker';
import { startEngine } from '@openretouch/engine';

/** Time without a request after which the worker ends and gives its memory back. */
const IDLE_MILLISECONDS = 5 * 60_000;
/** Photos at full size that the engine holds at once: a page has room for one large photo, its result and the file that is made of it. */
const MAXIMUM_OPEN_COUNT = 1;

/**
 * Starts the Studio's engine: in a worker, with one photo open at a time.
 *
 * @param reloadOf - gives the way to get a raster's pixels once more.
 * @param base - folder of the page's files, with a slash at its end.
 */
export function openEngine(reloadOf: (raster: Raster) => (() => Promise<Raster>) | undefined, base: string): Engine {
  const engine = createRestartingEngine({
    start: () =>
      startEngine({
        settings: { models: { baseUrl: new URL('models/', base).href } },
        loadRuntime: () => import('onnxruntime-web/wasm'),
        openWorker: () => new Worker(new URL('engine-worker.js', base), { type: 'module' }),
      }),
    maximumOpenCount: MAXIMUM_OPEN_COUNT,
    idleMilliseconds: IDLE_MILLISECONDS,
    startTimer: (callback, milliseconds) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  return {
    ...engine,
    open: (request: ReopenableRequest, control) => {
      const reload = request.reload ?? reloadOf(request.raster);
      return engine.open(reload === undefined ? request : { ...request, reload }, control);
    },
  };
}
