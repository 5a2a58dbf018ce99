/**
 * Rooms for numbers that are used again, within a run and by the next: a run needs a few at a time, and making them anew took longer than filling them.
 */
export class Rooms {
  readonly #free = new Map<number, Float64Array[]>();
  readonly #all = new Set<Float64Array>();

  /** @returns a room for so many numbers, with whatever is left in it. */
  readonly take = (count: number): Float64Array => {
    const free = this.#free.get(count)?.pop();
    if (free !== undefined) return free;
    const room = new Float64Array(count);
    this.#all.add(room);
    return room;
  };

  /** Takes a room back, if it is one of these: constants and what came from outside are not. */
  give(room: Float64Array | undefined): void {
    if (room === undefined || !this.#all.has(room)) return;
    const free = this.#free.get(room.length);
    if (free === undefined) this.#free.set(room.length, [room]);
    else free.push(room);
  }

  /** Takes all rooms back. */
  clear(): void {
    this.#free.clear();
    for (const room of this.#all) this.give(room);
  }
}
