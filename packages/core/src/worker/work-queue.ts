import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { EngineError } from '../errors.js';
import { onAbort } from './on-abort.js';

interface Job {
  readonly fail: (error: unknown) => void;
}

export interface WorkOptions {
  readonly signal?: CancelSignal | undefined;
  /** Newer work in the same lane takes the place of older. */
  readonly lane?: string | undefined;
}

/** Does one piece of work at a time, in the order asked for; work that a newer one replaces ends at once, whether it waits or runs. */
export class WorkQueue {
  readonly #pause: () => Promise<void>;
  readonly #jobs = new Set<Job>();
  readonly #lanes = new Map<string, Job>();
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** @param pause - lets messages in before each piece of work, so that what they replace is not begun. */
  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  /**
   * @param work - is given a signal that covers the caller's, its lane and the queue's end.
   * @throws the signal's reason; {@link EngineError} `superseded` or `engine-closed`.
   */
  run<T>(work: (signal: CancelSignal) => T | Promise<T>, { signal, lane }: WorkOptions = {}): Promise<T> {
    if (this.#isClosed) return Promise.reject(closed());
    return new Promise<T>((resolve, reject) => {
      let ended: { readonly reason: unknown } | undefined;
      const watched: CancelSignal = {
        get aborted() {
          return ended !== undefined || signal?.aborted === true;
        },
        get reason() {
          return ended === undefined ? signal?.reason : ended.reason;
        },
      };
      const job: Job = {
        fail: (reason) => {
          ended ??= { reason };
          reject(reason);
        },
      };
      if (lane !== undefined) {
        this.#lanes.get(lane)?.fail(new EngineError('superseded', 'request: replaced by a newer one of its lane', { lane }));
        this.#lanes.set(lane, job);
      }
      this.#jobs.add(job);
      const unhear = onAbort(signal, job.fail);
      const turn = async (): Promise<void> => {
        try {
          await this.#pause();
          throwIfCancelled(watched);
          const result = await work(watched);
          throwIfCancelled(watched);
          resolve(result);
        } catch (error) {
          reject(error);
        } finally {
          unhear();
          this.#jobs.delete(job);
          if (lane !== undefined && this.#lanes.get(lane) === job) this.#lanes.delete(lane);
        }
      };
      this.#last = this.#last.then(turn);
    });
  }

  /** Ends all work with `engine-closed`. @returns when the piece under way has noticed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#jobs) job.fail(closed());
    await this.#last;
  }
}

function closed(): EngineError {
  return new EngineError('engine-closed', 'engine: closed (expected a new one)');
}
