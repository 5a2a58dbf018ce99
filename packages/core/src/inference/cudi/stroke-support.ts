import { blurField, type Field, mapField } from './field.js';

/** Places a stroke is widened by, and then softened over: the model's answer at the stroke's edge is to be the one for the stroke. */
const REACH = 2;
const SOFTNESS = 1;
/** Less coverage than half an 8-bit level is none. */
const LEAST_COVERAGE = 0.5 / 255;

/**
 * Where a coverage wants an exposure at all, widened and softened.
 *
 * @param averaged - the coverage. How much of a change a place gets is not decided here: the change is blended by the coverage as any
 * other is, so half a coverage is half the change.
 */
export function findSupport(averaged: Field): Field {
  const { width, height } = averaged;
  const widened = mapField(averaged, (_, place) => {
    const [row, column] = [Math.floor(place / width), place % width];
    for (let y = Math.max(0, row - REACH); y <= Math.min(height - 1, row + REACH); y += 1) {
      for (let x = Math.max(0, column - REACH); x <= Math.min(width - 1, column + REACH); x += 1) if (averaged.data[y * width + x] > LEAST_COVERAGE) return 1;
    }
    return 0;
  });
  return blurField(widened, SOFTNESS);
}
