import { expect, it } from 'vitest';
import type { WebHost } from '../../../packages/studio/src/host/web-host.js';
import { testHost } from '../../hosts/run-conformance.js';
import { createWebFixture } from './web-fixture.js';

testHost('WebHost', createWebFixture);

it('tells of the selection, the first of which is worked on, and forgets a photo that is closed', async () => {
  const { host, place } = await createWebFixture();
  const web = host as WebHost;
  const raster = { data: Uint8Array.of(1, 2, 3), width: 1, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' } as const;
  const first = await place({ name: 'a.png', raster, left: 0, top: 0 });
  const second = await place({ name: 'b.png', raster, left: 0, top: 0 });
  let toldCount = 0;
  const stop = web.on('selection-changed', () => (toldCount += 1));
  web.select([second.documentId, first.documentId]);
  expect((await web.selection()).map(({ name }) => name)).toEqual(['b.png', 'a.png']);
  web.removePhoto(second.documentId);
  expect((await web.selection()).map(({ name }) => name)).toEqual(['a.png']);
  stop();
  web.select([]);
  expect(toldCount).toBe(2);
  await expect(web.readPixels(second)).rejects.toMatchObject({ name: 'HostError', code: 'stale-target' });
});
