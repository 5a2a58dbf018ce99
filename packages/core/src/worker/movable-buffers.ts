/** A value whose large arrays may move to another thread, and the memory to move. */
export interface Movable<T> {
  readonly value: T;
  readonly buffers: readonly ArrayBuffer[];
}

/** What plans hold stays: their tables are shared with the engine's caches. */
const STAYING = 'plan';
/** Of pictures, and of LUTs. */
const ARRAYS = ['data', 'values'];

/**
 * Finds the memory of the arrays named `data` and `values` of the rasters, masks and LUTs in a request or result, at any depth; that of a plan
 * stays where it is.
 *
 * @returns the value, in which an array that is only part of its memory is replaced by a copy: moving would take along what is
 * somebody else's. Shared memory stays where it is, and both sides see it. Functions, which cannot travel, are left behind.
 */
export function movableBuffers<T>(value: T): Movable<T> {
  const buffers = new Set<ArrayBuffer>();
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (!isPlain(part)) return part;
    const isPicture = typeof part.width === 'number' || typeof part.size === 'number';
    return Object.fromEntries(
      Object.entries(part).flatMap(([key, item]) => {
        if (typeof item === 'function') return [];
        if (isPicture && ARRAYS.includes(key) && ArrayBuffer.isView(item)) return [[key, moveArray(item, buffers)]];
        return [[key, key === STAYING ? item : visit(item)]];
      }),
    );
  };
  return { value: visit(value) as T, buffers: [...buffers] };
}

function isPlain(part: unknown): part is Record<string, unknown> {
  if (typeof part !== 'object' || part === null) return false;
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function moveArray(array: ArrayBufferView, buffers: Set<ArrayBuffer>): ArrayBufferView {
  if (Object.prototype.toString.call(array.buffer) !== '[object ArrayBuffer]') return array;
  const isWhole = array.byteOffset === 0 && array.byteLength === array.buffer.byteLength;
  const whole = isWhole ? array : (array as Uint8Array).slice();
  buffers.add(whole.buffer as ArrayBuffer);
  return whole;
}
