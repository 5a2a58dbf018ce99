import { MessageChannel } from 'node:worker_threads';
import type { Raster, Recipe } from '@openretouch/core';
import { type ConnectedEngine, connectEngine, type Engine, type EngineEndpoint, RetouchEngine, type RetouchEngineOptions, serveEngine } from '@openretouch/core/worker';

export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const recipeOf = (...operations: Recipe['operations']): Recipe => ({ schema: 'openretouch/recipe@1', name: 'test', operations });

/** Smooth colours with some texture, so that every operation has something to change. */
export function photo(width = 60, height = 40, channels: 3 | 4 = 3): Raster {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const c = i % channels;
    const x = Math.floor(i / channels) % width;
    const y = Math.floor(i / channels / width);
    return c === 3 ? 255 : 30 + ((x * (c + 2) + y * (3 - c) + ((x * y) % 23)) % 150);
  });
  return { data, width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

export const createTestEngine = (options: Partial<RetouchEngineOptions> = {}): RetouchEngine => new RetouchEngine({ pause, ...options });

export interface Linked extends ConnectedEngine {
  /** What the page's side posts and hears. */
  readonly port: EngineEndpoint;
  close(): void;
}

/** An engine behind a message channel of Node, as it would be behind a worker. */
export function link(engine: Engine): Linked {
  const { port1, port2 } = new MessageChannel();
  const near = port1 as unknown as EngineEndpoint;
  serveEngine(engine, port2 as unknown as EngineEndpoint);
  return { ...connectEngine(near), port: near, close: () => port1.close() };
}
