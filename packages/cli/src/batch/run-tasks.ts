import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { modelReferences, type Recipe } from '@openretouch/core';
import { nodeThreads } from '@openretouch/kernels/node';
import { availableMemoryBytes } from '../files/available-memory.js';
import type { PhotoHeader } from '../files/decode-photo.js';
import type { PhotoFormat } from '../files/photo.js';
import type { Reporter } from '../report.js';
import { MemoryBudget } from './memory-budget.js';
import type { PhotoEntry } from './photo-entry.js';
import type { FailureRecord } from './photo-failure.js';
import { PhotoRetoucher, type RetouchSession } from './photo-retoucher.js';
import type { LookHooks, PhotoFacts, PhotoResult, PhotoTask, RetouchWorker, StartWorker, WriteIntent } from './photo-task.js';
import { runPool } from './pool.js';
import { ProcessWorker } from './process-worker.js';
import { RunProgress } from './progress.js';

/** The world around a run. */
export interface RunContext {
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
  /** Program of the worker processes; absent, photos are done in this process, one after the other. */
  readonly workerScript?: string;
  /** Monotonic seconds. */
  readonly now: () => number;
}

export interface TaskRun {
  /** At least one. */
  readonly tasks: readonly PhotoTask[];
  /** Photos of the run that were done before. */
  readonly keptCount: number;
  readonly session: RetouchSession;
  readonly jobs?: number;
}

/** What workers are to do with each of many photos. */
export interface Workload<T, R> {
  readonly tasks: readonly T[];
  /** Photos that were done before. */
  readonly keptCount: number;
  readonly session: RetouchSession;
  readonly jobs?: number;
  /** What is being done, for the progress line: `looking at photos`. */
  readonly title?: string;
  /** Bytes a photo takes while it is in hand. */
  readonly bytesInHand: (header: PhotoHeader, task: T) => number;
  readonly work: (worker: RetouchWorker, task: T, hooks: LookHooks & { readonly onProgress: (fraction: number) => void }) => Promise<R>;
  readonly failed: (failure: FailureRecord) => R;
  /** @returns whether it failed. */
  readonly onResult: (task: T, result: R) => boolean;
}

/** What is remembered of a run beyond it. */
export interface TaskBook {
  readonly announce: (task: PhotoTask, intent: WriteIntent) => Promise<void>;
  readonly finish: (task: PhotoTask, facts: PhotoFacts, outputMtimeNs: string) => void;
}

/** A worker's own memory: Node, sharp and the kernels. */
const WORKER_BYTES = 128 * 1024 * 1024;
/** What models add to that: onnxruntime-web's program and its memory, measured as the difference of two runs on one photo. */
const RUNTIME_BYTES = 136 * 1024 * 1024;
/** Of the machine's memory: the rest is the file cache's and other programs'. */
const MEMORY_FRACTION = 0.6;
/**
 * Memory at the worst moment, in times the photo's pixels: read, retouched, and what the encoder needs. Measured as the peak of a process
 * over an idle one's, 12 to 108 MP, rounded up: JPEG 3.2 (a progressive one to read keeps its coefficients), PNG and TIFF 3.0, WebP 7.0, AVIF 13.8.
 */
const TIMES_PIXELS: Readonly<Record<PhotoFormat, number>> = { jpeg: 4, png: 4, webp: 8, avif: 14, tiff: 4 };
const PROGRESS_INTERVAL_SECONDS = 0.2;
const HEARTBEAT_MILLISECONDS = 1000;

/** @returns a worker's own memory, with the runtime where the recipe asks models. */
export function workerBytes(recipe: Recipe): number {
  return WORKER_BYTES + (modelReferences(recipe).length > 0 ? RUNTIME_BYTES : 0);
}

/** @returns photos at once, by cores and memory; >= 1. */
export function defaultJobs(cores = availableParallelism(), memoryBytes = availableMemoryBytes(), ownBytes = WORKER_BYTES): number {
  return Math.max(1, Math.min(cores, Math.floor((memoryBytes * MEMORY_FRACTION) / (2 * ownBytes))));
}

/**
 * @param format - of the output.
 * @returns an upper estimate of the memory a photo takes while it is in hand.
 */
export function bytesInHand({ width, height, channels, bitDepth }: PhotoHeader, format: PhotoFormat): number {
  return width * height * Math.max(channels, 3) * (bitDepth / 8) * TIMES_PIXELS[format];
}

