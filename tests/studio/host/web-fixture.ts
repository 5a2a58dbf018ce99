import type { Raster, TargetReference } from '@openretouch/core';
import type { ConformanceFixture } from '@openretouch/core/host-conformance';
import { decodePhoto } from '../../../packages/studio/src/files/decode-photo.js';
import { encodePhoto } from '../../../packages/studio/src/files/encode-photo.js';
import { encodePng, type PngRaster } from '../../../packages/studio/src/files/encode-png.js';
import type { PhotoSource } from '../../../packages/studio/src/host/photo-source.js';
import { openUserStorage } from '../../../packages/studio/src/host/user-storage.js';
import { WebHost } from '../../../packages/studio/src/host/web-host.js';

/** A page host with PNG files in it: they hold 16 bit and transparency, and are coded without a canvas. Its n-th call can be made to fail. */
export async function createWebFixture(): Promise<ConformanceFixture> {
  let callsUntilFailure = 0;
  const mayFail = (what: string): void => {
    if (callsUntilFailure > 0 && (callsUntilFailure -= 1) === 0) throw new Error(`the browser failed in ${what}`);
  };
  const files = new Map<string, File>();
  const host = new WebHost({
    storage: await openUserStorage(),
    output: () => ({ format: 'png' }),
    encode: async (...request) => {
      mayFail('encode');
      return encodePhoto(...request);
    },
  });
  const sourceOf = (file: File): PhotoSource => ({
    name: file.name,
    decode: async (signal) => {
      mayFail('decode');
      return decodePhoto(file, signal);
    },
  });
  const fileOf = async (name: string, raster: Raster): Promise<File> => new File([(await encodePng(raster as PngRaster)) as Uint8Array<ArrayBuffer>], name);
  const digest = async (bytes: BufferSource): Promise<string> => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16)).join('');
  const ids = (): readonly string[] => [...files.keys()];

  return {
    host,
    lacks: { offset: 'a file has no place in a document' },
    async place({ name, raster }) {
      const file = await fileOf(name, raster);
      const id = host.addPhoto(sourceOf(file));
      files.set(id, file);
      host.select(ids());
      return host.referTo(id);
    },
    async composite({ documentId }: TargetReference) {
      const result = host.resultOf(documentId);
      const shown = result === undefined ? (files.get(documentId) as File) : new File([result.bytes as Uint8Array<ArrayBuffer>], result.name);
      const { raster } = await decodePhoto(shown);
      return { raster, bounds: { left: 0, top: 0, width: raster.width, height: raster.height } };
    },
    async fingerprint() {
      const parts = await Promise.all(
        ids().map(async (id) => {
          const result = host.resultOf(id);
          const made = result === undefined ? 'none' : `${result.id} ${await digest(result.bytes as Uint8Array<ArrayBuffer>)}`;
          return `${id} ${await digest(await (files.get(id) as File).arrayBuffer())} ${made}`;
        }),
      );
      return parts.join('\n');
    },
    async paint({ documentId }) {
      const before = files.get(documentId) as File;
      const { raster } = await decodePhoto(before);
      raster.data[0] = raster.data[0] === 1 ? 2 : 1;
      const file = await fileOf(before.name, raster);
      files.set(documentId, file);
      host.replacePhoto(documentId, sourceOf(file));
    },
    failCall: (n) => void (callsUntilFailure = n),
    close: async () => undefined,
  };
}
