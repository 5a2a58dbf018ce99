import { EngineError } from '../errors.js';
import type { Mask } from '../raster/mask.js';
import type { Raster } from '../raster/raster.js';
import { type Engine, ENGINE_METHODS, type EngineControl, type EngineMethod, type MaskRequest, type OpenRequest, type PhotoHandle, type PhotoInfo } from './engine.js';

/** An engine that was started, and how to end it. */
export interface StartedEngine {
  readonly engine: Engine;
  /** Ends it at once, whatever it is doing: terminates the worker. */
  end(): void;
}

export interface RestartingEngineOptions {
  /** Starts an engine; asked for the first request, and again after an end. */
  readonly start: () => StartedEngine | Promise<StartedEngine>;
  /** Time without a request after which the engine is ended, unless a photo is open that cannot be opened again. Default: never. */
  readonly idleMilliseconds?: number;
  /**
   * Photos with a `reload` that the engine holds at once; the one that was asked about longest ago is let go before another is opened. Default:
   * no limit.
   */
  readonly maximumOpenCount?: number;
  /** Calls back once after a time; returns what takes that back. Needed with `idleMilliseconds`. */
  readonly startTimer?: (callback: () => void, milliseconds: number) => () => void;
}

export interface ReopenableRequest extends OpenRequest {
  /** Gives the photo's pixels once more, so that it outlives its engine; its masks do then as well. */
  readonly reload?: () => Promise<Raster>;
}

/** An engine that comes and goes behind handles that stay. */
export interface RestartingEngine extends Engine {
  open(request: ReopenableRequest, control?: EngineControl): Promise<PhotoInfo>;
}

interface KnownPhoto {
  readonly reload: (() => Promise<Raster>) | undefined;
  readonly masks: Map<string, Mask>;
}

/** One run of an engine, with its own handles by those given out here. */
interface Run extends StartedEngine {
  readonly handles: Map<PhotoHandle, Promise<PhotoHandle>>;
}

/**
 * Keeps an engine that starts when it is needed, ends when it is idle, and starts again after it was lost. Photos with a `reload` are opened
 * again with their masks before the next request about them; others are refused with `photo-lost`.
 */
export function createRestartingEngine({ start, idleMilliseconds, maximumOpenCount = Infinity, startTimer }: RestartingEngineOptions): RestartingEngine {
  const photos = new Map<PhotoHandle, KnownPhoto>();
  let run: Promise<Run> | undefined;
  let lastHandle = 0;
  let busyCount = 0;
  let stopTimer = (): void => undefined;
  let isClosed = false;

  const ensureRun = (): Promise<Run> => {
    if (isClosed) throw new EngineError('engine-closed', 'engine: closed (expected a new one)');
    run ??= Promise.resolve(start()).then((started) => ({ engine: started.engine, end: () => started.end(), handles: new Map() }));
    const starting = run;
    starting.catch(() => {
      if (run === starting) run = undefined;
    });
    return run;
  };

  const endRun = (): void => {
    const ending = run;
    run = undefined;
    ending?.then(({ end }) => end()).catch(() => undefined);
  };

  const endWhenIdle = (): void => {
    if (idleMilliseconds === undefined || startTimer === undefined || run === undefined || busyCount > 0) return;
    stopTimer = startTimer(() => {
      if (busyCount === 0 && [...photos.values()].every(({ reload }) => reload !== undefined)) endRun();
    }, idleMilliseconds);
  };

  /** Does something with the engine that runs; one that is lost while it does makes room for the next. */
  const during = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    stopTimer();
    const starting = ensureRun();
    busyCount += 1;
    try {
      return await work(await starting);
    } catch (error) {
      if (EngineError.isInstance(error) && error.code === 'engine-lost' && run === starting) endRun();
      throw error;
    } finally {
      busyCount -= 1;
      endWhenIdle();
    }
  };

  /** Closes photos that can be opened again until one more fits. `handles` stands in the order of use. */
  const makeRoom = async ({ engine, handles }: Run): Promise<void> => {
    const reloadable = [...handles].filter(([photo]) => photos.get(photo)?.reload !== undefined);
    for (const [photo, handle] of reloadable.slice(0, Math.max(0, reloadable.length - maximumOpenCount + 1))) {
      handles.delete(photo);
      await handle.then((open) => engine.close({ photo: open })).catch(() => undefined);
    }
  };

  const reopen = async (running: Run, photo: PhotoHandle, known: KnownPhoto): Promise<PhotoHandle> => {
    if (known.reload === undefined) throw new EngineError('photo-lost', `photo: ${photo} went with the engine that held it (expected it to be opened again)`, { photo });
    await makeRoom(running);
    const { photo: handle } = await running.engine.open({ raster: await known.reload() });
    for (const [slot, mask] of known.masks) await running.engine.setMask({ photo: handle, slot, mask: copyMask(mask) });
    return handle;
  };

  const handleIn = (running: Run, photo: PhotoHandle): Promise<PhotoHandle> => {
    const known = photos.get(photo);
    if (known === undefined) {
      const open = [...photos.keys()];
      throw new EngineError('unknown-photo', `photo: ${String(photo)} (expected the handle of an open photo: ${open.join(', ') || 'none is open'})`, { photo, open });
    }
    const handle = running.handles.get(photo) ?? reopen(running, photo, known);
    running.handles.delete(photo);
    running.handles.set(photo, handle);
    handle.catch(() => {
      if (running.handles.get(photo) === handle) running.handles.delete(photo);
    });
    return handle;
  };

  const forward = (method: Exclude<EngineMethod, 'open' | 'dispose'>) => (request: { readonly photo?: PhotoHandle } | undefined, control?: EngineControl): Promise<unknown> =>
    during(async (running) => {
      const perform = running.engine[method].bind(running.engine) as (request: unknown, control?: EngineControl) => Promise<unknown>;
      return perform(request?.photo === undefined ? request : { ...request, photo: await handleIn(running, request.photo) }, control);
    });

  const forwarded = Object.fromEntries(ENGINE_METHODS.flatMap((method) => (method === 'open' || method === 'dispose' ? [] : [[method, forward(method)]]))) as unknown as Omit<Engine, 'open' | 'dispose'>;
  return {
    ...forwarded,
    open: ({ raster, reload }, control) =>
      during(async (running) => {
        if (reload !== undefined) await makeRoom(running);
        const info = await running.engine.open({ raster }, control);
        lastHandle += 1;
        photos.set(lastHandle, { reload, masks: new Map() });
        running.handles.set(lastHandle, Promise.resolve(info.photo));
        return { ...info, photo: lastHandle };
      }),
    setMask: async (request: MaskRequest, control) => {
      const kept = request.mask !== null && photos.get(request.photo)?.reload !== undefined ? copyMask(request.mask) : undefined;
      await forwarded.setMask(request, control);
      const masks = photos.get(request.photo)?.masks;
      if (kept === undefined) masks?.delete(request.slot);
      else masks?.set(request.slot, kept);
    },
    close: async (request) => {
      if (!photos.has(request.photo)) return;
      const handle = await (await run?.catch(() => undefined))?.handles.get(request.photo);
      photos.delete(request.photo);
      if (handle !== undefined) await during(({ engine }) => engine.close({ photo: handle }));
    },
    dispose: async () => {
      isClosed = true;
      stopTimer();
      photos.clear();
      const running = await run?.catch(() => undefined);
      run = undefined;
      await running?.engine.dispose().catch(() => undefined);
      running?.end();
    },
  };
}

function copyMask(mask: Mask): Mask {
  return { ...mask, data: mask.data.slice() };
}
