import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPhotos } from '../../../packages/cli/src/files/list-photos.js';
import { makeFolder } from '../corpus.js';

const root = makeFolder();
const album = join(root.path, 'album');
afterAll(root.remove);

beforeAll(() => {
  mkdirSync(join(album, 'day 2', 'more'), { recursive: true });
  mkdirSync(join(album, '.hidden'));
  for (const name of ['IMG_10.jpg', 'IMG_9.JPG', 'b.png', 'Ä.tiff', 'notes.txt', 'raw.NEF', 'phone.heic', '.DS_Store', '.thumb.jpg', '.hidden/c.jpg', 'day 2/d.webp', 'day 2/more/e.avif']) {
    writeFileSync(join(album, name), '');
  }
  symlinkSync('..', join(album, 'day 2', 'loop'));
  symlinkSync(join(album, 'b.png'), join(album, 'z-link.png'));
  symlinkSync('nowhere.jpg', join(album, 'broken.jpg'));
});

describe('listPhotos', () => {
  it('finds the photos below a folder in natural order, with sub-paths, and each linked folder once', async () => {
    const { photos, skippedCount, unsupported, problems } = await listPhotos([album]);
    expect(photos.map(({ relativePath }) => relativePath)).toEqual(['Ä.tiff', 'b.png', join('day 2', 'd.webp'), join('day 2', 'more', 'e.avif'), 'IMG_9.JPG', 'IMG_10.jpg', 'z-link.png']);
    expect(photos[0].path).toBe(join(album, 'Ä.tiff'));
    expect(skippedCount).toBe(1);
    expect(unsupported).toEqual([join(album, 'phone.heic'), join(album, 'raw.NEF')]);
    expect(problems).toEqual([`${join(album, 'broken.jpg')}: no such file or folder`]);
  });

  it('takes files given by name as they are, in the order given', async () => {
    const paths = [join(album, 'notes.txt'), join(album, 'b.png'), join(album, '.thumb.jpg')];
    const { photos } = await listPhotos(paths);
    expect(photos).toEqual(paths.map((path) => ({ path, relativePath: path.slice(album.length + 1) })));
  });

  it('refuses a path that does not exist', async () => {
    await expect(listPhotos([join(album, 'none')])).rejects.toMatchObject({ name: 'InvalidFileError', message: `${join(album, 'none')}: no such file or folder` });
  });

  it('refuses a link that leads in a circle', async () => {
    symlinkSync('circle', join(root.path, 'circle'));
    await expect(listPhotos([join(root.path, 'circle')])).rejects.toMatchObject({ message: `${join(root.path, 'circle')}: a symbolic link that leads in a circle` });
  });

  it.skipIf(process.platform !== 'linux')('lists names that are not UTF-8 as problems and goes on', async () => {
    const folder = join(root.path, 'latin1');
    mkdirSync(folder);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9), Buffer.from('.jpg')]), '');
    writeFileSync(join(folder, 'good.jpg'), '');
    const { photos, problems } = await listPhotos([folder]);
    expect(photos.map(({ relativePath }) => relativePath)).toEqual(['good.jpg']);
    expect(problems).toEqual([`${join(folder, 'café.jpg')}: the name is not UTF-8; rename the file first`]);
  });

  it('stops with the reason of an aborted signal', async () => {
    const reason = new Error('stop');
    await expect(listPhotos([album], AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
