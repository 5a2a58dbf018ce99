import { parseRecipe } from '@openretouch/core';
import { engineLibrary } from '@openretouch/core/engine-library';
import { RetouchEngine } from '@openretouch/core/worker';
import { manifest } from '@openretouch/models';
import { Session } from '@openretouch/panel/session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSquare, SQUARE_SIDE, squareRaster, styleAssetOf } from '../../../../packages/panel/src/session/style/own-style.js';
import { type OfferedPhoto, styleShelfOf } from '../../../../packages/panel/src/session/style/style-shelf.js';
import { createShippedDecider } from '../../../helpers/decider.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../../../helpers/photos.js';
import { startScene } from '../../scene.js';

const decider = createShippedDecider();
const engine = new RetouchEngine({ pause: () => new Promise((resolve) => setImmediate(resolve)), loadLibrary: async () => engineLibrary, openStyles: async () => manifest.styles, openDecider: async () => decider });
afterAll(() => decider.dispose());

const photos: OfferedPhoto[] = [];
beforeAll(async () => {
  for (const path of listPhotos(PHOTO_FOLDERS.good).slice(0, 8)) {
    const raster = await readPhoto(path);
    photos.push({ name: path.split('/').at(-1) ?? path, open: async () => ({ ...raster, data: raster.data.slice() }) });
  }
});
const BROKEN: OfferedPhoto = { name: 'notes.txt', open: () => Promise.reject(new Error('no photo')) };

async function start(): Promise<Awaited<ReturnType<typeof startScene>> & { shelf: ReturnType<typeof styleShelfOf> }> {
  const scene = await startScene({ engine });
  const shelf = styleShelfOf(scene.session);
  await shelf.load();
  return { ...scene, shelf };
}

describe('a style of liked photos', () => {
  it('is learned from eight, put on the photo as Auto, and there again the next day', async () => {
    const { shelf, session, host } = await start();
    await shelf.addPhotos('liked', photos, 'Mine');
    expect(shelf.chosen()?.liked.map(({ name }) => name)).toEqual(photos.map(({ name }) => name));
    expect(shelf.store.get().readiness?.likedCount).toBe(8);
    await shelf.tryIt();
    await session.settled();
    expect(session.state.problem).toBeUndefined();
    expect(session.state.edit.auto).toMatchObject({ mode: 'style', style: { name: 'Mine', asset: { likedCount: 8 } } });
    expect(session.state.preview?.raster.data).not.toEqual(session.state.photo?.original.data);

    const next = new Session({ host, engine, previewSide: 32 });
    await styleShelfOf(next).load();
    expect(styleShelfOf(next).chosen()).toEqual(shelf.chosen());
  });

  it('is a first idea from one photo on, and says of how many', async () => {
    const { shelf } = await start();
    await shelf.addPhotos('liked', photos.slice(0, 3), 'Mine');
    const recipe = await shelf.recipe();
    expect(recipe && styleAssetOf(recipe)?.likedCount).toBe(3);
    expect(shelf.store.get().readiness).toBeUndefined();
  });

  it('is learned anew when a photo goes, and otherwise kept', async () => {
    const { shelf } = await start();
    await shelf.addPhotos('liked', photos.slice(0, 6), 'Mine');
    const first = await shelf.recipe();
    expect(await shelf.recipe()).toBe(first);
    await shelf.removePhoto('liked', 2);
    expect(shelf.chosen()?.liked).toHaveLength(5);
    const second = await shelf.recipe();
    expect(second && styleAssetOf(second)?.vector).not.toEqual(first && styleAssetOf(first)?.vector);
  });

  it('leaves out files that are no photos, and names them', async () => {
    const { shelf } = await start();
    await shelf.addPhotos('liked', [photos[0], BROKEN, photos[1]], 'Mine');
    expect(shelf.chosen()?.liked).toHaveLength(2);
    expect(shelf.store.get().failure).toMatchObject({ kind: 'unreadable-photos', names: ['notes.txt'] });
  });

  it('refuses a photo that is liked and disliked, and leaves the photo as it was', async () => {
    const { shelf, session } = await start();
    await shelf.addPhotos('liked', photos.slice(0, 5), 'Mine');
    await shelf.addPhotos('disliked', photos.slice(4, 6), 'Mine');
    await shelf.tryIt();
    expect(shelf.store.get().failure?.kind).toBe('unlearned');
    expect(session.state.edit.auto).toBeUndefined();
  });

  it('keeps what it has seen until it is cancelled', async () => {
    const { shelf } = await start();
    const waiting: OfferedPhoto = { name: 'slow', open: async () => (shelf.cancel(), photos[0].open()) };
    await shelf.addPhotos('liked', [photos[1], waiting, photos[2]], 'Mine');
    expect(shelf.chosen()?.liked.map(({ name }) => name)).toEqual([photos[1].name]);
    expect(shelf.store.get()).toMatchObject({ work: undefined, failure: undefined });
  });
});

describe('other styles', () => {
  it('from a file come back as they were shared', async () => {
    const { shelf } = await start();
    await shelf.addPhotos('liked', photos.slice(0, 5), 'Mine');
    const recipe = await shelf.recipe();
    const bytes = new TextEncoder().encode(JSON.stringify(recipe));
    expect(bytes.length).toBeLessThan(6000);
    const other = await start();
    await other.shelf.importStyle('mine.style.retouch.json', bytes);
    expect(other.shelf.chosen()).toMatchObject({ name: 'Mine', liked: [], recipe: parseRecipe(JSON.stringify(recipe)) });
    await other.shelf.importStyle('look.json', new TextEncoder().encode(JSON.stringify({ schema: 'openretouch/recipe@1', name: 'x', operations: [] })));
    expect(other.shelf.store.get().failure).toMatchObject({ kind: 'not-a-style', names: ['look.json'] });
    expect(other.shelf.store.get().styles).toHaveLength(1);
  });

  it('that are built in need no photos', async () => {
    const { shelf, session } = await start();
    const [first] = shelf.store.get().builtIn;
    shelf.choose(first.id);
    await shelf.tryIt();
    expect(session.state.edit.auto?.style).toEqual({ id: first.id, name: first.name });
  });

  it('of one photo act at the strength that was asked for', async () => {
    const { shelf, session } = await start();
    await shelf.match(photos[3], 'Like that', 0.6);
    expect(session.state.edit.auto).toMatchObject({ mode: 'style', strength: 0.6, style: { name: 'Like that' } });
    expect(shelf.store.get().styles.map(({ name }) => name)).toEqual(['Like that']);
  });
});

describe('a square', () => {
  it('is the middle of its photo', () => {
    const data = Uint8Array.from({ length: 300 * 100 * 3 }, (_, i) => (Math.floor(i / 3) % 300 < 100 ? 10 : Math.floor(i / 3) % 300 < 200 ? 200 : 90));
    const square = makeSquare({ data, width: 300, height: 100, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
    const raster = squareRaster({ square } as never);
    expect(raster.width).toBe(SQUARE_SIDE);
    expect(new Set(raster.data)).toEqual(new Set([200, 255]));
  });
});
