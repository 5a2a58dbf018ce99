import { connectEngine, createJsonEndpoint, type Engine, type EngineEndpoint, serveEngine } from '@openretouch/core/worker';
import { link } from './helpers.js';

/** An engine as a caller has it at one place, and what ends that. */
export interface PlacedForTest {
  readonly engine: Engine;
  close(): void;
}

function overTexts(engine: Engine): PlacedForTest {
  const listeners: ((text: string) => void)[] = [];
  const side = (own: number, other: number): EngineEndpoint => createJsonEndpoint({ send: (text) => void setImmediate(() => listeners[other]?.(text)), listen: (listener) => void (listeners[own] = listener) });
  serveEngine(engine, side(0, 1));
  return { ...connectEngine(side(1, 0)), close: () => undefined };
}

/** The same engine on this thread, over a message channel, and over a bridge of texts. */
export const PLACES: readonly (readonly [string, (engine: Engine) => PlacedForTest])[] = [
  ['on this thread', (engine) => ({ engine, close: () => undefined })],
  ['over a message channel', link],
  ['over a bridge of texts', overTexts],
];
