/** Numbers in a shape, row-major, while a graph is evaluated. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Gives room for so many numbers, with whatever is left in it. */
export type Allocate = (count: number) => Float64Array;

/** What an operator gives, in rooms of its own. */
export type Operator = (inputs: readonly (Numbers | undefined)[], allocate: Allocate) => readonly Numbers[];

export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** @returns how many numbers lie beyond an axis in each of its places, and how many runs of the axis there are. */
export function splitAt(shape: readonly number[], axis: number): { readonly runs: number; readonly length: number; readonly stride: number } {
  return { runs: countOf(shape.slice(0, axis)), length: shape[axis], stride: countOf(shape.slice(axis + 1)) };
}

export function mapNumbers({ shape, values }: Numbers, compute: (value: number) => number, allocate: Allocate): Numbers {
  const computed = allocate(values.length);
  for (let i = 0; i < values.length; i += 1) computed[i] = compute(values[i]);
  return { shape, values: computed };
}

/**
 * Combines two arrays number by number, repeating along axes of length 1.
 *
 * @throws RangeError for shapes that do not go together.
 * @see ONNX, "Multidirectional Broadcasting"
 */
export function combineNumbers(a: Numbers, b: Numbers, compute: (a: number, b: number) => number, allocate: Allocate): Numbers {
  const rank = Math.max(a.shape.length, b.shape.length);
  const widen = ({ shape }: Numbers): number[] => [...new Array<number>(rank - shape.length).fill(1), ...shape];
  const [left, right] = [widen(a), widen(b)];
  const shape = left.map((length, axis) => {
    if (length !== right[axis] && length !== 1 && right[axis] !== 1) throw new RangeError(`shapes [${a.shape.join(', ')}] and [${b.shape.join(', ')}]`);
    return length === 1 ? right[axis] : length;
  });
  const values = allocate(countOf(shape));
  const run = values.length / Math.max(b.values.length, 1);
  if (a.values.length === values.length && right.every((length, axis) => length === shape[axis] || right.slice(axis).every((rest) => rest === 1))) {
    // One number of b for each run of a: a number for all, for a channel, or for each.
    for (let at = 0, i = 0; at < b.values.length; at += 1) for (const end = i + run; i < end; i += 1) values[i] = compute(a.values[i], b.values[at]);
    return { shape, values };
  }
  const [fromA, fromB] = [placesOf(left, shape), placesOf(right, shape)];
  for (let i = 0; i < values.length; i += 1) values[i] = compute(a.values[fromA[i]], b.values[fromB[i]]);
  return { shape, values };
}

/** @returns for each place of `shape` the one of an array whose axes of length 1 are repeated. */
function placesOf(own: readonly number[], shape: readonly number[]): Int32Array {
  const places = new Int32Array(countOf(shape));
  let [stride, ownStride] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    if (own[axis] > 1) for (let i = 0; i < places.length; i += 1) places[i] += ownStride * (Math.floor(i / stride) % shape[axis]);
    stride *= shape[axis];
    ownStride *= own[axis];
  }
  return places;
}
