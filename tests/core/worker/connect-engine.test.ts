import { EngineError, InvalidRasterError, InvalidRecipeError, retouch } from '@openretouch/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestEngine, type Linked, link, photo, recipeOf } from './helpers.js';

const RECIPE = recipeOf({ op: 'exposure', ev: 0.5 }, { op: 'vibrance', amount: 0.3 });

describe('an engine over a message channel', () => {
  const links: Linked[] = [];
  const connect = (engine = createTestEngine()): Linked => {
    const linked = link(engine);
    links.push(linked);
    return linked;
  };
  afterEach(() => links.splice(0).forEach(({ close }) => close()));

  it('takes the memory of a raster with it and gives that of the result away: no copies', async () => {
    const { engine } = connect();
    const raster = photo();
    const { photo: handle } = await engine.open({ raster });
    expect(raster.data).toHaveLength(0);
    const result = await engine.apply({ photo: handle, recipe: RECIPE });
    const expected = await retouch(photo(), RECIPE);
    expect(result.raster).toEqual(expected.raster);
    expect(result.plan).toEqual(expected.plan);
    expect(result.report.kernels).toBe('typescript');
  });

  it('copies an array that is part of larger memory, which is not its own to take', async () => {
    const { engine } = connect();
    const whole = photo();
    const memory = new Uint8Array(whole.data.length + 8);
    memory.set(whole.data, 4);
    const { photo: handle } = await engine.open({ raster: { ...whole, data: memory.subarray(4, 4 + whole.data.length) } });
    expect(memory).toHaveLength(whole.data.length + 8);
    const { raster } = await engine.apply({ photo: handle, recipe: RECIPE });
    expect(raster).toEqual((await retouch(whole, RECIPE)).raster);
  });

  it('moves a mask', async () => {
    const { engine } = connect();
    const { photo: handle } = await engine.open({ raster: photo() });
    const mask = { data: new Uint8Array(60 * 40).fill(255), width: 60, height: 40 };
    await engine.setMask({ photo: handle, slot: 'brush', mask });
    expect(mask.data).toHaveLength(0);
  });

  it('gives plans, whose tables the engine keeps using', async () => {
    const { engine } = connect();
    const { photo: handle } = await engine.open({ raster: photo() });
    const first = await engine.plan({ photo: handle, recipe: RECIPE });
    expect(await engine.plan({ photo: handle, recipe: RECIPE })).toEqual(first);
    const { lut, error } = await engine.bake({ photo: handle, recipe: RECIPE, size: 17 });
    expect(lut.values).toHaveLength(17 ** 3 * 3);
    expect(error.photo?.samples).toBe(60 * 40);
  });

  it('throws what the engine threw, with its class', async () => {
    const { engine } = connect();
    await expect(engine.open({ raster: { ...photo(), width: 7 } })).rejects.toBeInstanceOf(InvalidRasterError);
    const { photo: handle } = await engine.open({ raster: photo() });
    const refused = await engine.preview({ photo: handle, recipe: recipeOf({ op: 'exposure', ev: 12 }) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidRecipeError);
    expect((refused as InvalidRecipeError).issues.map(({ pointer }) => pointer)).toEqual(['/operations/0/ev']);
  });

  it('cancels at once with the very reason of the signal, and the engine stops as well', async () => {
    let bands = 0;
    const far = createTestEngine({ pause: () => new Promise((resolve) => setImmediate(() => ((bands += 1), resolve()))) });
    const { engine } = connect(far);
    // Four rows of pixels a band: 250 bands.
    const tall = photo(70_000, 20);
    const { photo: handle } = await engine.open({ raster: tall });
    const controller = new AbortController();
    const reason = { mine: true };
    const progress: number[] = [];
    const running = engine.apply({ photo: handle, recipe: RECIPE }, { signal: controller.signal, onProgress: (fraction) => (progress.push(fraction), controller.abort(reason)) });
    await expect(running).rejects.toBe(reason);
    const stoppedAt = bands;
    expect(progress).toHaveLength(1);
    expect((await engine.status()).photoCount).toBe(1);
    // The turn of `status` takes one pause, and one more band may have been under way.
    expect(bands - stoppedAt).toBeLessThanOrEqual(3);
  });

  it('sends nothing for a signal that is aborted already', async () => {
    const { engine, port } = connect();
    const posted: unknown[] = [];
    const { postMessage } = port;
    port.postMessage = (...values) => (posted.push(values), postMessage.apply(port, values));
    const reason = new Error('before');
    await expect(engine.open({ raster: photo() }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(posted).toEqual([]);
  });

  it('that is lost ends what is under way, and refuses what comes later', async () => {
    const linked = connect();
    const { photo: handle } = await linked.engine.open({ raster: photo() });
    const running = linked.engine.apply({ photo: handle, recipe: RECIPE });
    linked.lose(new Error('out of memory'));
    await expect(running).rejects.toMatchObject({ code: 'engine-lost', message: 'engine: ended under way (out of memory)' });
    await expect(linked.engine.status()).rejects.toBeInstanceOf(EngineError);
  });

  it('lets nobody reach anything but its requests', async () => {
    const { engine, port } = connect();
    const answers: unknown[] = [];
    port.addEventListener('message', ({ data }) => answers.push(data));
    const call = (rest: object): void => port.postMessage({ id: 'x', ...rest });
    call({ type: 'CONSTRUCT', path: ['call', 'constructor'], argumentList: [{ type: 'RAW', value: 'globalThis.reached = true' }] });
    call({ type: 'GET', path: ['call', 'constructor'] });
    call({ type: 'APPLY', path: ['call', 'call'], argumentList: [] });
    call({ type: 'APPLY', path: ['call'], argumentList: [{ type: 'HANDLER', name: 'proxy', value: null }] });
    call({ type: 'RELEASE', path: ['call'], argumentList: [] });
    call({ type: 'APPLY', path: ['call'], argumentList: [{ type: 'RAW', value: 1 }, { type: 'RAW', value: 'constructor' }, { type: 'RAW', value: {} }] });
    await engine.status();
    const refused = answers.filter((data) => (data as { id?: unknown }).id === 'x');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ name: 'throw', value: { name: 'EngineError', own: { code: 'unknown-method' } } });
  });
});
