import { HostError } from '../errors.js';
import { describeValue } from '../errors.js';
import type { CancelSignal, ProgressListener } from '../cancel.js';
import { isMaybe, isNumber, isOneOf, isShape } from '../host/check-shape.js';
import { definedOnly } from '../host/defined-only.js';
import type { HostAdapter, HostStorage, ReadState } from '../host/host-adapter.js';
import { type EngineEndpoint, HOST_PATH } from './endpoint.js';
import { HOST_EVENTS, type HostFacts, isId, isKey, isLabel, isRectangle, isStored, isTarget, isWritePlan } from './host-wire.js';
import { serveCalls } from './serve-calls.js';

interface HostCall {
  readonly signal: CancelSignal;
  readonly onProgress?: ProgressListener | undefined;
}
type HostMethod = (host: HostAdapter, request: unknown, call: HostCall) => Promise<unknown>;

const checkTarget = isShape({ target: isTarget });
const checkRead = isShape({ target: isTarget, rectangle: isMaybe(isRectangle), maximumSide: isMaybe(isNumber(1, 2 ** 31, true)), bitDepth: isMaybe(isOneOf(8, 16, 32)) });
const checkMask = isShape({ target: isTarget, slot: isId });
const checkCommit = isShape({ target: isTarget, writePlan: isWritePlan, label: isLabel });
const checkResult = isShape({ target: isTarget, resultId: isId });
const checkText = isShape({ target: isTarget, key: isKey });
const checkKey = isShape({ key: isKey });
const checkValue = isShape({ key: isKey, value: isStored });

/** The requests a host answers over a bridge, each checked before the adapter hears of it. */
const METHODS: Readonly<Record<string, HostMethod>> = {
  describe: async (host, _request, { signal }): Promise<HostFacts> => ({ specificationVersion: host.specificationVersion, id: host.id, capabilities: await host.capabilities({ signal }), tellsEvents: host.on !== undefined }),
  capabilities: (host, _request, { signal }) => host.capabilities({ signal }),
  selection: (host, _request, { signal }) => host.selection({ signal }),
  readPixels: async (host, request, { signal }) => {
    const { target, ...options } = checkRead(request, 'request');
    const placed = await host.readPixels(target, { ...options, signal });
    return giveAway(placed, { raster: withOwnData(placed.raster, placed), bounds: placed.bounds, ...definedOnly({ iccProfile: placed.iccProfile?.slice() }) });
  },
  readMask: async (host, request, { signal }) => {
    const { target, slot } = checkMask(request, 'request');
    const placed = await host.readMask(target, slot, { signal });
    return placed === null ? null : giveAway(placed, { mask: withOwnData(placed.mask, placed), bounds: placed.bounds, outsideCoverage: placed.outsideCoverage });
  },
  commit: (host, request, { signal, onProgress }) => {
    const { target, writePlan, label } = checkCommit(request, 'request');
    return host.commit(target, writePlan, { label, signal, ...definedOnly({ onProgress }) });
  },
  findResult: (host, request, { signal }) => host.findResult(checkTarget(request, 'request').target, { signal }),
  revert: (host, request, { signal }) => {
    const { target, resultId } = checkResult(request, 'request');
    return host.revert(target, resultId, { signal });
  },
  'metadata.get': async (host, request, { signal }) => {
    const { target, key } = checkText(request, 'request');
    if (host.metadata === undefined) throw new HostError('unsupported', 'metadata: none (expected a host that keeps text)', { fields: { feature: 'metadata' } });
    return host.metadata.get(target, key, { signal });
  },
  'storage.get': async (host, request) => storageOf(host).get(checkKey(request, 'request').key),
  'storage.set': async (host, request) => {
    const { key, value } = checkValue(request, 'request');
    return storageOf(host).set(key, value);
  },
  'storage.keys': async (host) => storageOf(host).keys(),
  'storage.delete': async (host, request) => storageOf(host).delete(checkKey(request, 'request').key),
};

/**
 * Answers the requests that arrive at an endpoint from a host's adapter, and passes its events on.
 *
 * @returns what ends the service, for whoever learns that the page is gone: a commit under way is cancelled, and so rolls back.
 * @remarks Lets in the methods of an adapter alone, with arguments that are checked; memory that the host lends is copied and given back at once,
 * other memory moves.
 */
export function serveHost(host: HostAdapter, endpoint: EngineEndpoint): () => void {
  const served = serveCalls(
    HOST_PATH,
    endpoint,
    async (method, request, { signal, onProgress }) => {
      if (typeof method !== 'string' || !Object.hasOwn(METHODS, method)) throw new HostError('unknown-method', `method: ${describeValue(method)} (expected ${Object.keys(METHODS).join(', ')})`, { fields: { method: describeValue(method) } });
      return METHODS[method](host, request, { signal, onProgress });
    },
    true,
  );
  const unlisten = HOST_EVENTS.map((event) => host.on?.(event, () => served.post({ openretouch: 'event', path: HOST_PATH, event })));
  return () => {
    for (const stop of unlisten) stop?.();
    served.stop(new HostError('host-lost', 'host: no longer served (expected a new connection)'));
  };
}

/** What is lent goes back as soon as there is a copy of it. */
function giveAway<T extends object>(placed: ReadState, parts: T): T & { readonly revision: string } {
  placed.release?.();
  return { ...parts, revision: placed.revision };
}

function withOwnData<T extends { readonly data: Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array }>(picture: T, { release }: ReadState): T {
  return release === undefined ? picture : { ...picture, data: picture.data.slice() };
}

function storageOf({ storage }: HostAdapter): HostStorage {
  if (storage === undefined) throw new HostError('unsupported', 'storage: none (expected a host that stores)', { fields: { feature: 'storage' } });
  return storage;
}
