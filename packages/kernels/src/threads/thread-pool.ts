import { KernelError } from '../kernel-error.js';
import type { KernelJob, MessageFromWorker, MessageToWorker, SharedRun } from './messages.js';
import type { ThreadOptions, WorkerHandle } from './worker-handle.js';

/** Kernels a worker keeps: those of one plan and of the ones before, so that tables do not pile up. */
const KEPT_JOBS = 4;

interface PoolWorker {
  readonly handle: WorkerHandle;
  /** Settles what the worker was asked for last. */
  settle: ((failure?: KernelError) => void) | undefined;
}

/** Workers with kernels of their own that share runs with the calling thread. One run at a time. */
export class ThreadPool {
  /** The next pixel nobody has taken. */
  readonly counter = new Int32Array(new SharedArrayBuffer(4));
  readonly #workers: PoolWorker[] = [];
  readonly #ids = new Map<KernelJob, number>();
  #nextId = 0;
  #failure: KernelError | undefined;
  #starting: readonly PoolWorker[] = [];
  #isStarted = false;
  #isEnded = false;

  readonly #count: number;
  readonly #startWorker: () => WorkerHandle;
  readonly #bytes: Uint8Array;
  #settleReady: () => void = () => {};

  /** Settles when the workers have begun, or have turned out not to. Until then there are none. */
  readonly ready = new Promise<void>((resolve) => {
    this.#settleReady = resolve;
  });

  /** @param source - the script of a worker. */
  constructor({ threads, startWorker }: ThreadOptions, source: string, bytes: Uint8Array) {
    this.#count = threads - 1;
    this.#startWorker = () => startWorker(source);
    this.#bytes = bytes;
  }

  /** Starts the workers; where they do not start, the pool has none and says why. Once. */
  start(): void {
    if (this.#isStarted || this.#isEnded) return;
    this.#isStarted = true;
    void this.#start().then(this.#settleReady);
  }

  async #start(): Promise<void> {
    const workers: PoolWorker[] = [];
    this.#starting = workers;
    try {
      for (let i = 0; i < this.#count; i += 1) workers.push(this.#connect(this.#startWorker()));
      await ask(workers, { kind: 'start', bytes: this.#bytes, counter: this.counter });
      if (this.#starting === workers) this.#workers.push(...workers);
    } catch (error) {
      this.#fail(error);
    }
    this.#starting = [];
  }

  /** Workers at hand; none after a failure or {@link ThreadPool.end}. */
  get workerCount(): number {
    return this.#workers.length;
  }

  /** Why there are no workers any more. */
  get failure(): KernelError | undefined {
    return this.#failure;
  }

  /**
   * Shares a run out.
   *
   * @param first - where it begins.
   * @returns what resolves when every worker has finished.
   * @throws {@link KernelError} `worker-failed` when a worker has not; the pool then has no workers any more.
   */
  async run(job: KernelJob, run: SharedRun, first: number): Promise<void> {
    const id = this.#compile(job);
    Atomics.store(this.counter, 0, first);
    try {
      await ask(this.#workers, { kind: 'run', id, run });
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Ends the workers, at work or not. */
  end(): void {
    this.#isEnded = true;
    for (const worker of [...this.#starting, ...this.#workers.splice(0)]) {
      worker.handle.end();
      settleWorker(worker, workerFailed('was ended'));
    }
    this.#starting = [];
    this.#ids.clear();
  }

  #compile(job: KernelJob): number {
    const known = this.#ids.get(job);
    if (known !== undefined) return known;
    const [oldest] = this.#ids;
    if (this.#ids.size >= KEPT_JOBS) {
      this.#ids.delete(oldest[0]);
      this.#post({ kind: 'forget', id: oldest[1] });
    }
    const id = this.#nextId;
    this.#nextId += 1;
    this.#ids.set(job, id);
    this.#post({ kind: 'compile', id, job });
    return id;
  }

  #post(message: MessageToWorker): void {
    for (const { handle } of this.#workers) handle.post(message);
  }

  #connect(handle: WorkerHandle): PoolWorker {
    const worker: PoolWorker = { handle, settle: undefined };
    handle.listen(
      (message) => {
        const answer = message as MessageFromWorker;
        settleWorker(worker, answer.kind === 'done' ? undefined : workerFailed(answer.message));
      },
      (error) => {
        // A worker may die between runs as well: then the next must not wait for it.
        const failure = workerFailed(error);
        if (worker.settle === undefined) this.#fail(failure);
        else settleWorker(worker, failure);
      },
    );
    return worker;
  }

  #fail(error: unknown): KernelError {
    const failure = error instanceof KernelError ? error : workerFailed(error);
    if (!this.#isEnded) this.#failure = failure;
    this.end();
    return failure;
  }
}

function settleWorker(worker: PoolWorker, failure?: KernelError): void {
  const { settle } = worker;
  worker.settle = undefined;
  settle?.(failure);
}

/** Posts a message and waits for every worker's word; the workers keep the process alive meanwhile. */
async function ask(workers: readonly PoolWorker[], message: MessageToWorker): Promise<void> {
  const asked = [...workers];
  const answers = asked.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        worker.settle = (failure) => (failure === undefined ? resolve() : reject(failure));
        worker.handle.hold(true);
        worker.handle.post(message);
      }),
  );
  // All have to be through before shared memory is used again, failed or not.
  const results = await Promise.allSettled(answers);
  for (const { handle } of asked) handle.hold(false);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function workerFailed(cause: unknown): KernelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KernelError('worker-failed', `kernel worker: ${reason} (expected a worker that runs WebAssembly on shared memory)`, { cause });
}
