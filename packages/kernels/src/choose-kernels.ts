import type { KernelSet } from '@openretouch/core';
import { withFallback } from './fall-back.js';
import { KernelError } from './kernel-error.js';
import { measureKernels } from './measure-kernels.js';
import { platformClock, platformGpu } from './platform.js';
import { probeKernels } from './probe.js';
import { createThreadedKernels } from './threads/threaded-kernels.js';
import type { ThreadOptions } from './threads/worker-handle.js';
import { createWasmKernels } from './wasm-kernels.js';
import type { AnyGpu } from './webgpu/gpu.js';
import { createWebGpuKernels } from './webgpu/webgpu-kernels.js';

/** `typescript` stands for the core's own loops: no kernels at all. */
export type KernelChoiceName = 'typescript' | KernelSet['name'];

export interface KernelChoice {
  readonly name: KernelChoiceName;
  /** To be handed to `applyPlan`; absent for `typescript`. */
  readonly kernels: KernelSet | undefined;
  /** In words, for people: why this one. */
  readonly reason: string;
}

export interface KernelCandidate {
  readonly name: KernelSet['name'];
  readonly create: () => Promise<KernelSet>;
}

interface WorkingTrial {
  readonly name: KernelSet['name'];
  readonly kernels: KernelSet;
  readonly reason: string;
}

interface RefusedTrial {
  readonly name: KernelSet['name'];
  readonly kernels?: undefined;
  readonly reason: string;
  readonly error: unknown;
}

export interface ChooseKernelsOptions {
  /** Takes this one or fails, instead of the fastest that works. */
  readonly force?: KernelChoiceName;
  /** Threads for the WebAssembly kernels: `nodeThreads()` or `webThreads()`. By default the calling one alone. */
  readonly threads?: ThreadOptions | undefined;
  /** What to try; by default the WebAssembly kernels and, where there is WebGPU, those of it. */
  readonly candidates?: readonly KernelCandidate[];
  /** Where to ask for a device; by default `navigator.gpu`. */
  readonly gpu?: AnyGpu | undefined;
  /** A clock in milliseconds, by which candidates that work are compared; by default `performance.now`. Without one the first that works is taken. */
  readonly now?: (() => number) | undefined;
  /** Told, in words, when chosen kernels fail later and others go on. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Chooses kernels by trying them on a tiny picture and, where several work, by timing each on a megapixel; falls back to the core's own loops.
 * WebGPU kernels come with the others that work behind them, so that a lost device loses no pixels.
 *
 * @throws {@link KernelError}, or whatever creating the kernels threw, when a forced choice does not work.
 */
export async function chooseKernels(options: ChooseKernelsOptions = {}): Promise<KernelChoice> {
  const { force, threads, gpu = platformGpu(), candidates = defaultCandidates(gpu, threads), now = platformClock(), onNotice } = options;
  if (force === 'typescript') return { name: 'typescript', kernels: undefined, reason: 'typescript: asked for' };
  if (force !== undefined && !candidates.some(({ name }) => name === force)) {
    throw new KernelError('kernels-unavailable', `force: ${force} (expected ${['typescript', ...candidates.map(({ name }) => name)].join(' or ')})`, { fields: { value: force } });
  }
  // Others stand behind a device that may be lost, forced or not.
  const tried = force === undefined || force === 'webgpu' ? candidates : candidates.filter(({ name }) => name === force);
  const working: WorkingTrial[] = [];
  const refused: RefusedTrial[] = [];
  for (const candidate of tried) {
    const trial = await tryCandidate(candidate, threads);
    if (trial.kernels === undefined) refused.push(trial);
    else working.push(trial);
  }

  if (force !== undefined) {
    const forced = working.find(({ name }) => name === force);
    if (forced === undefined) throw refused.find(({ name }) => name === force)?.error;
    return choose(forced, working, `${forced.reason}; asked for`, onNotice);
  }
  const reasons = refused.map(({ reason }) => reason);
  if (working.length === 0) return { name: 'typescript', kernels: undefined, reason: ['typescript: nothing faster works here', ...reasons].join('; ') };
  const { fastest, reason } = await findFastest(working, now);
  return choose(fastest, working, [reason, ...reasons].join('; '), onNotice);
}

function defaultCandidates(gpu: AnyGpu | undefined, threads: ThreadOptions | undefined): KernelCandidate[] {
  const wasm: KernelCandidate = { name: 'wasm', create: () => createOnThreads(threads) };
  return gpu === undefined ? [wasm] : [wasm, { name: 'webgpu', create: () => createWebGpuKernels({ gpu }) }];
}

async function tryCandidate({ name, create }: KernelCandidate, threads: ThreadOptions | undefined): Promise<WorkingTrial | RefusedTrial> {
  try {
    const kernels = await create();
    const { works, reason: outcome } = await probeKernels(kernels);
    const reason = `${outcome}${describeThreads(kernels, threads)}`;
    if (works) return { name, kernels, reason };
    kernels.dispose?.();
    return { name, reason, error: new KernelError('kernels-unavailable', reason, { fields: { value: name } }) };
  } catch (error) {
    return { name, reason: error instanceof Error ? error.message : String(error), error };
  }
}

async function findFastest(working: readonly WorkingTrial[], now: (() => number) | undefined): Promise<{ readonly fastest: WorkingTrial; readonly reason: string }> {
  if (working.length === 1 || now === undefined) return { fastest: working[0], reason: working[0].reason };
  const timed: { trial: WorkingTrial; milliseconds: number }[] = [];
  for (const trial of working) {
    const best = Math.min(...timed.map(({ milliseconds }) => milliseconds));
    timed.push({ trial, milliseconds: await measureKernels(trial.kernels, now, best).catch(() => Infinity) });
  }
  timed.sort((a, b) => a.milliseconds - b.milliseconds);
  const [fastest, ...others] = timed.map(({ trial, milliseconds }) => ({ trial, text: `${trial.name} ${Number.isFinite(milliseconds) ? `took ${milliseconds.toFixed(1)} ms` : 'did not do it'}` }));
  return { fastest: fastest.trial, reason: `${fastest.trial.reason}; a megapixel through a LUT: ${[fastest, ...others].map(({ text }) => text).join(', ')}` };
}

function choose(chosen: WorkingTrial, working: readonly WorkingTrial[], reason: string, onNotice?: (notice: string) => void): KernelChoice {
  const others = working.filter((trial) => trial !== chosen).map(({ kernels }) => kernels);
  if (chosen.name === 'webgpu') return { name: 'webgpu', kernels: withFallback([chosen.kernels, ...others], onNotice), reason };
  for (const kernels of others) kernels.dispose?.();
  return { name: chosen.name, kernels: chosen.kernels, reason };
}

function createOnThreads(options: ThreadOptions | undefined): Promise<KernelSet> {
  return options === undefined || options.threads < 2 ? createWasmKernels() : createThreadedKernels(options);
}

function describeThreads(kernels: KernelSet, options: ThreadOptions | undefined): string {
  return 'threads' in kernels && options !== undefined ? `; on ${(options.startsAfterMilliseconds ?? 0) > 0 ? 'up to ' : ''}${options.threads} threads` : '';
}
