import { MessageChannel } from 'node:worker_threads';
import { type CommitResult, type HostAdapter, HostError, InvalidArgumentError, MemoryHost, type MemoryHostOptions, type Recipe, runInHost, type TargetReference } from '@openretouch/core';
import { makePicture, makeRampMask } from '@openretouch/core/host-conformance';
import { connectEngine, connectHost, type ConnectedHost, createJsonEndpoint, type EngineEndpoint, RetouchEngine, runInHost as runInHostWithEngine, serveEngine, serveHost } from '@openretouch/core/worker';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryFixture } from './memory-fixture.js';
import { testHost } from './run-conformance.js';

interface Bridge {
  /** The page's end, and the host's. */
  readonly near: EngineEndpoint;
  readonly far: EngineEndpoint;
  close(): void;
}

function openChannel(): Bridge {
  const { port1, port2 } = new MessageChannel();
  return { near: port1 as unknown as EngineEndpoint, far: port2 as unknown as EngineEndpoint, close: () => port1.close() };
}

function openTexts(): Bridge {
  const listeners: ((text: string) => void)[] = [];
  const side = (own: number, other: number): EngineEndpoint => createJsonEndpoint({ send: (text) => void setImmediate(() => listeners[other]?.(text)), listen: (listener) => void (listeners[own] = listener) });
  return { near: side(0, 1), far: side(1, 0), close: () => undefined };
}

const BRIDGES = [
  ['a message channel', openChannel],
  ['a bridge of texts', openTexts],
] as const;

const open: Bridge[] = [];
afterEach(() => open.splice(0).forEach(({ close }) => close()));

async function connect(adapter: HostAdapter, openBridge: () => Bridge): Promise<ConnectedHost & { readonly stop: () => void; readonly bridge: Bridge }> {
  const bridge = openBridge();
  open.push(bridge);
  const stop = serveHost(adapter, bridge.far);
  return { ...(await connectHost(bridge.near)), stop, bridge };
}

for (const [name, openBridge] of BRIDGES) {
  testHost(`MemoryHost behind ${name}`, async () => {
    const fixture = createMemoryFixture();
    return { ...fixture, host: (await connect(fixture.host, openBridge)).host };
  });
}

testHost('MemoryHost without undo grouping and texts, behind a message channel', async () => {
  const fixture = createMemoryFixture({
    canGroupUndo: false,
    limit: ({ metadata: _metadata, storage: _storage, ...complete }) => ({ ...complete, native: {} }),
  });
  return { ...fixture, host: (await connect(fixture.host, openChannel)).host };
});

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const DIM: Recipe = { schema: 'openretouch/recipe@1', name: 'dim', operations: [{ op: 'exposure', ev: -0.5 }, { op: 'saturation', gain: 1.3, mask: { slot: 'host', optional: true } }, { op: 'vibrance', amount: 0.4 }] };

function makeScene(options: MemoryHostOptions = {}): { readonly host: MemoryHost; readonly target: TargetReference } {
  const host = new MemoryHost(options);
  const documentId = host.editor.addDocument('document');
  return { host, target: host.referTo(documentId, host.editor.addPicture(documentId, makePicture({ width: 40, height: 30, layerMask: makeRampMask(0, 0, 40, 30) }))) };
}

