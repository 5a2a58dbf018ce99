import { type HostCapabilities, HostError, MaskError, MemoryHost, type MemoryHostOptions, type PlacedMask, type Recipe, runInHost, type TargetReference } from '@openretouch/core';
import { makePicture, makeRampMask } from '@openretouch/core/host-conformance';
import { describe, expect, test } from 'vitest';

const DIM: Recipe = { schema: 'openretouch/recipe@1', name: 'dim', operations: [{ op: 'brightness', gain: 0.5 }] };

interface Scene {
  readonly host: MemoryHost;
  readonly targets: readonly TargetReference[];
}

function makeScene(count: number, options: MemoryHostOptions = {}): Scene {
  const host = new MemoryHost(options);
  const documentId = host.editor.addDocument('document');
  const targets = Array.from({ length: count }, (_, index) => host.referTo(documentId, host.editor.addPicture(documentId, makePicture({ name: `photo ${index}`, seed: index + 1, left: index * 20 }))));
  return { host, targets };
}

function withMask(slot: string, extra: object = {}): Recipe {
  return { ...DIM, operations: [{ op: 'brightness', gain: 0.5, mask: { slot, ...extra } }] };
}

describe('runInHost', () => {
  test('retouches what is selected, in the order of the host', async () => {
    const { host, targets } = makeScene(3);
    const results = await runInHost({ host, recipe: DIM });
    expect(results.map(({ target }) => target.layerId)).toEqual(targets.map(({ layerId }) => layerId));
    expect(results.every(({ status }) => status === 'retouched')).toBe(true);
  });

  test('refuses to run with nothing selected', async () => {
    const { host } = makeScene(0);
    await expect(runInHost({ host, recipe: DIM })).rejects.toMatchObject({ name: 'HostError', code: 'nothing-selected' });
  });

  test('retouches a picture once that is named twice, or selected with its own result', async () => {
    const { host, targets } = makeScene(1);
    expect(await runInHost({ host, recipe: DIM, targets: [targets[0], targets[0]] })).toHaveLength(1);
    const [{ documentId, layerId }] = targets;
    const result = host.editor.look(documentId).layers.find(({ kind }) => kind === 'result');
    host.editor.selectLayers(documentId, [layerId, result?.id ?? '']);
    expect(await runInHost({ host, recipe: DIM })).toHaveLength(1);
  });

  test('retouches several pictures of a host whose every change makes a new revision', async () => {
    // A history id, as Photoshop has: committing to one layer is a change of the document that holds them all.
    const { host } = makeScene(3);
    const { editor } = host;
    const commit = host.commit.bind(host);
    host.commit = async (target, writePlan, options) => {
      const result = await commit(target, writePlan, options);
      editor.select(target.documentId, null);
      return result;
    };
    const results = await runInHost({ host, recipe: DIM });
    expect(results.map(({ status }) => status)).toEqual(['retouched', 'retouched', 'retouched']);
  });

  test('tells progress that never falls and ends at 1', async () => {
    const { host } = makeScene(3);
    const fractions: number[] = [];
    await runInHost({ host, recipe: DIM, onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  test('tells progress that never falls when a native step is refused and rendered again', async () => {
    const { host } = makeScene(1);
    const commit = host.commit.bind(host);
    let commits = 0;
    host.commit = async (target, writePlan, options) => {
      commits += 1;
      if (commits > 1) return commit(target, writePlan, options);
      options.onProgress?.(0.9);
      options.onProgress?.(NaN);
      throw new HostError('unsupported', 'curves did not take (expected them to)', { fields: { feature: 'curves' } });
    };
    const fractions: number[] = [];
    await runInHost({ host, recipe: DIM, onProgress: (fraction) => fractions.push(fraction) });
    expect(commits).toBe(2);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  test('ends at the first picture that fails, and keeps those before it', async () => {
    const { host, targets } = makeScene(3);
    const done: string[] = [];
    const [first, second, third] = targets;
    const gone = { ...second, layerId: 'gone' };
    const run = runInHost({ host, recipe: DIM, targets: [first, gone, third], onResult: ({ target }) => done.push(target.layerId) });
    await expect(run).rejects.toMatchObject({ code: 'stale-target' });
    expect(done).toEqual([first.layerId]);
    expect(await host.findResult(first)).not.toBeNull();
    expect(await host.findResult(third)).toBeNull();
  });

  test('goes on after a picture that fails where that is asked for, and reports it', async () => {
    const { host, targets } = makeScene(3);
    const [first, second, third] = targets;
    const results = await runInHost({ host, recipe: DIM, targets: [first, { ...second, layerId: 'gone' }, third], onError: 'continue' });
    expect(results.map(({ status }) => status)).toEqual(['retouched', 'failed', 'retouched']);
    expect(results[1]).toMatchObject({ error: { name: 'HostError', code: 'stale-target' } });
  });

  test('stops between pictures when cancelled, also where failures are only reported', async () => {
    const { host, targets } = makeScene(3);
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = runInHost({ host, recipe: DIM, signal: controller.signal, onError: 'continue', onResult: () => controller.abort(reason) });
    await expect(run).rejects.toBe(reason);
    expect(await host.findResult(targets[0])).not.toBeNull();
    expect(await host.findResult(targets[1])).toBeNull();
  });

  test('refuses a picture that changes between pixels and mask', async () => {
    const holder: { change?: () => void } = {};
    let reads = 0;
    const { host, targets } = makeScene(1, { onCall: (call) => void (call === 'lendMask' && (reads += 1) === 2 && holder.change?.()) });
    const [{ documentId }] = targets;
    holder.change = () => host.editor.select(documentId, makeRampMask(0, 0, 2, 2));
    host.editor.selectLayers(documentId, [host.editor.addPicture(documentId, makePicture({ layerMask: makeRampMask(0, 0, 5, 5) }))]);
    await expect(runInHost({ host, recipe: withMask('host') })).rejects.toMatchObject({ code: 'stale-target' });
  });

  test('wraps what a host throws and keeps the cause', async () => {
    const cause = new TypeError('lendPixels of undefined');
    const { host } = makeScene(1);
    host.readPixels = async () => {
      throw cause;
    };
    const error = await runInHost({ host, recipe: DIM }).catch((reason: unknown) => reason);
    expect(HostError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'read-failed', cause, fields: { call: 'readPixels' } });
  });

  test('plans anew without the native step that did not take', async () => {
    const { host, targets } = makeScene(1);
    const commit = host.commit.bind(host);
    const kinds: string[] = [];
    host.commit = async (target, writePlan, options) => {
      const [{ kind }] = writePlan.steps;
      kinds.push(kind);
      if (kind !== 'raster') throw new HostError('unsupported', `${kind}: did nothing`, { fields: { feature: kind === 'lut' ? 'lut3d' : kind } });
      return commit(target, writePlan, options);
    };
    const [result] = await runInHost({ host, recipe: DIM, targets });
    expect(kinds).toEqual(['curves', 'lut', 'raster']);
    expect(result).toMatchObject({ status: 'retouched', report: { entries: [{ became: 'raster' }] } });
  });

  test('gives up when pixels are refused too', async () => {
    const { host } = makeScene(1);
    host.commit = async () => {
      throw new HostError('unsupported', 'nothing works', { fields: { feature: 'pixels' } });
    };
    await expect(runInHost({ host, recipe: DIM })).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('names the slot of a mask that is missing', async () => {
    const { host } = makeScene(1);
    const run = runInHost({ host, recipe: withMask('brush') });
    await expect(run).rejects.toThrow(MaskError);
    await expect(run).rejects.toThrow('"brush"');
  });

  test('does not ask a host for masks it declared it cannot read', async () => {
    const blind = (complete: HostCapabilities): HostCapabilities => ({ ...complete, masks: { layerMask: false, selection: false, named: false } });
    const { host } = makeScene(1, { limit: blind });
    host.readMask = async () => {
      throw new Error('not to be called');
    };
    const [result] = await runInHost({ host, recipe: withMask('host', { optional: true }) });
    expect(result.status).toBe('retouched');
  });

  test('refuses a selection that holds nothing of the picture', async () => {
    const { host, targets } = makeScene(1);
    host.editor.select(targets[0].documentId, makeRampMask(500, 500, 4, 4));
    await expect(runInHost({ host, recipe: DIM })).rejects.toMatchObject({ code: 'nothing-selected' });
  });

  test.each([true, false])('decides from what is selected, whether the host reads rectangles or not: %s', async (rectangle) => {
    const limit = (complete: HostCapabilities): HostCapabilities => ({ ...complete, read: { ...complete.read, rectangle } });
    const { host, targets } = makeScene(1, { limit });
    const [{ documentId, layerId }] = targets;
    const data = new Uint8Array(12 * 4 * 4).fill(255);
    // Left half 40, right half 200: the paper's contrast turns about the mean, which is 200 within the selection.
    for (let i = 0; i < data.length; i += 4) data.fill((i / 4) % 12 < 6 ? 40 : 200, i, i + 3);
    host.editor.paint(documentId, layerId, { data, width: 12, height: 4, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' });
    const selection: PlacedMask = { mask: { data: new Uint8Array(6 * 4).fill(255), width: 6, height: 4 }, bounds: { left: 6, top: 0, width: 6, height: 4 }, outsideCoverage: 0 };
    host.editor.select(documentId, selection);
    await runInHost({ host, recipe: { ...DIM, operations: [{ op: 'contrast', gain: 0.5 }] } });
    const { raster } = host.composite(targets[0]);
    expect([raster.data[0], raster.data[4 * 11]]).toEqual([40, 200]);
  });

  test('shows soft masks over clamped highlights as the plan has them', async () => {
    const { host, targets } = makeScene(1);
    const [{ documentId, layerId }] = targets;
    const data = new Uint8Array(4).fill(204);
    host.editor.paint(documentId, layerId, { data, width: 1, height: 1, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
    const half: PlacedMask = { mask: { data: Float32Array.of(0.25), width: 1, height: 1 }, bounds: { left: 0, top: 0, width: 1, height: 1 }, outsideCoverage: 0 };
    const recipe: Recipe = { ...DIM, operations: [{ op: 'brightness', gain: 2, mask: { slot: 'brush' } }] };
    await runInHost({ host, recipe, masks: (_, slot) => (slot === 'brush' ? half : null) });
    // 204 + 1/4 (408 - 204) = 255; a layer clamped at 255 before the blend would show 204 + 1/4 (255 - 204) = 217.
    expect(host.composite(targets[0]).raster.data[0]).toBe(255);
  });

  test('commits under the recipe’s name or the label given', async () => {
    const { host } = makeScene(1);
    const labels: string[] = [];
    const commit = host.commit.bind(host);
    host.commit = (target, writePlan, options) => (labels.push(options.label), commit(target, writePlan, options));
    await runInHost({ host, recipe: DIM });
    await runInHost({ host, recipe: DIM, label: 'Retouch' });
    expect(labels).toEqual(['dim', 'Retouch']);
  });
});
