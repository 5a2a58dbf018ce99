type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is `undefined`, as exact optional properties want it. */
export function definedOnly<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