/**
 * Retouches photos.
 *
 * @param onEntry - told of each photo as soon as it is done, with its place in the run.
 * @throws as {@link runWorkload}.
 */
export function runTasks({ tasks, keptCount, session, jobs }: TaskRun, context: RunContext, book: TaskBook, onEntry: (index: number, entry: PhotoEntry) => void): Promise<void> {
  return runWorkload<PhotoTask, PhotoResult>(
    {
      tasks,
      keptCount,
      session,
      ...(jobs === undefined ? {} : { jobs }),
      bytesInHand: (header, { format }) => bytesInHand(header, format),
      work: (worker, task, hooks) => worker.retouch(task, { ...hooks, announce: (intent) => book.announce(task, intent) }),
      failed: (failure) => ({ status: 'failed', failure, seconds: 0 }),
      onResult: (task, result) => {
        if (result.status === 'retouched') book.finish(task, result.facts, result.outputMtimeNs);
        onEntry(task.index, makeEntry(task, result));
        return result.status === 'failed';
      },
    },
    context,
  );
}

/**
 * Has photos worked on, each in a process of its own where there are several.
 *
 * @throws what kept the workers from starting. When cancelled it returns: what has not been told of was not reached.
 */
export async function runWorkload<T extends { readonly index: number; readonly input: string }, R>(load: Workload<T, R>, { signal, reporter, workerScript, now }: RunContext): Promise<void> {
  const { tasks, keptCount, session, jobs, title } = load;
  const script = tasks.length > 1 ? workerScript : undefined;
  const ownBytes = workerBytes(session.recipe);
  const workerCount = script === undefined ? 1 : Math.min(jobs ?? defaultJobs(undefined, undefined, ownBytes), tasks.length);
  const threaded = { ...session, threads: workerCount === 1 ? nodeThreads().threads : 1 };
  const startWorker: StartWorker = script === undefined ? () => PhotoRetoucher.create(threaded) : () => ProcessWorker.start(script, threaded);
  const budget = new MemoryBudget(Math.max(1, availableMemoryBytes() * MEMORY_FRACTION - workerCount * ownBytes));
  const display = new ProgressDisplay(new RunProgress(tasks.length + keptCount, keptCount, now(), title), reporter, now);
  setMaxListeners(0, signal);
  const heartbeat = script === undefined ? undefined : setInterval(() => display.show(), HEARTBEAT_MILLISECONDS);

  const work = async (worker: RetouchWorker, task: T): Promise<R> => {
    let giveBack = (): void => undefined;
    let isOver = false;
    display.progress.begin(task.index, task.input);
    display.showIfDue();
    const hooks = {
      signal,
      admit: async (header: PhotoHeader): Promise<void> => {
        giveBack = await budget.acquire(load.bytesInHand(header, task), signal);
        // Its worker may have died while it waited.
        if (isOver) giveBack();
      },
      onProgress: (fraction: number): void => {
        display.progress.advance(task.index, fraction);
        display.showIfDue();
      },
    };
    try {
      return await load.work(worker, task, hooks);
    } finally {
      isOver = true;
      giveBack();
    }
  };
  const onResult = (task: T, result: R): void => {
    display.progress.end(task.index, load.onResult(task, result));
    display.showIfDue();
  };
  try {
    await runPool({ tasks, jobs: workerCount, startWorker, signal, work, failed: load.failed, onResult });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    reporter.progress('');
  }
}

function makeEntry({ input, output, format }: PhotoTask, result: PhotoResult): PhotoEntry {
  const plan = { input, output, format };
  return result.status === 'failed' ? { plan, status: 'failed', failure: result.failure, failedAfterSeconds: result.seconds } : { plan, status: 'retouched', facts: result.facts };
}

/** Draws the progress, not more often than an eye follows. */
class ProgressDisplay {
  readonly progress: RunProgress;
  readonly #reporter: Reporter;
  readonly #now: () => number;
  #shownAt = -Infinity;

  constructor(progress: RunProgress, reporter: Reporter, now: () => number) {
    this.progress = progress;
    this.#reporter = reporter;
    this.#now = now;
  }

  show(): void {
    this.#shownAt = this.#now();
    this.#reporter.progress(this.progress.describe(this.#shownAt));
  }

  showIfDue(): void {
    if (this.#now() - this.#shownAt >= PROGRESS_INTERVAL_SECONDS) this.show();
  }
}
