import { wrap } from 'comlink';
import { throwIfCancelled } from '../cancel.js';
import { EngineError } from '../errors.js';
import { type EngineEndpoint, type EngineMessage, readEngineMessage } from './endpoint.js';
import { type Engine, ENGINE_METHODS, type EngineControl, type EngineMethod } from './engine.js';
import { encodeError } from './error-codec.js';
import { movableBuffers } from './movable-buffers.js';
import { onAbort } from './on-abort.js';
import { installWireHandlers, Moving } from './wire-handlers.js';

interface Call {
  readonly onProgress: EngineControl['onProgress'];
  fail(error: unknown): void;
}

type RemoteCall = (id: number, method: EngineMethod, request: unknown) => Promise<unknown>;

/** An engine at the other end of an endpoint. */
export interface ConnectedEngine {
  readonly engine: Engine;
  /** Ends every request under way, and all later ones, with `engine-lost`; for whoever learns that the other end is gone. */
  lose(cause?: unknown): void;
}

/**
 * Makes the engine that `serveEngine` serves at the other end of an endpoint available here. Rasters and masks of requests move there.
 *
 * @remarks A cancelled request rejects at once with the very reason of its signal; the other end is told and stops at its next band of rows.
 */
export function connectEngine(endpoint: EngineEndpoint): ConnectedEngine {
  installWireHandlers();
  const remote = wrap(endpoint as never) as unknown as { readonly call: RemoteCall };
  const calls = new Map<number, Call>();
  let lastCall = 0;
  let lost: EngineError | undefined;

  endpoint.addEventListener('message', ({ data }) => {
    const message = readEngineMessage(data);
    if (message?.openretouch === 'progress') calls.get(message.call)?.onProgress?.(message.fraction);
  });

  const request = (method: EngineMethod, content: unknown, { signal, onProgress }: EngineControl = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (lost !== undefined) throw lost;
      throwIfCancelled(signal);
      const id = (lastCall += 1);
      const fail = (error: unknown): void => {
        settle();
        reject(error);
      };
      const unhear = onAbort(signal, (reason) => {
        endpoint.postMessage({ openretouch: 'cancel', call: id, reason: encodeError(reason) } satisfies EngineMessage);
        // The caller's own reason, whatever it is: callers compare it by identity.
        fail(reason);
      });
      const settle = (): void => {
        calls.delete(id);
        unhear();
      };
      calls.set(id, { onProgress, fail });
      remote.call(id, method, new Moving(movableBuffers(content))).then(
        (result) => {
          settle();
          resolve(result);
        },
        fail,
      );
    });

  const methods = ENGINE_METHODS.map((method) => [method, (content: unknown, control?: EngineControl) => request(method, content, control)]);
  return {
    engine: Object.fromEntries(methods),
    lose: (cause) => {
      lost ??= new EngineError('engine-lost', `engine: ended under way${cause instanceof Error ? ` (${cause.message})` : ''}`, {}, cause);
      for (const call of [...calls.values()]) call.fail(lost);
    },
  };
}
