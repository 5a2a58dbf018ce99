import { describeValue, EngineError } from '../errors.js';
import { type EngineEndpoint, ENGINE_PATH } from './endpoint.js';
import { type Engine, ENGINE_METHODS, type EngineMethod } from './engine.js';
import type { EngineControl } from './request.js';
import { serveCalls } from './serve-calls.js';

/**
 * Answers the requests that arrive at an endpoint from an engine.
 *
 * @returns what ends the service; the engine goes on.
 */
export function serveEngine(engine: Engine, endpoint: EngineEndpoint): () => void {
  const served = serveCalls(
    ENGINE_PATH,
    endpoint,
    async (method, request, control) => {
      if (!ENGINE_METHODS.includes(method as EngineMethod)) throw new EngineError('unknown-method', `method: ${describeValue(method)} (expected ${ENGINE_METHODS.join(', ')})`, { method });
      const perform = engine[method as EngineMethod].bind(engine) as (request: unknown, control: EngineControl) => Promise<unknown>;
      return perform(request, control);
    },
    false,
  );
  return () => served.stop(new EngineError('engine-closed', 'engine: no longer served (expected a new connection)'));
}
