/** One end of a way for messages; a `Worker`, a `MessagePort` and a worker's own scope are such ends. */
export interface EngineEndpoint {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  /** Of ports, which deliver nothing before. */
  start?(): void;
}

/** What comlink puts before a request; one for each kind of service, so that both may share an endpoint, in either direction. */
export const ENGINE_PATH = 'call';
export const HOST_PATH = 'host';
export type ServicePath = typeof ENGINE_PATH | typeof HOST_PATH;

/** Messages beside requests and their answers, which comlink carries. */
export type WireMessage =
  | { readonly openretouch: 'cancel'; readonly path: ServicePath; readonly call: number; readonly reason: unknown }
  | { readonly openretouch: 'progress'; readonly path: ServicePath; readonly call: number; readonly fraction: number }
  | { readonly openretouch: 'event'; readonly path: ServicePath; readonly event: string };

/** @returns the message, where data is one of that service. */
export function readWireMessage(data: unknown, path: ServicePath): WireMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const message = data as Partial<WireMessage> & { readonly fraction?: unknown };
  if (message.path !== path) return undefined;
  if (message.openretouch === 'progress') return typeof message.fraction === 'number' ? (data as WireMessage) : undefined;
  return message.openretouch === 'cancel' || message.openretouch === 'event' ? (data as WireMessage) : undefined;
}
