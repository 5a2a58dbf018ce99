import { MessageChannel } from 'node:worker_threads';
import { type HostCapabilities, HostError, MemoryHost, type MemoryHostOptions, type PlacedMask, type Recipe, runInHost, type TargetReference } from '@openretouch/core';
import { makePicture, makeRampMask } from '@openretouch/core/host-conformance';
import { connectEngine, createJsonEndpoint, type Engine, type EngineEndpoint, openTarget, RetouchEngine, runInHost as runInHostWithEngine, serveEngine } from '@openretouch/core/worker';
import { afterEach, describe, expect, test } from 'vitest';

const LOOK: Recipe = {
  schema: 'openretouch/recipe@1',
  name: 'look',
  operations: [
    { op: 'exposure', ev: 0.4 },
    { op: 'vibrance', amount: 0.5 },
    { op: 'brightness', gain: 0.7, mask: { slot: 'host', optional: true } },
    { op: 'saturation', gain: 1.4, mask: { slot: 'brush', feather: 0.02, optional: true } },
  ],
};
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const createEngine = (): RetouchEngine => new RetouchEngine({ pause });

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

function overChannel(engine: Engine): Engine {
  const { port1, port2 } = new MessageChannel();
  closers.push(() => port1.close());
  serveEngine(engine, port2 as unknown as EngineEndpoint);
  return connectEngine(port1 as unknown as EngineEndpoint).engine;
}

function overTexts(engine: Engine): Engine {
  const listeners: ((text: string) => void)[] = [];
  const side = (own: number, other: number): EngineEndpoint => createJsonEndpoint({ send: (text) => void setImmediate(() => listeners[other]?.(text)), listen: (listener) => void (listeners[own] = listener) });
  serveEngine(engine, side(0, 1));
  return connectEngine(side(1, 0)).engine;
}

const PLACES: readonly (readonly [string, (engine: Engine) => Engine])[] = [
  ['on this thread', (engine) => engine],
  ['over a message channel', overChannel],
  ['over a bridge of texts', overTexts],
];

interface Scene {
  readonly host: MemoryHost;
  readonly target: TargetReference;
}

function makeScene(options: MemoryHostOptions = {}, selection?: PlacedMask): Scene {
  const host = new MemoryHost(options);
  const documentId = host.editor.addDocument('document');
  const layerId = host.editor.addPicture(documentId, makePicture({ width: 40, height: 30, left: 5, top: -3, layerMask: makeRampMask(0, 0, 30, 30) }));
  if (selection !== undefined) host.editor.select(documentId, selection);
  return { host, target: host.referTo(documentId, layerId) };
}

const BRUSH: PlacedMask = makeRampMask(5, -3, 40, 30);
const brush = (_target: TargetReference, slot: string): PlacedMask | null => (slot === 'brush' ? BRUSH : null);

const LIMITS: readonly (readonly [string, (complete: HostCapabilities) => HostCapabilities])[] = [
  ['takes everything', (complete) => complete],
  ['takes pixels alone', (complete) => ({ ...complete, native: {} })],
  ['keeps no masks', (complete) => ({ ...complete, native: {}, write: { ...complete.write, mask: false, opacity: false } })],
  ['writes elsewhere', (complete) => ({ ...complete, native: {}, write: { ...complete.write, placement: 'separate', mask: false, opacity: false } })],
];

