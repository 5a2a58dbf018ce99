import { expose } from 'comlink';
import type { CancelSignal } from '../cancel.js';
import { type EngineEndpoint, readWireMessage, type ServicePath, type WireMessage } from './endpoint.js';
import { decodeError, type WireError } from './error-codec.js';
import { movableBuffers } from './movable-buffers.js';
import type { EngineControl } from './request.js';
import { CANCELLED_ANSWER, installWireHandlers, Moving, MOVING_HANDLER } from './wire-handlers.js';

/** Of a request under way, as the other side cancels it. */
interface RemoteSignal extends CancelSignal {
  aborted: boolean;
  reason?: unknown;
}

/** Answers a request; throws for a method that there is not. */
export type PerformCall = (method: unknown, request: unknown, control: EngineControl & { readonly signal: CancelSignal }) => Promise<unknown>;

/** What is served at an endpoint. */
export interface ServedCalls {
  post(message: WireMessage): void;
  /** Ends the service, and requests under way with the reason. */
  stop(reason: unknown): void;
}

/**
 * Answers the requests that arrive at an endpoint. Rasters and masks of answers move there.
 *
 * @param marksCancelled - whether a request that ends with its signal's own reason is answered as cancelled, for connections that wait for that.
 * @remarks Lets in requests alone: comlink would follow any property path, `constructor` included, on behalf of whoever can post here.
 */
export function serveCalls(path: ServicePath, endpoint: EngineEndpoint, perform: PerformCall, marksCancelled: boolean): ServedCalls {
  installWireHandlers();
  const signals = new Map<number, RemoteSignal>();
  const post = (message: WireMessage): void => endpoint.postMessage(message);

  const call = async (id: number, method: unknown, request: unknown): Promise<unknown> => {
    const signal: RemoteSignal = { aborted: false };
    signals.set(id, signal);
    try {
      const result = await perform(method, request, { signal, onProgress: (fraction) => post({ openretouch: 'progress', path, call: id, fraction }) });
      return new Moving(movableBuffers(result));
    } catch (error) {
      if (marksCancelled && signal.aborted && error === signal.reason) return CANCELLED_ANSWER;
      throw error;
    } finally {
      signals.delete(id);
    }
  };

  const abort = (signal: RemoteSignal | undefined, reason: unknown): void => {
    if (signal === undefined || signal.aborted) return;
    signal.reason = reason;
    signal.aborted = true;
  };
  const cancel = ({ data }: { readonly data: unknown }): void => {
    const message = readWireMessage(data, path);
    if (message?.openretouch === 'cancel') abort(signals.get(message.call), decodeError(message.reason as WireError));
  };
  endpoint.addEventListener('message', cancel);

  let detach = (): void => undefined;
  const requestsOnly: EngineEndpoint = {
    postMessage: (message, transfer) => endpoint.postMessage(message, transfer),
    addEventListener: (type, listener) => {
      const filtered = (event: { readonly data: unknown }): void => {
        if (isRequest(event.data, path)) listener(event);
      };
      detach = () => endpoint.removeEventListener(type, filtered);
      endpoint.addEventListener(type, filtered);
    },
    removeEventListener: () => detach(),
    start: () => endpoint.start?.(),
  };
  expose({ [path]: call }, requestsOnly);
  return {
    post,
    stop: (reason) => {
      detach();
      endpoint.removeEventListener('message', cancel);
      for (const signal of signals.values()) abort(signal, reason);
    },
  };
}

function isRequest(data: unknown, expected: ServicePath): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const { type, path, argumentList } = data as { readonly type?: unknown; readonly path?: unknown; readonly argumentList?: unknown };
  return type === 'APPLY' && Array.isArray(path) && path.length === 1 && path[0] === expected && Array.isArray(argumentList) && argumentList.every(isArgument);
}

/** As the other side makes them: none that has comlink build a proxy, or throw in its listener. */
function isArgument(argument: unknown): boolean {
  if (typeof argument !== 'object' || argument === null) return false;
  const { type, name } = argument as { readonly type?: unknown; readonly name?: unknown };
  return type === 'RAW' || (type === 'HANDLER' && name === MOVING_HANDLER);
}
