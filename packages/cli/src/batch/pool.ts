import { recordFailure, WorkerDiedError } from './photo-failure.js';
import type { PhotoHooks, PhotoResult, PhotoTask, RetouchWorker, StartWorker } from './photo-task.js';

export interface PoolOptions {
  readonly tasks: readonly PhotoTask[];
  /** Workers at once, >= 1. */
  readonly jobs: number;
  readonly startWorker: StartWorker;
  readonly signal: AbortSignal;
  /** What one photo may ask; its `release` is called when the photo is out of hand. */
  readonly hooksFor: (task: PhotoTask) => PhotoHooks & { readonly release: () => void };
  readonly onResult: (task: PhotoTask, result: PhotoResult) => void;
}

/**
 * Hands photos to workers, each the next one as soon as it is free. A worker that dies costs the photo it had in hand and is
 * replaced.
 *
 * @throws the signal's reason when cancelled, after every photo in hand has rolled back; what starting a worker threw when none is
 * left to go on with.
 */
export async function runPool({ tasks, jobs, startWorker, signal, hooksFor, onResult }: PoolOptions): Promise<void> {
  let next = 0;
  let startFailure: unknown;

  const attempt = async (worker: RetouchWorker, task: PhotoTask): Promise<PhotoResult> => {
    const hooks = hooksFor(task);
    try {
      return await worker.retouch(task, hooks);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      return { status: 'failed', failure: recordFailure(error), seconds: 0 };
    } finally {
      hooks.release();
    }
  };

  const lane = async (): Promise<void> => {
    let worker: RetouchWorker | undefined;
    try {
      while (next < tasks.length && !signal.aborted) {
        if (worker?.isAlive !== true) {
          try {
            worker = await startWorker();
          } catch (error) {
            startFailure ??= error;
            return;
          }
          continue;
        }
        const task = tasks[next];
        next += 1;
        onResult(task, await attempt(worker, task));
      }
    } finally {
      worker?.close();
    }
  };

  const lanes = Array.from({ length: Math.max(1, Math.min(jobs, tasks.length)) }, lane);
  const outcomes = await Promise.allSettled(lanes);
  signal.throwIfAborted();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (next < tasks.length) throw startFailure;
}
