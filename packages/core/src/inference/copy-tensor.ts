import type { SmallCopy } from '../analyse/analysis.js';
import { averageCopy } from '../raster/average-copy.js';
import type { Tensor } from './runtime.js';

/**
 * Averages a small copy by area into the picture a model looks at, whatever the aspects; coverage weighs.
 *
 * @param copy - encoded values; where nothing is covered the colour in the copy counts, as the copy was made to.
 * @returns shape (1, 3, height, width).
 */
export function copyTensor(copy: SmallCopy, width: number, height: number): Tensor {
  return { data: averageCopy(copy, width, height), shape: [1, 3, height, width] };
}

/** @returns a picture's planes (1, 3, height, width) as interleaved RGB. */
export function interleavePlanes({ data }: Pick<Tensor, 'data'>): Float32Array {
  const count = data.length / 3;
  return data.map((_, at) => data[(at % 3) * count + Math.floor(at / 3)]);
}
