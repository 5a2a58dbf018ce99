/**
 * Memory lent to photos in hand, first come first served, so that a large photo is not passed by small ones for ever.
 *
 * @remarks A photo that needs more than there is at all is let in alone: whether it fits is then the machine's to say.
 */
export class MemoryBudget {
  readonly #total: number;
  #lent = 0;
  readonly #waiting: { readonly bytes: number; readonly admit: () => void }[] = [];

  /** @param totalBytes - > 0. */
  constructor(totalBytes: number) {
    this.#total = totalBytes;
  }

  /** Bytes lent right now. */
  get lentBytes(): number {
    return this.#lent;
  }

  /**
   * Waits until there is room.
   *
   * @returns a function that gives the memory back; calling it again does nothing.
   * @throws the signal's reason when it is aborted while waiting.
   */
  async acquire(bytes: number, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const entry = { bytes, admit: () => (signal?.removeEventListener('abort', leave), resolve()) };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('cancelled'));
        this.#admitWaiting();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(entry);
      this.#admitWaiting();
    });
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#lent -= bytes;
      this.#admitWaiting();
    };
  }

  #admitWaiting(): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (this.#lent > 0 && this.#lent + next.bytes > this.#total) return;
      this.#waiting.shift();
      this.#lent += next.bytes;
      next.admit();
    }
  }
}
