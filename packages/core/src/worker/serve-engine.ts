import { expose } from 'comlink';
import type { CancelSignal } from '../cancel.js';
import { describeValue, EngineError } from '../errors.js';
import { CALL_PATH, type EngineEndpoint, type EngineMessage, readEngineMessage } from './endpoint.js';
import { type Engine, ENGINE_METHODS, type EngineControl, type EngineMethod } from './engine.js';
import { decodeError, type WireError } from './error-codec.js';
import { movableBuffers } from './movable-buffers.js';
import { installWireHandlers, Moving, MOVING_HANDLER } from './wire-handlers.js';

/** Of a request under way, as the other side cancels it. */
interface RemoteSignal extends CancelSignal {
  aborted: boolean;
  reason?: unknown;
}

/**
 * Answers the requests that arrive at an endpoint from an engine.
 *
 * @returns what ends the service; the engine goes on.
 * @remarks Lets in requests alone: comlink would follow any property path, `constructor` included, on behalf of whoever can post here.
 */
export function serveEngine(engine: Engine, endpoint: EngineEndpoint): () => void {
  installWireHandlers();
  const signals = new Map<number, RemoteSignal>();
  const post = (message: EngineMessage): void => endpoint.postMessage(message);

  const call = async (id: number, method: EngineMethod, request: never): Promise<unknown> => {
    if (!ENGINE_METHODS.includes(method)) throw new EngineError('unknown-method', `method: ${describeValue(method)} (expected ${ENGINE_METHODS.join(', ')})`, { method });
    const signal: RemoteSignal = { aborted: false };
    signals.set(id, signal);
    try {
      const perform = engine[method].bind(engine) as (request: unknown, control: EngineControl) => Promise<unknown>;
      const result = await perform(request, { signal, onProgress: (fraction) => post({ openretouch: 'progress', call: id, fraction }) });
      return new Moving(movableBuffers(result));
    } finally {
      signals.delete(id);
    }
  };

  const cancel = ({ data }: { readonly data: unknown }): void => {
    const message = readEngineMessage(data);
    const signal = message?.openretouch === 'cancel' ? signals.get(message.call) : undefined;
    if (message?.openretouch !== 'cancel' || signal === undefined) return;
    signal.reason = decodeError(message.reason as WireError);
    signal.aborted = true;
  };
  endpoint.addEventListener('message', cancel);

  let detach = (): void => undefined;
  const requestsOnly: EngineEndpoint = {
    postMessage: (message, transfer) => endpoint.postMessage(message, transfer),
    addEventListener: (type, listener) => {
      const filtered = (event: { readonly data: unknown }): void => {
        if (isRequest(event.data)) listener(event);
      };
      detach = () => endpoint.removeEventListener(type, filtered);
      endpoint.addEventListener(type, filtered);
    },
    removeEventListener: () => detach(),
    start: () => endpoint.start?.(),
  };
  expose({ [CALL_PATH]: call }, requestsOnly);
  return () => {
    detach();
    endpoint.removeEventListener('message', cancel);
  };
}

function isRequest(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const { type, path, argumentList } = data as { readonly type?: unknown; readonly path?: unknown; readonly argumentList?: unknown };
  return type === 'APPLY' && Array.isArray(path) && path.length === 1 && path[0] === CALL_PATH && Array.isArray(argumentList) && argumentList.every(isArgument);
}

/** As the other side makes them: none that has comlink build a proxy, or throw in its listener. */
function isArgument(argument: unknown): boolean {
  if (typeof argument !== 'object' || argument === null) return false;
  const { type, name } = argument as { readonly type?: unknown; readonly name?: unknown };
  return type === 'RAW' || (type === 'HANDLER' && name === MOVING_HANDLER);
}
