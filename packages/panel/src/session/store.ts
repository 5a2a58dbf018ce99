/** A value that can be watched. The value itself is never changed, only replaced. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** Replaces some fields. */
  patch(fields: Partial<T>): void;
  /** @returns a function that stops listening. */
  subscribe(listener: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    patch: (fields) => set({ ...value, ...fields }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
