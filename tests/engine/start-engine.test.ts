import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { findPreset, retouch } from '@openretouch/core';
import type { EngineEndpoint } from '@openretouch/core/worker';
import { type LoadRuntime, serveWorker, startEngine, type StartEngineOptions } from '@openretouch/engine';
import * as ort from 'onnxruntime-web';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchModelBytes } from '../helpers/decider.js';
import { photo, recipeOf } from '../core/worker/helpers.js';

const RECIPE = findPreset('auto')?.recipe ?? recipeOf();
const loadRuntime: LoadRuntime = async () => ort;

/** A worker's face over a channel of Node; its program runs at the other end, on this thread. */
class ChannelWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  isTerminated = false;
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (data: unknown) => this.onmessage?.({ data }));
  }
  postMessage(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    this.#port.postMessage(message, [...transfer]);
  }
  addEventListener(_type: 'message', listener: (event: { data: unknown }) => void): void {
    this.#port.on('message', (data: unknown) => listener({ data }));
  }
  removeEventListener(): void {}
  terminate(): void {
    this.isTerminated = true;
    this.#port.close();
  }
}

describe('starting an engine', () => {
  const ports: MessagePort[] = [];
  afterEach(() => ports.splice(0).forEach((port) => port.close()));

  function openWorker(): ChannelWorker {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    port2.start();
    serveWorker(port2 as unknown as EngineEndpoint, loadRuntime);
    return new ChannelWorker(port1);
  }
  const offer = (worker: ChannelWorker): Pick<StartEngineOptions, 'openWorker'> => ({ openWorker: () => worker as never });

  it('takes the worker it is offered, with the settings', async () => {
    const worker = openWorker();
    const { engine, place, end } = await startEngine({ settings: { kernels: 'typescript' }, loadRuntime, ...offer(worker) });
    expect(place).toBe('worker');
    const raster = photo();
    const { photo: handle } = await engine.open({ raster });
    expect(raster.data).toHaveLength(0);
    expect((await engine.apply({ photo: handle, recipe: RECIPE })).raster).toEqual((await retouch(photo(), RECIPE)).raster);
    expect((await engine.status()).kernels).toEqual({ name: 'typescript', reason: 'typescript: asked for' });
    const under = engine.status();
    end();
    await expect(under).rejects.toMatchObject({ code: 'engine-lost' });
    expect(worker.isTerminated).toBe(true);
  });

  it('fails what is under way when the worker fails, and ends it', async () => {
    const worker = openWorker();
    const { engine } = await startEngine({ loadRuntime, ...offer(worker) });
    const under = engine.open({ raster: photo() });
    worker.onerror?.({ message: 'out of memory' });
    await expect(under).rejects.toMatchObject({ code: 'engine-lost', message: 'engine: ended under way (out of memory)' });
    expect(worker.isTerminated).toBe(true);
  });

  it.each([
    ['is forbidden', (): never => { throw new Error('refused by policy'); }, 'page: the worker did not begin (refused by policy)'],
    ['does not load', (): ChannelWorker => {
      const worker = new ChannelWorker(new MessageChannel().port1);
      setImmediate(() => worker.onerror?.({ message: '' }));
      return worker;
    }, 'page: the worker did not begin (its script did not load)'],
  ])('goes on here when a worker %s, and says why', async (_what, open, reason) => {
    const started = await startEngine({ loadRuntime, openWorker: open as never });
    expect(started).toMatchObject({ place: 'page', reason });
    expect((await started.engine.status()).photoCount).toBe(0);
    started.end();
  });

  it('runs models of files that are handed over, and names one that is missing', async () => {
    const names = ['weights/csrnet-neutral.onnx', 'weights/csrnet-map.onnx'];
    const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await fetchModelBytes(name)] as const)));
    const { engine, end } = await startEngine({ settings: { kernels: 'wasm', models: { files, runtimeBinary: new Uint8Array(0) } }, loadRuntime: async () => ({ ...ort, env: { wasm: {} } }) });
    const { photo: handle } = await engine.open({ raster: photo() });
    const { notes } = await engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet' }) });
    expect(notes[0].message).toMatch(/csrnet/);
    await expect(engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet', style: 'warm' }) })).rejects.toMatchObject({ code: 'model-unavailable', fields: { file: 'weights/csrnet-warm.onnx' } });
    end();
  });

  it('refuses a recipe that asks a model when none were set', async () => {
    const { engine, end } = await startEngine({ loadRuntime });
    const { photo: handle } = await engine.open({ raster: photo() });
    await expect(engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet' }) })).rejects.toMatchObject({ code: 'model-unavailable' });
    end();
  });
});
