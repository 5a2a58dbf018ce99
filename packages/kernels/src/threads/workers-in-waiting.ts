import { platformClock } from '../platform.js';

/** What can be started, once. */
interface Startable {
  start(): void;
}

/** Starts workers when there is enough to do for them. What is computed does not depend on it, only on how many threads. */
export class WorkersInWaiting {
  readonly #workers: Startable;
  readonly #startsAfterMilliseconds: number;
  readonly #now: (() => number) | undefined;
  #worked = 0;
  #isWaiting: boolean;

  /** @param now - a clock in milliseconds; without one the workers start at once. */
  constructor(workers: Startable, startsAfterMilliseconds: number, now = platformClock()) {
    this.#workers = workers;
    this.#startsAfterMilliseconds = startsAfterMilliseconds;
    this.#now = now;
    this.#isWaiting = now !== undefined && startsAfterMilliseconds > 0;
    if (!this.#isWaiting) workers.start();
  }

  /**
   * Does work on the calling thread, and starts the workers where the whole of it would take too long.
   *
   * @param leftCount - pixels of the picture that are still to be done, `count` of them now.
   */
  watch<T>(leftCount: number, count: number, work: () => T): T {
    if (!this.#isWaiting || this.#now === undefined) return work();
    const started = this.#now();
    const result = work();
    const taken = this.#now() - started;
    this.#worked += taken;
    if (this.#worked + taken * (leftCount / count - 1) >= this.#startsAfterMilliseconds) {
      this.#isWaiting = false;
      this.#workers.start();
    }
    return result;
  }
}
