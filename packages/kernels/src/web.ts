import type { StartWorker, ThreadOptions } from './threads/worker-handle.js';

/** The part of a browser's worker used here; the DOM's types are not for this package. */
interface WebWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

interface WebGlobals {
  readonly Worker: new (url: string) => WebWorker;
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void };
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

const CONNECTION = `
onmessage = ((serve) => (event) => serve(event.data))(openretouchKernels.serveKernels((message) => postMessage(message)));
`;

/** More threads than this wait for memory, not for each other. */
const MOST_THREADS = 8;

/** Starts a worker from text: nothing is fetched. A content security policy has to allow `worker-src blob:`. */
export const startWebWorker: StartWorker = (source) => {
  const { Worker, Blob, URL } = globalThis as unknown as WebGlobals;
  const url = URL.createObjectURL(new Blob([source, CONNECTION], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return {
    post: (message) => worker.postMessage(message),
    listen: (onMessage, onFailure) => {
      worker.onmessage = ({ data }) => {
        URL.revokeObjectURL(url);
        onMessage(data);
      };
      worker.onerror = ({ message }) => onFailure(new Error(message ?? 'the script did not load'));
      worker.onmessageerror = () => onFailure(new Error('a message could not be read'));
    },
    hold: () => undefined,
    end: () => worker.terminate(),
  };
};

/**
 * Threads of a browser's page or worker.
 *
 * @param threads - in all, the calling one included; by default as many as the machine has cores, at most 8.
 * @returns `undefined` where memory cannot be shared: the page has to be cross-origin isolated.
 */
export function webThreads(threads?: number): ThreadOptions | undefined {
  const { crossOriginIsolated, navigator } = globalThis as unknown as WebGlobals;
  if (crossOriginIsolated !== true) return undefined;
  return { threads: threads ?? Math.min(navigator?.hardwareConcurrency ?? 1, MOST_THREADS), startWorker: startWebWorker };
}
