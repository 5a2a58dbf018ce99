import { findPreset, type HostCapabilities, InvalidFileError, PRESETS, type Recipe, writeCameraRawPreset } from '@openretouch/core';
import { engineLibrary } from '@openretouch/core/engine-library';
import { RetouchEngine } from '@openretouch/core/worker';
import { Session } from '@openretouch/panel/session';
import { describe, expect, it } from 'vitest';
import { differencesOf, readLookFile } from '../../../../packages/panel/src/session/looks/import-look.js';
import { BUILT_IN_LOOKS, isLook, lookOfEdit } from '../../../../packages/panel/src/session/looks/look-entry.js';
import { lookGalleryOf } from '../../../../packages/panel/src/session/looks/look-gallery.js';
import { lookThumbnailsOf } from '../../../../packages/panel/src/session/looks/look-thumbnails.js';
import { type Scene, startScene } from '../../scene.js';

const makeEngine = (): RetouchEngine => new RetouchEngine({ pause: () => new Promise((resolve) => setImmediate(resolve)), loadLibrary: async () => engineLibrary });
const WARM: Recipe = findPreset('warm')?.recipe ?? (undefined as never);
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** Another panel over the same host, as on the next day. */
async function reopen({ host, engine }: Scene): Promise<Session> {
  const session = new Session({ host, engine, previewSide: 32 });
  await session.start();
  await lookGalleryOf(session).load();
  return session;
}

describe('looks', () => {
  it('are all the built-in ones but the modes of Auto', () => {
    expect(BUILT_IN_LOOKS.map(({ id }) => id)).toEqual(PRESETS.map(({ id }) => id).filter((id) => !id.startsWith('auto')));
  });

  it('are the same look again after an edit went through a recipe', async () => {
    const { session } = await startScene();
    session.setLook({ recipe: WARM, strength: 0.5 });
    const [warm, cool] = ['warm', 'cool'].map((id) => BUILT_IN_LOOKS.find((look) => look.id === id));
    const stored = { ...session.state.edit.look, recipe: JSON.parse(JSON.stringify(WARM)) as Recipe, strength: 0.5 };
    expect(warm && isLook(stored, warm)).toBe(true);
    expect(cool && isLook(stored, cool)).toBe(false);
  });

  it('keep the taste of Auto apart from that of the look', () => {
    const asset = { type: 'style', embedding: '0123456789abcdef', vector: [0.6, 0.8], likedCount: 8 } as const;
    const recipe = lookOfEdit({ adjustments: {}, steps: {}, auto: { mode: 'style', strength: 1, style: { name: 'mine', asset } } }, 'Mine');
    expect(Object.keys(recipe.assets ?? {})).toEqual(['look-style']);
    expect(recipe.operations.find(({ op }) => op === 'pienet')?.style).toEqual({ asset: 'look-style' });
  });
});

describe('the gallery', () => {
  it('keeps saved looks and favourites for the next day', async () => {
    const scene = await startScene();
    const gallery = lookGalleryOf(scene.session);
    await gallery.load();
    scene.session.setAdjustment('exposure', { ev: 0.5 });
    await gallery.saveEdit('Zürich, 5 Uhr');
    await gallery.saveEdit('Zürich, 5 Uhr');
    await gallery.toggleFavourite('warm');
    const next = lookGalleryOf(await reopen(scene)).store.get();
    expect(next.mine.map(({ name }) => name)).toEqual(['Zürich, 5 Uhr', 'Zürich, 5 Uhr']);
    expect(next.mine[0].recipe.operations).toEqual([{ op: 'exposure', ev: 0.5 }]);
    expect(new Set(next.mine.map(({ id }) => id)).size).toBe(2);
    expect(next.favourites).toEqual(['warm']);
  });

  it('takes a look away, off the photo too, and brings it back', async () => {
    const scene = await startScene();
    const gallery = lookGalleryOf(scene.session);
    const entry = await gallery.add({ ...WARM, name: 'Own' });
    expect(scene.session.state.edit.look?.recipe.name).toBe('Own');
    await gallery.remove(entry);
    expect(scene.session.state.edit.look).toBeUndefined();
    expect(lookGalleryOf(await reopen(scene)).store.get().mine).toEqual([]);
    await gallery.restore();
    expect(gallery.store.get().mine).toEqual([entry]);
    expect(lookGalleryOf(await reopen(scene)).store.get().mine).toHaveLength(1);
  });

  it('says that nothing is kept where the host has no storage, and where it is forbidden', async () => {
    const without = await startScene({ limit: ({ storage: _storage, ...rest }: HostCapabilities) => rest });
    expect(lookGalleryOf(without.session).store.get().isKept).toBe(false);
    const forbidden = await startScene();
    if (forbidden.host.storage !== undefined) forbidden.host.storage.set = () => Promise.reject(new Error('quota'));
    const gallery = lookGalleryOf(forbidden.session);
    await gallery.add(WARM);
    expect(gallery.store.get()).toMatchObject({ isKept: false, mine: [{ name: WARM.name }] });
  });

  it('leaves out what is no look, and goes on', async () => {
    const scene = await startScene();
    await scene.host.storage?.set('look/broken', bytesOf('{'));
    await scene.host.storage?.set('look/other', bytesOf({ schema: 'other' }));
    await scene.host.storage?.set('look/warm', bytesOf(WARM));
    const gallery = lookGalleryOf(scene.session);
    await gallery.load();
    expect(gallery.store.get().mine.map(({ id }) => id)).toEqual(['look/warm']);
  });
});

