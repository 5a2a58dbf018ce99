import { EngineError } from '../errors.js';
import { connectCalls } from './connect-calls.js';
import { type EngineEndpoint, ENGINE_PATH } from './endpoint.js';
import { type Engine, ENGINE_METHODS, type EngineControl } from './engine.js';

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
  const { request, lose } = connectCalls(ENGINE_PATH, endpoint, {
    lost: (cause) => new EngineError('engine-lost', `engine: ended under way${cause instanceof Error ? ` (${cause.message})` : ''}`, {}, cause),
  });
  const methods = ENGINE_METHODS.map((method) => [method, (content: unknown, control?: EngineControl) => request(method, content, control)]);
  return { engine: Object.fromEntries(methods), lose };
}
