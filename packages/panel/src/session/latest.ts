/** Asks for something again and again, one request at a time: while one is under way only the newest of the others is kept. */
export interface LatestLoop {
  /** Asks for what is current by then. */
  request(): void;
  /** Forgets what waits; an answer that is still to come is dropped. */
  cancel(): void;
  /** @returns when nothing is under way and nothing waits. */
  settled(): Promise<void>;
}

/**
 * @param work - does it for the newest state; its own errors are its own business. `isCurrent` says whether an answer is still wanted.
 */
export function createLatestLoop(work: (isCurrent: () => boolean) => Promise<void>): LatestLoop {
  let generation = 0;
  let isWanted = false;
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      const mine = generation;
      await work(() => mine === generation);
    }
    running = undefined;
  };
  const settled = (): Promise<void> => (running === undefined ? Promise.resolve() : running.then(settled));
  return {
    request: () => {
      isWanted = true;
      running ??= run();
    },
    cancel: () => {
      generation += 1;
      isWanted = false;
    },
    settled,
  };
}
