import { type FailureRecord, recordFailure, WorkerDiedError } from './photo-failure.js';
import type { RetouchWorker, StartWorker } from './photo-task.js';

export interface PoolOptions<T, R> {
  readonly tasks: readonly T[];
  /** Workers at once, >= 1. */
  readonly jobs: number;
  readonly startWorker: StartWorker;
  readonly signal: AbortSignal;
  /** Has a worker do what is to be done with a photo. */
  readonly work: (worker: RetouchWorker, task: T) => Promise<R>;
  /** The result of a photo whose worker has died. */
  readonly failed: (failure: FailureRecord) => R;
  readonly onResult: (task: T, result: R) => void;
}

/**
 * Hands photos to workers, each the next one as soon as it is free. A worker that dies costs the photo it had in hand and is
 * replaced.
 *
 * @throws the signal's reason when cancelled, after every photo in hand has rolled back; what starting a worker threw when none is
 * left to go on with.
 */
export async function runPool<T, R>({ tasks, jobs, startWorker, signal, work, failed, onResult }: PoolOptions<T, R>): Promise<void> {
  let next = 0;
  let startFailure: unknown;

  const attempt = async (worker: RetouchWorker, task: T): Promise<R> => {
    try {
      return await work(worker, task);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      return failed(recordFailure(error));
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
