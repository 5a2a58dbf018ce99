import { blurField, type Field, mapField } from './field.js';

/** Places a stroke is widened by, and then softened over: the model's answer at the stroke's edge is to be the one for the stroke. */
const REACH = 2;
const SOFTNESS = 1;
/** Of the coverage, by which places count in a mean: a stroke's soft edge changes in part only, so it counts little. */
const EDGE_POWER = 3;
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

/** How much each place of an averaged coverage counts in the mean of what it covers, against the most covered one. */
export function findCounted(averaged: Field): Field {
  const most = averaged.data.reduce((most, value) => Math.max(most, value), 1e-6);
  return mapField(averaged, (value) => (value / most) ** EDGE_POWER);
}
