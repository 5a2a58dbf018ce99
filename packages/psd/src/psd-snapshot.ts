import { HostError } from '@openretouch/core';
import { type Layer, readPsd } from 'ag-psd';
import { ICC_PROFILE_RESOURCE, readImageResource } from './image-resources.js';
import { maskOf } from './layer-mask.js';
import { type PsdHeader, readPsdHeader } from './psd-header.js';
import { boundsOf, kindOf, type PsdLayer } from './psd-layer.js';

/** A document as it was when its editor saved it: what lies where, and the means to read pixels and masks. */
export interface PsdSnapshot extends PsdHeader {
  /** The document's own profile. */
  readonly iccProfile: Uint8Array | undefined;
  /** All layers from the bottom up, what is in a group before the group. */
  readonly layers: readonly PsdLayer[];
  /** The library's layers by our ids, their pixels still packed. */
  readonly packed: ReadonlyMap<string, Layer>;
}

interface Inherited {
  readonly parentId: string | undefined;
  readonly isHidden: boolean;
  readonly locks: PsdLayer['locks'];
}

const FREE: Inherited = { parentId: undefined, isHidden: false, locks: { transparency: false, pixels: false, position: false } };

/**
 * Reads a PSD or PSB file of an editor without unpacking its pixels.
 *
 * @throws HostError `read-failed` for damaged bytes; `unsupported` for a document that is not RGB of 8 or 16 bits.
 */
export function readPsdSnapshot(bytes: Uint8Array): PsdSnapshot {
  const header = readPsdHeader(bytes);
  const packed = new Map<string, Layer>();
  const layers: PsdLayer[] = [];
  collect(readChildren(bytes), FREE, layers, packed);
  return { ...header, iccProfile: readImageResource(bytes, ICC_PROFILE_RESOURCE), layers, packed };
}

/** @throws HostError `stale-target` when the snapshot has no such layer. */
export function findLayer({ layers, packed }: PsdSnapshot, id: string): { readonly layer: PsdLayer; readonly packed: Layer } {
  const layer = layers.find((candidate) => candidate.id === id);
  const found = packed.get(id);
  if (layer === undefined || found === undefined) throw new HostError('stale-target', `layer ${JSON.stringify(id)}: not in the document (expected it to be there still)`, { fields: { layerId: id } });
  return { layer, packed: found };
}

function readChildren(bytes: Uint8Array): readonly Layer[] {
  try {
    return readPsd(bytes, { useRawData: true, skipCompositeImageData: true, skipThumbnail: true, skipLinkedFilesData: true }).children ?? [];
  } catch (cause) {
    throw new HostError('read-failed', `snapshot: a damaged PSD document (expected one as an editor saves it): ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function collect(children: readonly Layer[], inherited: Inherited, layers: PsdLayer[], packed: Map<string, Layer>): void {
  for (const child of children) {
    const layer = describe(child, inherited, packed);
    packed.set(layer.id, child);
    collect(child.children ?? [], { parentId: layer.id, isHidden: layer.isHidden, locks: layer.locks }, layers, packed);
    layers.push(layer);
  }
}

function describe(layer: Layer, inherited: Inherited, known: ReadonlyMap<string, Layer>): PsdLayer {
  const own = layer.id === undefined ? undefined : String(layer.id);
  const { locks } = inherited;
  return {
    id: own === undefined || known.has(own) ? `place-${known.size}` : own,
    parentId: inherited.parentId,
    name: layer.name ?? '',
    kind: kindOf(layer),
    bounds: boundsOf(layer),
    isHidden: inherited.isHidden || layer.hidden === true,
    locks: {
      transparency: locks.transparency || layer.transparencyProtected === true || layer.protected?.transparency === true,
      pixels: locks.pixels || layer.protected?.composite === true,
      position: locks.position || layer.protected?.position === true,
    },
    opacity: layer.opacity ?? 1,
    blendMode: layer.blendMode ?? 'normal',
    isClipped: layer.clipping === true,
    hasMask: maskOf(layer) !== undefined,
  };
}
