/** What a pickle may hold. References stay shared, so a value can contain itself: nothing here may be walked without a bound. */
export type PickleValue = null | boolean | number | bigint | string | PickleTuple | PickleList | PickleMap | PickleGlobal | StorageReference | TensorReference;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

export class PickleList {
  readonly items: PickleValue[] = [];
}

/** A dictionary, ordered or not. */
export class PickleMap {
  readonly entries = new Map<string | number | bigint | boolean | null, PickleValue>();
}

/** A name of Python's, known and harmless: it stands for what the reader does in its place. */
export class PickleGlobal {
  /** @param name - with its module: `collections.OrderedDict`. */
  constructor(readonly name: string) {}
}

/** The numbers behind one or several tensors, by the key under which the file holds them. */
export interface StorageReference {
  readonly kind: 'storage';
  /** `torch.FloatStorage`. */
  readonly type: string;
  readonly key: string;
  readonly elementCount: number;
  readonly bytesPerElement: number;
}

/** A view of a storage; lies within it. */
export interface TensorReference {
  readonly kind: 'tensor';
  readonly storage: StorageReference;
  /** In elements, as the strides are. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** @returns a value in a few words, for messages; without looking inside. */
export function describePickleValue(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (value instanceof PickleTuple) return `a tuple of ${value.items.length}`;
  if (value instanceof PickleList) return `a list of ${value.items.length}`;
  if (value instanceof PickleMap) return `a dictionary of ${value.entries.size}`;
  if (value instanceof PickleGlobal) return value.name;
  if (typeof value === 'object') return `a ${value.kind}`;
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}
