import { retouch } from '@openretouch/core';
import { createRestartingEngine, type RestartingEngineOptions } from '@openretouch/core/worker';
import { describe, expect, it } from 'vitest';
import { createTestEngine, link, photo, recipeOf } from './helpers.js';

const RECIPE = recipeOf({ op: 'exposure', ev: 0.5 });
const BRUSHED = recipeOf({ op: 'exposure', ev: 1, mask: { slot: 'brush' } });
const brush = (): { data: Uint8Array; width: number; height: number } => ({ data: Uint8Array.from({ length: 2400 }, (_, i) => i % 256), width: 60, height: 40 });

/** Engines behind channels that can be lost, and a clock that is moved by hand. */
function setUp(options: Partial<RestartingEngineOptions> = {}) {
  const started: { lose(cause?: unknown): void; isEnded: boolean }[] = [];
  const timers = new Set<() => void>();
  const engine = createRestartingEngine({
    start: () => {
      const linked = link(createTestEngine());
      const run = { lose: (cause: unknown) => linked.lose(cause), isEnded: false };
      started.push(run);
      return { engine: linked.engine, end: () => ((run.isEnded = true), linked.lose(), linked.close()) };
    },
    idleMilliseconds: 1000,
    startTimer: (callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
    ...options,
  });
  const passIdleTime = async (): Promise<void> => {
    for (const timer of [...timers]) (timers.delete(timer), timer());
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { engine, started, timers, passIdleTime };
}

describe('an engine that comes and goes', () => {
  it('starts with the first request, and once', async () => {
    const { engine, started } = setUp();
    expect(started).toHaveLength(0);
    await Promise.all([engine.open({ raster: photo() }), engine.status()]);
    expect(started).toHaveLength(1);
    await engine.dispose();
    expect(started[0].isEnded).toBe(true);
    await expect(engine.status()).rejects.toMatchObject({ code: 'engine-closed' });
  });

  it('ends when idle, and opens a photo again with its masks, under the same handle', async () => {
    const { engine, started, passIdleTime } = setUp();
    const other = await engine.open({ raster: photo(30, 20), reload: async () => photo(30, 20) });
    await engine.close({ photo: other.photo });
    const { photo: handle } = await engine.open({ raster: photo(), reload: async () => photo() });
    await engine.setMask({ photo: handle, slot: 'brush', mask: brush() });
    await passIdleTime();
    expect(started.map(({ isEnded }) => isEnded)).toEqual([true]);
    const { raster } = await engine.apply({ photo: handle, recipe: BRUSHED });
    expect(raster).toEqual((await retouch(photo(), BRUSHED, { masks: { brush: brush() } })).raster);
    expect(started).toHaveLength(2);
    await engine.dispose();
  });

  it('holds no more photos than it may, and lets go of the one asked about longest ago', async () => {
    const reloaded: string[] = [];
    const { engine } = setUp({ maximumOpenCount: 2 });
    const open = async (name: string): Promise<number> => (await engine.open({ raster: photo(), reload: async () => (reloaded.push(name), photo()) })).photo;
    const [first, second] = [await open('first'), await open('second')];
    await engine.setMask({ photo: first, slot: 'brush', mask: brush() });
    await open('third');
    expect((await engine.status()).photoCount).toBe(2);
    expect(reloaded).toEqual([]);
    const { raster } = await engine.apply({ photo: first, recipe: BRUSHED });
    expect(reloaded).toEqual([]);
    expect(raster).toEqual((await retouch(photo(), BRUSHED, { masks: { brush: brush() } })).raster);
    await engine.preview({ photo: second, recipe: RECIPE });
    expect(reloaded).toEqual(['second']);
    expect((await engine.status()).photoCount).toBe(2);
    await engine.dispose();
  });

  it('does not end while a photo is open that could not be opened again', async () => {
    const { engine, started, passIdleTime } = setUp();
    const { photo: handle } = await engine.open({ raster: photo() });
    await passIdleTime();
    expect(started[0].isEnded).toBe(false);
    await engine.close({ photo: handle });
    await passIdleTime();
    expect(started[0].isEnded).toBe(true);
    await engine.dispose();
  });

  it('has no timer while a request is under way', async () => {
    const { engine, timers } = setUp();
    const opening = engine.open({ raster: photo() });
    expect(timers.size).toBe(0);
    await opening;
    expect(timers.size).toBe(1);
    await engine.dispose();
    expect(timers.size).toBe(0);
  });

  it('that is lost fails the request under way, opens again what it can, and refuses the rest by name', async () => {
    const { engine, started } = setUp();
    const kept = await engine.open({ raster: photo(), reload: async () => photo() });
    const gone = await engine.open({ raster: photo() });
    const running = engine.apply({ photo: kept.photo, recipe: RECIPE });
    await new Promise((resolve) => setImmediate(resolve));
    started[0].lose(new Error('crashed'));
    await expect(running).rejects.toMatchObject({ code: 'engine-lost' });
    expect((await engine.apply({ photo: kept.photo, recipe: RECIPE })).raster).toEqual((await retouch(photo(), RECIPE)).raster);
    await expect(engine.preview({ photo: gone.photo, recipe: RECIPE })).rejects.toMatchObject({ code: 'photo-lost', fields: { photo: gone.photo } });
    expect(started).toHaveLength(2);
    await engine.dispose();
  });

  it('tries again after it did not start', async () => {
    let attempts = 0;
    const { engine } = setUp({
      start: () => {
        attempts += 1;
        if (attempts === 1) throw new Error('blocked');
        return { engine: createTestEngine(), end: () => undefined };
      },
    });
    await expect(engine.status()).rejects.toThrow('blocked');
    expect((await engine.status()).photoCount).toBe(0);
    await engine.dispose();
  });

  it('tries again to reload a photo after that failed', async () => {
    const outcomes = [() => Promise.reject(new Error('file moved')), async () => photo()];
    const { engine, passIdleTime } = setUp();
    const { photo: handle } = await engine.open({ raster: photo(), reload: () => (outcomes.shift() as () => Promise<ReturnType<typeof photo>>)() });
    await passIdleTime();
    await expect(engine.preview({ photo: handle, recipe: RECIPE })).rejects.toThrow('file moved');
    expect((await engine.preview({ photo: handle, recipe: RECIPE })).raster.width).toBe(60);
    await engine.dispose();
  });

  it('refuses a handle it never gave', async () => {
    const { engine } = setUp();
    await expect(engine.preview({ photo: 5, recipe: RECIPE })).rejects.toMatchObject({ code: 'unknown-photo', fields: { photo: 5, open: [] } });
    await engine.dispose();
  });
});