describe.each(PLACES)('runInHost with an engine %s', (_, place) => {
  test.each(LIMITS)('does what it does without one in a host that %s', async (_name, limit) => {
    for (const selection of [undefined, makeRampMask(10, 2, 16, 12)]) {
      const [plain, through] = [makeScene({ limit }, selection), makeScene({ limit }, selection)];
      const [expected] = await runInHost({ host: plain.host, recipe: LOOK, masks: brush });
      const [result] = await runInHostWithEngine({ host: through.host, engine: place(createEngine()), recipe: LOOK, masks: brush });
      if (expected.status !== 'retouched' || result.status !== 'retouched') throw new Error('expected both to be retouched');
      expect(through.host.composite(through.target)).toEqual(plain.host.composite(plain.target));
      expect(result.plan).toEqual(expected.plan);
      expect(result.report).toEqual(expected.report);
      expect(result.applied).toEqual(expected.applied);
    }
  });

  test('uses the photo that is open already, with the masks the engine has for it', async () => {
    const [plain, through] = [makeScene(), makeScene()];
    await runInHost({ host: plain.host, recipe: LOOK, masks: brush });
    const engine = place(createEngine());
    const open = await openTarget({ host: through.host, engine, target: through.target });
    await engine.setMask({ photo: open.photo, slot: 'brush', mask: { ...BRUSH.mask, data: BRUSH.mask.data.slice() } });
    through.host.readPixels = async () => {
      throw new Error('not to be called');
    };
    for (let times = 0; times < 2; times += 1) {
      // A commit of one's own makes a new revision and leaves the pixels.
      const [{ revision }] = await through.host.selection();
      await runInHostWithEngine({ host: through.host, engine, recipe: LOOK, photos: () => ({ ...open, revision }) });
      expect(through.host.composite(through.target)).toEqual(plain.host.composite(plain.target));
    }
    expect((await engine.status()).photoCount).toBe(1);
  });

  test('reads anew what has changed since it was opened', async () => {
    const { host, target } = makeScene();
    const engine = place(createEngine());
    const open = await openTarget({ host, engine, target });
    host.editor.paint(target.documentId, target.layerId, makePicture({ width: 40, height: 30, seed: 9 }).raster);
    await runInHostWithEngine({ host, engine, recipe: LOOK, photos: () => open });
    const other = makeScene();
    other.host.editor.paint(other.target.documentId, other.target.layerId, makePicture({ width: 40, height: 30, seed: 9 }).raster);
    await runInHost({ host: other.host, recipe: LOOK });
    expect(host.composite(target)).toEqual(other.host.composite(other.target));
    expect((await engine.status()).photoCount).toBe(1);
  });

  test('leaves the masks of who painted them, and enlarges one that is smaller than its bounds', async () => {
    const { host, target } = makeScene();
    const small: PlacedMask = { mask: { data: new Uint8Array(20 * 15).fill(255), width: 20, height: 15 }, bounds: { left: 5, top: -3, width: 40, height: 30 }, outsideCoverage: 0 };
    const recipe: Recipe = { ...LOOK, operations: [{ op: 'brightness', gain: 0.5, mask: { slot: 'brush' } }] };
    const masks = (_target: TargetReference, slot: string): PlacedMask | null => (slot === 'brush' ? small : null);
    await runInHostWithEngine({ host, engine: place(createEngine()), recipe, masks });
    expect(small.mask.data).toHaveLength(20 * 15);
    const whole = makeScene();
    await runInHost({ host: whole.host, recipe, masks: () => ({ ...small, mask: { data: new Uint8Array(40 * 30).fill(255), width: 40, height: 30 } }) });
    expect(host.composite(target)).toEqual(whole.host.composite(whole.target));
  });
});

describe('runInHost with an engine', () => {
  test('plans anew without the native step that did not take, and frees the photo', async () => {
    const { host, target } = makeScene();
    const engine = overChannel(createEngine());
    const commit = host.commit.bind(host);
    const kinds: string[] = [];
    host.commit = async (reference, writePlan, options) => {
      const [{ kind }] = writePlan.steps;
      kinds.push(kind);
      if (kind !== 'raster') throw new HostError('unsupported', `${kind}: did nothing`, { fields: { feature: kind === 'lut' ? 'lut3d' : kind } });
      return commit(reference, writePlan, options);
    };
    await runInHost({ host, engine, recipe: { ...LOOK, operations: [{ op: 'brightness', gain: 0.5 }] }, targets: [target] });
    expect(kinds).toEqual(['curves', 'lut', 'raster']);
    expect((await engine.status()).photoCount).toBe(0);
  });

  test('refuses a mask that lies elsewhere and is smaller than its bounds', async () => {
    const { host } = makeScene();
    const elsewhere: PlacedMask = { mask: { data: new Uint8Array(4), width: 2, height: 2 }, bounds: { left: 0, top: 0, width: 4, height: 4 }, outsideCoverage: 0 };
    await expect(runInHost({ host, engine: createEngine(), recipe: LOOK, masks: (_, slot) => (slot === 'brush' ? elsewhere : null) })).rejects.toMatchObject({ name: 'InvalidRasterError', fields: { slot: 'brush' } });
  });

  test.each([
    ['bounds of another size', { bounds: { left: 0, top: 0, width: 3, height: 3 } }, 'bounds: 3 x 3 (expected 40 x 30'],
    ['capabilities that are none', { capabilities: { read: true } }, 'request.capabilities.read: true (expected an object)'],
    ['a preference that is none', { preference: 'layers' }, 'request.preference: "layers" (expected native or pixels)'],
  ])('refuses %s before anything is computed', async (_, wrong, message) => {
    const { host, target } = makeScene();
    const engine = overChannel(createEngine());
    const { photo, bounds } = await openTarget({ host, engine, target });
    const request = { photo, bounds, recipe: LOOK, capabilities: await host.capabilities(), ...wrong } as never;
    await expect(engine.prepareWrite(request)).rejects.toThrow(message);
  });

  test('stops at the next band of rows when cancelled, and leaves the document as it was', async () => {
    const { host, target } = makeScene({ limit: (complete) => ({ ...complete, native: {} }) });
    const controller = new AbortController();
    const reason = { mine: true };
    const engine = overChannel(new RetouchEngine({ pause }));
    const run = runInHost({ host, engine, recipe: LOOK, signal: controller.signal, onProgress: (fraction) => void (fraction > 0.2 && controller.abort(reason)) });
    await expect(run).rejects.toBe(reason);
    expect(await host.findResult(target)).toBeNull();
    expect((await engine.status()).photoCount).toBe(0);
  });
});
