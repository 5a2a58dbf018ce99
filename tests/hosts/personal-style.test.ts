import { createStyle, MemoryHost, parseRecipe, RECIPE_METADATA_KEY, runInHost, type TargetReference } from '@openretouch/core';
import { makePicture } from '@openretouch/core/host-conformance';
import { afterAll, describe, expect, test } from 'vitest';
import { createFakePienet, FAKE_SPACE } from '../core/inference/fake-pienet.js';

const decider = createFakePienet();
afterAll(() => decider.dispose());

const style = createStyle({ name: 'Mine', preference: { embedding: FAKE_SPACE, vector: [0.8, 0, -0.6, 0] }, likedCount: 20 });

function makeScene(): { host: MemoryHost; target: TargetReference } {
  const host = new MemoryHost();
  const documentId = host.editor.addDocument('document');
  return { host, target: host.referTo(documentId, host.editor.addPicture(documentId, makePicture({ name: 'photo', seed: 3 }))) };
}

describe('a personal style in a host', () => {
  test('is written as one colour map, and the layer keeps the style to be changed later', async () => {
    const { host, target } = makeScene();
    const [result] = await runInHost({ host, recipe: style, planning: { decide: decider.decide } });
    if (result.status !== 'retouched') throw result.error;
    expect(result.report.entries).toMatchObject([{ became: 'lut' }]);
    expect(result.plan.notes).toMatchObject([{ code: 'decided' }]);
    const stored = await host.metadata?.get(target, RECIPE_METADATA_KEY);
    expect(parseRecipe(stored ?? '')).toEqual(style);
  });

  test('of another embedding space changes nothing', async () => {
    const { host, target } = makeScene();
    const before = JSON.stringify(host.editor.look(target.documentId).layers.map(({ kind, id }) => [kind, id]));
    const foreign = createStyle({ name: 'Foreign', preference: { embedding: 'ffffffffffffffff', vector: [1, 0, 0, 0] }, likedCount: 20 });
    await expect(runInHost({ host, recipe: foreign, planning: { decide: decider.decide } })).rejects.toMatchObject({ name: 'EmbeddingSpaceError', code: 'other-embedding-space' });
    expect(JSON.stringify(host.editor.look(target.documentId).layers.map(({ kind, id }) => [kind, id]))).toBe(before);
  });
});
