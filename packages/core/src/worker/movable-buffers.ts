/** A value whose large arrays may move to another thread, and the memory to move. */
export interface Movable<T> {
  readonly value: T;
  readonly buffers: readonly ArrayBuffer[];
}

/**
 * Finds the memory of the arrays named `data` and `values` of a raster, a mask or a LUT in the top level of a request or result.
 *
 * @returns the value, in which an array that is only part of its memory is replaced by a copy: moving would take along what is
 * somebody else's. Shared memory stays where it is, and both sides see it.
 */
export function movableBuffers<T>(value: T): Movable<T> {
  if (typeof value !== 'object' || value === null) return { value, buffers: [] };
  const buffers = new Set<ArrayBuffer>();
  const entries = Object.entries(value).map(([key, part]) => [key, PARTS.includes(key) ? movePart(part, buffers) : part] as const);
  return { value: Object.fromEntries(entries) as T, buffers: [...buffers] };
}

/** What plans hold stays: their tables are shared with the engine's caches. */
const PARTS = ['raster', 'mask', 'lut'];
const ARRAYS = ['data', 'values'];

function movePart(part: unknown, buffers: Set<ArrayBuffer>): unknown {
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, array]) => [key, ARRAYS.includes(key) && ArrayBuffer.isView(array) ? moveArray(array, buffers) : array]));
}

function moveArray(array: ArrayBufferView, buffers: Set<ArrayBuffer>): ArrayBufferView {
  if (Object.prototype.toString.call(array.buffer) !== '[object ArrayBuffer]') return array;
  const isWhole = array.byteOffset === 0 && array.byteLength === array.buffer.byteLength;
  const whole = isWhole ? array : (array as Uint8Array).slice();
  buffers.add(whole.buffer as ArrayBuffer);
  return whole;
}
