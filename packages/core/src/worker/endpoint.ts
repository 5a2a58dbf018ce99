/** One end of a way for messages; a `Worker`, a `MessagePort` and a worker's own scope are such ends. */
export interface EngineEndpoint {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  /** Of ports, which deliver nothing before. */
  start?(): void;
}

/** Messages beside requests and their answers, which comlink carries. */
export type EngineMessage =
  | { readonly openretouch: 'cancel'; readonly call: number; readonly reason: unknown }
  | { readonly openretouch: 'progress'; readonly call: number; readonly fraction: number };

/** @returns the message, where data is one. */
export function readEngineMessage(data: unknown): EngineMessage | undefined {
  const kind = typeof data === 'object' && data !== null ? (data as { openretouch?: unknown }).openretouch : undefined;
  return kind === 'cancel' || kind === 'progress' ? (data as EngineMessage) : undefined;
}

/** What comlink puts before a request; the one property path that is let in. */
export const CALL_PATH = 'call';
