import { wrap } from 'comlink';
import { throwIfCancelled } from '../cancel.js';
import { type EngineEndpoint, type ServicePath, type WireMessage, readWireMessage } from './endpoint.js';
import { encodeError } from './error-codec.js';
import { movableBuffers } from './movable-buffers.js';
import { onAbort } from './on-abort.js';
import type { EngineControl } from './request.js';
import { CANCELLED, installWireHandlers, isCancelled, Moving } from './wire-handlers.js';

interface Call {
  /** Looks at the signal too: one that cannot be heard is noticed here. */
  progress(fraction: number): void;
  fail(error: unknown): void;
}

type RemoteCall = (id: number, method: string, request: unknown) => Promise<unknown>;

export interface ConnectCallsOptions {
  /** Makes the error of a connection that was lost. */
  readonly lost: (cause: unknown) => Error;
  /** Requests that are not given up when cancelled: what became of them is waited for. Default none. */
  readonly awaited?: readonly string[];
}

/** Requests to the service at the other end of an endpoint. */
export interface ConnectedCalls {
  request(method: string, content: unknown, control?: EngineControl): Promise<unknown>;
  /** Ends every request under way, and all later ones. */
  lose(cause?: unknown): void;
}

/**
 * Makes requests of what `serveCalls` serves at the other end. Rasters and masks of requests move there.
 *
 * @remarks A cancelled request rejects with the very reason of its signal: at once, or for awaited methods once the other end has stopped.
 */
export function connectCalls(path: ServicePath, endpoint: EngineEndpoint, { lost: lostError, awaited = [] }: ConnectCallsOptions): ConnectedCalls {
  installWireHandlers();
  const remote = (wrap(endpoint as never) as unknown as Record<ServicePath, RemoteCall>)[path];
  const calls = new Map<number, Call>();
  let lastCall = 0;
  let lost: Error | undefined;

  endpoint.addEventListener('message', ({ data }) => {
    const message = readWireMessage(data, path);
    if (message?.openretouch === 'progress') calls.get(message.call)?.progress(message.fraction);
  });

  return {
    request: (method, content, { signal, onProgress } = {}) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) throw lost;
        throwIfCancelled(signal);
        const id = (lastCall += 1);
        const fail = (error: unknown): void => {
          settle();
          reject(error);
        };
        let isCancelling = false;
        const cancel = (reason: unknown): void => {
          if (isCancelling) return;
          isCancelling = true;
          endpoint.postMessage({ openretouch: 'cancel', path, call: id, reason: encodeError(reason) } satisfies WireMessage);
          // The caller's own reason, whatever it is: callers compare it by identity.
          if (!awaited.includes(method)) fail(reason);
        };
        const unhear = onAbort(signal, cancel);
        const settle = (): void => {
          calls.delete(id);
          unhear();
        };
        const progress = (fraction: number): void => {
          onProgress?.(fraction);
          if (signal?.aborted === true) cancel(signal.reason ?? new Error(CANCELLED));
        };
        calls.set(id, { progress, fail });
        remote(id, method, new Moving(movableBuffers(content))).then((result) => {
          settle();
          if (isCancelled(result)) reject(signal?.reason ?? new Error(CANCELLED));
          else resolve(result);
        }, fail);
      }),
    lose: (cause) => {
      lost ??= lostError(cause);
      for (const call of [...calls.values()]) call.fail(lost);
    },
  };
}
