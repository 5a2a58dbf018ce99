import { createHash } from 'node:crypto';
import {
  callHost,
  checkWritePlan,
  type CommitOptions,
  type CommitResult,
  type HostAdapter,
  type HostCapabilities,
  HostError,
  type PlacedRaster,
  type ReadOptions,
  type ReadRaster,
  type RenderedWritePlan,
  type TargetReference,
} from '@openretouch/core';
import type { ConformanceFixture } from '@openretouch/core/host-conformance';

interface StoredPicture extends PlacedRaster {
  readonly name: string;
}

/** A host as a folder is one: pictures by key, results beside them as pictures of their own, no layers and no undo. */
class SeparateHost implements HostAdapter {
  readonly specificationVersion = 1;
  readonly id = 'separate';
  readonly pictures = new Map<string, StoredPicture>();
  readonly results = new Map<string, PlacedRaster>();
  onCall: (call: string) => void = () => undefined;

  async capabilities(options: { signal?: { aborted: boolean } } = {}): Promise<HostCapabilities> {
    return callHost('capabilities', 'read-failed', options.signal, async () => CAPABILITIES);
  }

  async selection(options: { signal?: { aborted: boolean } } = {}): Promise<readonly TargetReference[]> {
    return callHost('selection', 'read-failed', options.signal, async () => [...this.pictures.keys()].map((key) => this.referTo(key)));
  }

  referTo(key: string): TargetReference {
    const picture = this.pictures.get(key);
    if (picture === undefined) throw new HostError('stale-target', `picture ${key}: gone (expected it to be there)`);
    return { documentId: 'folder', layerId: key, revision: digest(picture), name: picture.name };
  }

  async readPixels(target: TargetReference, options: ReadOptions = {}): Promise<ReadRaster> {
    return callHost('readPixels', 'read-failed', options.signal, async () => {
      this.onCall('read');
      const { revision } = this.referTo(target.layerId);
      const { raster, bounds } = this.pictures.get(target.layerId) as StoredPicture;
      return { raster: { ...raster, data: raster.data.slice() }, bounds, revision };
    });
  }

  async readMask(_target: TargetReference, _slot: string, options: { signal?: { aborted: boolean } } = {}): Promise<null> {
    return callHost('readMask', 'read-failed', options.signal, async () => null);
  }

  async commit(target: TargetReference, writePlan: RenderedWritePlan, { signal, onProgress }: CommitOptions): Promise<CommitResult> {
    return callHost('commit', 'write-failed', signal, async () => {
      const present = this.referTo(target.layerId);
      if (present.revision !== target.revision) throw new HostError('stale-target', `picture ${target.layerId}: changed after it was read (expected revision ${target.revision})`);
      const skipped = checkWritePlan(writePlan, CAPABILITIES);
      const [step] = writePlan.steps;
      if (step?.kind !== 'raster') throw new HostError('unsupported', 'writePlan: no pixels (expected one step of them)', { fields: { feature: 'layers' } });
      this.onCall('encode');
      await Promise.resolve();
      if (signal?.aborted === true) throw signal.reason;
      this.onCall('rename');
      this.results.set(target.layerId, step.pixels);
      onProgress?.(1);
      return { resultId: target.layerId, target: present, outcomes: [{ step: 0, became: 'raster' }, ...[...skipped].map(([index, reason]) => ({ step: index, became: 'skipped', reason }) as const)], undo: 'none', isVerified: this.results.get(target.layerId) === step.pixels, warnings: [] };
    });
  }

  async findResult(target: TargetReference, options: { signal?: { aborted: boolean } } = {}): Promise<string | null> {
    return callHost('findResult', 'read-failed', options.signal, async () => (this.results.has(target.layerId) ? target.layerId : null));
  }

  async revert(target: TargetReference, resultId: string): Promise<void> {
    if (resultId !== target.layerId || !this.results.delete(resultId)) throw new HostError('unknown-result', `result ${resultId}: not there (expected one of this picture)`);
  }
}

const CAPABILITIES: HostCapabilities = {
  read: { rectangle: false, scaled: false, bitDepths: [8, 16] },
  masks: { layerMask: false, selection: false, named: false },
  write: { placement: 'separate', mask: false, opacity: false, bitDepths: [8, 16] },
  native: {},
  undo: 'none',
  revert: true,
};

export function createSeparateFixture(): ConformanceFixture {
  const host = new SeparateHost();
  let callsUntilFailure = 0;
  host.onCall = (call) => {
    if (callsUntilFailure > 0 && (callsUntilFailure -= 1) === 0) throw new Error(`disk full in ${call}`);
  };
  return {
    host,
    lacks: { offset: 'a file has no place in a document' },
    place: async ({ name, raster }) => {
      const key = `picture-${host.pictures.size}`;
      host.pictures.set(key, { name, raster, bounds: { left: 0, top: 0, width: raster.width, height: raster.height } });
      return host.referTo(key);
    },
    composite: async ({ layerId }) => (host.results.get(layerId) ?? host.pictures.get(layerId)) as PlacedRaster,
    fingerprint: async () => JSON.stringify([...host.pictures, ...host.results].map(([key, placed]) => [key, digest(placed)])),
    paint: async ({ layerId }) => {
      const picture = host.pictures.get(layerId) as StoredPicture;
      const data = picture.raster.data.slice() as typeof picture.raster.data;
      data[0] = 1;
      host.pictures.set(layerId, { ...picture, raster: { ...picture.raster, data } });
    },
    failCall: (n) => void (callsUntilFailure = n),
    close: async () => undefined,
  };
}

function digest({ raster: { data } }: PlacedRaster): string {
  return createHash('sha256').update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest('hex');
}
