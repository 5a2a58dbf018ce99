import type { OrtModule } from '@openretouch/core/inference';
import type { connectEngine, createJsonEndpoint, serveEngine } from '@openretouch/core/worker';
import type { createEngine, createWindowBridge, openBlobWorker, startEngine } from '@openretouch/engine';
import { type Outcome, runScenario } from './engine-scenario.page.js';

/** The ways to an engine that hosts leave open. The classic script is in the page before this one. */

interface ClassicScript {
  readonly connectEngine: typeof connectEngine;
  readonly createEngine: typeof createEngine;
  readonly createJsonEndpoint: typeof createJsonEndpoint;
  readonly createWindowBridge: typeof createWindowBridge;
  readonly loadRuntime: () => Promise<OrtModule>;
  readonly openBlobWorker: typeof openBlobWorker;
  readonly serveEngine: typeof serveEngine;
  readonly startEngine: typeof startEngine;
}
declare const openretouchEngine: ClassicScript;

/** Of the page, as far as it is used: the DOM's types are not loaded for tests. */
interface Page {
  readonly crossOriginIsolated: boolean;
  readonly origin: string;
  readonly parent: object;
  readonly document: { querySelector(selector: string): { readonly contentWindow: object } | null };
  atob(text: string): string;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}
const page = globalThis as unknown as Page;

/** Weights and runtime as base64. */
export interface Given {
  readonly runtime: string;
  readonly files: Readonly<Record<string, string>>;
  readonly threads: number;
}

export interface Placed extends Outcome {
  readonly place: string;
  readonly reason: string;
  readonly origin: string;
  readonly isIsolated: boolean;
  readonly hasSharedMemory: boolean;
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(page.atob(text), (character) => character.charCodeAt(0));

function settingsOf({ runtime, files, threads }: Given): Parameters<typeof createEngine>[0] {
  return { threads, kernels: 'wasm', models: { runtimeBinary: bytesOf(runtime), files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytesOf(text)])) } };
}

function describePage(): Pick<Placed, 'origin' | 'isIsolated' | 'hasSharedMemory'> {
  return { origin: page.origin, isIsolated: page.crossOriginIsolated, hasSharedMemory: typeof SharedArrayBuffer !== 'undefined' };
}

/** In a worker of the script's own text, or where there is none on this thread. */
export async function runHere(given: Given, workerScript: string | undefined): Promise<Placed> {
  const { startEngine, openBlobWorker, loadRuntime } = openretouchEngine;
  const started = await startEngine({ settings: settingsOf(given), loadRuntime, ...(workerScript === undefined ? {} : { openWorker: () => openBlobWorker(workerScript) }) });
  const outcome = await runScenario(started.engine);
  started.end();
  return { ...outcome, ...describePage(), place: started.place, reason: started.reason };
}

/** Serves an engine to the page around this frame, by strings alone. */
export function serveParent(given: Given): void {
  const { createEngine, createJsonEndpoint, createWindowBridge, loadRuntime, serveEngine } = openretouchEngine;
  serveEngine(createEngine(settingsOf(given), loadRuntime), createJsonEndpoint(createWindowBridge(page.parent as never, '*')));
}

/** Uses the engine that the frame in this page serves. */
export async function runInFrame(): Promise<Placed & { readonly kinds: readonly string[]; readonly longest: number }> {
  const { connectEngine, createJsonEndpoint, createWindowBridge } = openretouchEngine;
  const frame = page.document.querySelector('iframe')?.contentWindow;
  const kinds = new Set<string>();
  let longest = 0;
  page.addEventListener('message', ({ data }) => {
    kinds.add(typeof data);
    longest = Math.max(longest, String(data).length);
  });
  const { engine } = connectEngine(createJsonEndpoint(createWindowBridge(frame as never, '*')));
  const outcome = await runScenario(engine);
  return { ...outcome, ...describePage(), place: 'frame', reason: 'served by strings', kinds: [...kinds], longest };
}