describe('thumbnails', () => {
  it('are drawn for looks in sight alone, and again when Auto changes', async () => {
    const scene = await startScene();
    const thumbnails = lookThumbnailsOf(scene.session);
    const [clean, vivid] = BUILT_IN_LOOKS;
    const leave = thumbnails.want(clean.id, clean);
    await thumbnails.settled();
    const first = thumbnails.store.get().pictures.get(clean.id)?.raster;
    expect([...thumbnails.store.get().pictures.keys()]).toEqual([clean.id]);
    expect(first?.data).not.toEqual(scene.session.state.photo?.original.data);
    scene.session.setAuto({ mode: 'classic', strength: 1 });
    await thumbnails.settled();
    expect(thumbnails.store.get().pictures.get(clean.id)?.raster).not.toBe(first);
    leave();
    thumbnails.want(vivid.id, vivid);
    scene.session.setAuto(undefined);
    await thumbnails.settled();
    expect(thumbnails.store.get().pictures.has(vivid.id)).toBe(true);
  });

  it('of a look that cannot be drawn leave a grey place, and the others are drawn', async () => {
    const scene = await startScene();
    const thumbnails = lookThumbnailsOf(scene.session);
    const [clean] = BUILT_IN_LOOKS;
    thumbnails.want('broken', { ...clean, id: 'broken', recipe: { ...clean.recipe, operations: [{ op: 'pienet', style: 'golden' }] } });
    thumbnails.want(clean.id, clean);
    await thumbnails.settled();
    expect([...thumbnails.store.get().pictures.keys()]).toEqual([clean.id]);
  });
});

describe('a look file', () => {
  it('of our own comes in as it is, with nothing to report', async () => {
    const { session } = await startScene({ engine: makeEngine() });
    const read = await readLookFile(session, { name: 'warm.retouch.json', type: 'application/json', bytes: bytesOf(WARM) }, undefined);
    expect(read.recipe.operations).toEqual(WARM.operations);
    expect(differencesOf(read)).toEqual([]);
  });

  it('of Camera Raw names the fields that have no counterpart', async () => {
    const { session } = await startScene({ engine: makeEngine() });
    const { xmp } = writeCameraRawPreset({ schema: 'openretouch/recipe@1', name: 'film', operations: [{ op: 'exposure', ev: 0.5 }] });
    const read = await readLookFile(session, { name: 'film.xmp', type: '', bytes: bytesOf(xmp.replace('crs:Exposure2012', 'crs:Texture="+20" crs:Exposure2012')) }, undefined);
    expect(read.format).toBe('xmp');
    expect(differencesOf(read).map(({ field }) => field)).toContain('Texture');
  });

  it('that is none is refused, and nothing changes', async () => {
    const { session } = await startScene({ engine: makeEngine() });
    await expect(readLookFile(session, { name: 'notes.cube', type: '', bytes: bytesOf('hello') }, undefined)).rejects.toThrow(InvalidFileError);
    expect(session.state.edit.look).toBeUndefined();
    expect(session.state.canUndo).toBe(false);
  });
});
