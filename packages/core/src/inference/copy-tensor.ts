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
