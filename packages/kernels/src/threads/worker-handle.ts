/** A worker as the kernels see it, whatever the platform calls its parts. */
export interface WorkerHandle {
  post(message: unknown): void;
  /** Called once, before the first message is posted. */
  listen(onMessage: (message: unknown) => void, onFailure: (error: unknown) => void): void;
  /** While held, a worker keeps its process alive; otherwise it must not. */
  hold(isHeld: boolean): void;
  /** Ends the worker at once. */
  end(): void;
}

/**
 * Starts a worker that runs a classic script.
 *
 * @param source - the script's text: it calls `serveKernels(post)` of its own and must be given a line that connects it, see `node.ts`.
 */
export type StartWorker = (source: string) => WorkerHandle;

/** Threads to run on. */
export interface ThreadOptions {
  /** Threads in all, the calling one included; 1 starts no worker. */
  readonly threads: number;
  readonly startWorker: StartWorker;
  /**
   * Workers begin when the calling thread has worked, or by what it has done of a picture foresees to work, so many milliseconds: starting one takes a
   * thirtieth of a second of a processor, which a single small picture does not give back. Default 0, at once.
   */
  readonly startsAfterMilliseconds?: number;
}
