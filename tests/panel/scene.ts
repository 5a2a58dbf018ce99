import { type HostCapabilities, MemoryHost, type MemoryLayer, type TargetReference } from '@openretouch/core';
import { makePicture } from '@openretouch/core/host-conformance';
import { type Engine, RetouchEngine } from '@openretouch/core/worker';
import { Session } from '@openretouch/panel/session';

export interface Scene {
  readonly host: MemoryHost;
  readonly engine: Engine;
  readonly session: Session;
  readonly documentId: string;
  readonly targets: readonly TargetReference[];
}

export interface SceneOptions {
  readonly photoCount?: number;
  readonly engine?: Engine;
  readonly limit?: (complete: HostCapabilities) => HostCapabilities;
}

/** A session over a host in memory and an engine on this thread, with small photos that are wider than high. */
export function makeScene({ photoCount = 1, engine = makeEngine(), limit }: SceneOptions = {}): Scene {
  const host = new MemoryHost(limit === undefined ? {} : { limit });
  const documentId = host.editor.addDocument('document');
  const targets = Array.from({ length: photoCount }, (_, index) => host.referTo(documentId, host.editor.addPicture(documentId, makePicture({ name: `photo ${index}`, width: 48, height: 32, seed: index + 1 }))));
  host.editor.selectLayers(documentId, targets.slice(0, 1).map(({ layerId }) => layerId));
  return { host, engine, session: new Session({ host, engine, previewSide: 32 }), documentId, targets };
}

export function makeEngine(): RetouchEngine {
  return new RetouchEngine({ pause: () => new Promise((resolve) => setImmediate(resolve)) });
}

/** @returns the scene with its photo open and shown. */
export async function startScene(options?: SceneOptions): Promise<Scene> {
  const scene = makeScene(options);
  await scene.session.start();
  await scene.session.settled();
  return scene;
}

export function resultLayers({ host, documentId }: Scene): MemoryLayer[] {
  return host.editor.look(documentId).layers.filter(({ kind }) => kind === 'result');
}