describe.each(BRIDGES)('a host behind %s', (_, openBridge) => {
  test('and an engine behind another are pixel-equal to a host and the core on this thread', async () => {
    const plain = makeScene();
    const [expected] = await runInHost({ host: plain.host, recipe: DIM });
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    const engineBridge = openBridge();
    open.push(engineBridge);
    serveEngine(new RetouchEngine({ pause }), engineBridge.far);
    const progress: number[] = [];
    const [result] = await runInHostWithEngine({ host: connected, engine: connectEngine(engineBridge.near).engine, recipe: DIM, onProgress: (fraction) => progress.push(fraction) });
    expect(host.composite(target)).toEqual(plain.host.composite(plain.target));
    expect(result).toMatchObject({ status: 'retouched', report: (expected as { report: unknown }).report });
    expect(progress.at(-1)).toBe(1);
    expect(host.editor.lentCount).toBe(0);
  });

  test('and an engine served the other way share one bridge without hearing each other', async () => {
    const { host, target } = makeScene();
    const { host: connected, bridge } = await connect(host, openBridge);
    serveEngine(new RetouchEngine({ pause }), bridge.near);
    const { engine } = connectEngine(bridge.far);
    const controller = new AbortController();
    const info = engine.open({ raster: makePicture({ width: 300, height: 200 }).raster }, { signal: controller.signal });
    const read = connected.readPixels(target);
    controller.abort(new Error('enough'));
    await expect(info).rejects.toThrow('enough');
    expect((await read).raster).toEqual(makePicture({ width: 40, height: 30 }).raster);
  });

  test('throws what the adapter threw, with class, code, fields and cause', async () => {
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    host.readPixels = () => Promise.reject(new HostError('too-large', 'a poster', { fields: { width: 9 }, cause: new RangeError('12 GB') }));
    const error = (await connected.readPixels(target).catch((reason: unknown) => reason)) as HostError;
    expect(error).toBeInstanceOf(HostError);
    expect(error).toMatchObject({ code: 'too-large', fields: { width: 9 }, cause: { message: '12 GB' } });
    expect(error.cause).toBeInstanceOf(RangeError);
  });

  test('passes events on until nobody listens', async () => {
    const { host } = makeScene();
    const listeners = new Set<() => void>();
    const adapter = Object.assign(host, { on: (event: string, listener: () => void) => (event === 'selection-changed' && listeners.add(listener), () => void listeners.delete(listener)) });
    const { host: connected, stop } = await connect(adapter, openBridge);
    let heard = 0;
    const unlisten = connected.on?.('selection-changed', () => (heard += 1));
    for (const listener of listeners) listener();
    await connected.selection();
    expect(heard).toBe(1);
    unlisten?.();
    for (const listener of listeners) listener();
    await connected.selection();
    expect(heard).toBe(1);
    stop();
    expect(listeners.size).toBe(0);
  });

  test('that is cancelled inside a commit rolls back, and says so only then', async () => {
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    const before = host.editor.look(target.documentId);
    const commit = host.commit.bind(host);
    let isRolledBack = false;
    host.commit = async (reference, plan, options) => {
      options.onProgress?.(0.5);
      // The page's cancelling is on its way.
      for (let turns = 0; turns < 20; turns += 1) await pause();
      return commit(reference, plan, options).finally(() => (isRolledBack = true));
    };
    const controller = new AbortController();
    const reason = { mine: true };
    const run = runInHost({ host: connected, recipe: DIM, targets: [target], signal: controller.signal, onProgress: (fraction) => void (fraction > 0.85 && controller.abort(reason)) });
    await expect(run).rejects.toBe(reason);
    expect(isRolledBack).toBe(true);
    expect(host.editor.look(target.documentId)).toEqual(before);
  });

  test('that is lost in the middle of a commit rolls back on its side, and tells the page that it is lost', async () => {
    const { host, target } = makeScene();
    const { host: connected, lose, stop } = await connect(host, openBridge);
    const before = host.editor.look(target.documentId);
    const commit = host.commit.bind(host);
    let ended: Promise<unknown> = Promise.resolve();
    host.commit = (reference, plan, options) => {
      const work = (async (): Promise<CommitResult> => {
        stop();
        return commit(reference, plan, options);
      })();
      ended = work.catch((error: unknown) => error);
      lose(new Error('the panel was closed'));
      return work;
    };
    const run = runInHost({ host: connected, recipe: DIM, targets: [target] });
    await expect(run).rejects.toMatchObject({ name: 'HostError', code: 'host-lost', message: 'host: ended under way (the panel was closed)' });
    expect(await ended).toMatchObject({ code: 'host-lost' });
    expect(host.editor.look(target.documentId)).toEqual(before);
    await expect(connected.selection()).rejects.toMatchObject({ code: 'host-lost' });
  });

  test('answers requests in whatever order they are done', async () => {
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    const done: string[] = [];
    let letGo: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (letGo = resolve));
    const readPixels = host.readPixels.bind(host);
    host.readPixels = async (reference, options) => (await waiting, readPixels(reference, options));
    const pixels = connected.readPixels(target).then(({ bounds }) => (done.push('pixels'), bounds));
    const result = connected.findResult(target).then((id) => (done.push('result'), letGo(), id));
    expect([await pixels, await result]).toEqual([{ left: 0, top: 0, width: 40, height: 30 }, null]);
    expect(done).toEqual(['result', 'pixels']);
  });

  test.each<readonly [string, (target: TargetReference) => object, string]>([
    ['a target that is none', () => ({ target: { documentId: 7 } }), 'request.target.documentId: 7 (expected text'],
    ['a text without end', (target) => ({ target: { ...target, layerId: 'x'.repeat(100_001) } }), 'expected text of at most 100000 characters'],
  ])('refuses %s before the adapter hears of it', async (_name, request, message) => {
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    host.readPixels = () => Promise.reject(new Error('not to be called'));
    const wrong = (request(target) as { target: TargetReference }).target;
    const error = await connected.readPixels(wrong).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain(message);
  });

  test.each<readonly [string, object, string]>([
    ['of an unknown kind', { kind: 'script', code: 'alert(1)' }, 'steps[0].kind: "script" (expected curves or lut or raster or metadata)'],
    ['with a table that is none', { kind: 'curves', name: 'a', opacity: 1, exactness: 'exact', error: { meanLevels: 0, maximumLevels: 0 }, fallback: 'raster', tables: [1, 2, 3] }, 'steps[0].tables[0]'],
    ['with a LUT of another size', { kind: 'lut', name: 'a', opacity: 1, exactness: 'exact', error: { meanLevels: 0, maximumLevels: 0 }, fallback: 'raster', lut: { kind: 'lut3d', size: 3, space: 'srgb', values: new Float32Array(24) } }, 'steps[0].lut.values: 24 (expected 81 values)'],
    ['with more opacity than there is', { kind: 'raster', name: 'a', opacity: 3, exactness: 'exact', error: { meanLevels: 0, maximumLevels: 0 } }, 'steps[0].opacity: 3 (expected a number from 0 to 1)'],
  ])('refuses a write step %s', async (_name, step, message) => {
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    const before = host.editor.look(target.documentId);
    await expect(connected.commit(target, { steps: [step] } as never, { label: 'a' })).rejects.toThrow(message);
    expect(host.editor.look(target.documentId)).toEqual(before);
  });

  test.each<readonly [string, (host: MemoryHost) => void, string]>([
    ['pixels that are none', (host) => void (host.readPixels = async () => ({ raster: { width: 1 }, bounds: { left: 0, top: 0, width: 1, height: 1 }, revision: '1' }) as never), 'readPixels: '],
    ['bounds that are none', (host) => void (host.readPixels = async () => ({ ...makePicture({}), bounds: 'all', revision: '1' }) as never), 'readPixels: answer.bounds: "all" (expected an object)'],
  ])('that answers with %s fails as a read, with the cause', async (_name, break_, message) => {
    const { host, target } = makeScene();
    const { host: connected } = await connect(host, openBridge);
    break_(host);
    const error = (await connected.readPixels(target).catch((reason: unknown) => reason)) as HostError;
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ name: 'HostError', code: 'read-failed', fields: { call: 'readPixels' } });
  });

  test('lets nobody reach anything but its methods, and stays for those who ask for them', async () => {
    const { host } = makeScene();
    const { host: connected, bridge } = await connect(host, openBridge);
    const answers: unknown[] = [];
    bridge.near.addEventListener('message', ({ data }) => answers.push(data));
    const post = (message: unknown): void => bridge.near.postMessage(message);
    for (const junk of [null, 7, 'text', [], {}, { openretouch: 'cancel', path: 'host' }, { openretouch: 'cancel', path: 'host', call: 1, reason: null }, { openretouch: 'progress', path: 'host', call: 'x', fraction: NaN }]) post(junk);
    post({ id: 'x', type: 'APPLY', path: ['host', 'constructor'], argumentList: [{ type: 'RAW', value: 'globalThis.reached = true' }] });
    post({ id: 'x', type: 'GET', path: ['host'] });
    post({ id: 'x', type: 'APPLY', path: ['host'], argumentList: [{ type: 'RAW', value: 1 }, { type: 'RAW', value: 'toString' }, { type: 'RAW', value: {} }] });
    post({ id: 'x', type: 'APPLY', path: ['host'], argumentList: [{ type: 'RAW', value: 2 }, { type: 'RAW', value: 'editor' }, { type: 'RAW', value: {} }] });
    expect(await connected.selection()).toHaveLength(1);
    const refused = answers.filter((data) => (data as { id?: unknown } | null)?.id === 'x');
    expect(refused).toHaveLength(2);
    for (const answer of refused) expect(answer).toMatchObject({ name: 'throw', value: { name: 'HostError', own: { code: 'unknown-method' } } });
  });

  test('of another version is refused', async () => {
    const { host } = makeScene();
    const adapter = Object.assign(host, { specificationVersion: 2 }) as never as HostAdapter;
    await expect(connect(adapter, openBridge)).rejects.toMatchObject({ name: 'HostError', code: 'read-failed', message: expect.stringContaining('answer.specificationVersion: 2 (expected 1)') as string });
  });
});
