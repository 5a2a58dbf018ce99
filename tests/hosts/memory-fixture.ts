import { createHash } from 'node:crypto';
import { MemoryHost, type MemoryHostOptions } from '@openretouch/core';
import type { ConformanceFixture } from '@openretouch/core/host-conformance';

export interface MemoryFixtureOptions extends Omit<MemoryHostOptions, 'onCall'> {
  readonly lacks?: ConformanceFixture['lacks'];
  /** A host of another class, e.g. a broken one. */
  readonly createHost?: (options: MemoryHostOptions) => MemoryHost;
}

export type MemoryFixture = ConformanceFixture & { readonly host: MemoryHost };

/** A MemoryHost with one document, whose n-th call can be made to fail. */
export function createMemoryFixture({ lacks, createHost = (options) => new MemoryHost(options), ...hostOptions }: MemoryFixtureOptions = {}): MemoryFixture {
  let callsUntilFailure = 0;
  const onCall = (call: string): void => {
    if (callsUntilFailure === 0) return;
    callsUntilFailure -= 1;
    if (callsUntilFailure === 0) throw new TypeError(`the editor failed in ${call}`);
  };
  const host = createHost({ ...hostOptions, onCall });
  const { editor } = host;
  const documentId = editor.addDocument('document');
  return {
    host,
    ...(lacks === undefined ? {} : { lacks }),
    place: async ({ name, raster, left, top, layerMask }) => {
      const layerId = editor.addPicture(documentId, { name, raster, left, top, ...(layerMask === undefined ? {} : { layerMask }) });
      return host.referTo(documentId, layerId);
    },
    composite: async (target) => host.composite(target),
    fingerprint: async () => digest(editor.look(documentId)),
    paint: async (target) => {
      const picture = editor.look(documentId).layers.find(({ id }) => id === target.layerId);
      if (picture?.kind !== 'picture') throw new Error('no picture');
      const data = picture.raster.data.slice();
      data[0] = 1;
      editor.paint(documentId, target.layerId, { ...picture.raster, data });
    },
    setSelection: async (_, selection) => editor.select(documentId, selection),
    undo: async () => editor.undo(documentId),
    undoCount: async () => editor.undoCount(documentId),
    failCall: (n) => void (callsUntilFailure = n),
    lentCount: () => editor.lentCount,
    layers: async () => editor.look(documentId).layers.map((layer) => ({ id: layer.id, name: layer.kind === 'picture' ? layer.name : layer.content.name })),
    close: async () => undefined,
  };
}

/** A digest of any plain value; typed arrays count by their bytes, maps by their entries. */
function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (ArrayBuffer.isView(part)) return createHash('sha256').update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)).digest('hex');
    return part instanceof Map ? [...part] : part;
  });
  return createHash('sha256').update(text).digest('hex');
}
