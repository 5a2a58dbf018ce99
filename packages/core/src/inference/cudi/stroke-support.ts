import type { SmallCopy } from '../../analyse/analysis.js';
import { areaWeights } from '../../raster/axis-weights.js';
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

/** @param coverage - at the small copy's size, 0..1. @returns its averages at the model's. */
export function averageCoverage(coverage: Float32Array, copy: Pick<SmallCopy, 'width' | 'height'>, width: number, height: number): Field {
  const columns = areaWeights(copy.width, width);
  const rows = areaWeights(copy.height, height);
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let row = rows.offsets[y]; row < rows.offsets[y + 1]; row += 1) {
        const start = (rows.starts[y] + row - rows.offsets[y]) * copy.width + columns.starts[x];
        for (let column = columns.offsets[x]; column < columns.offsets[x + 1]; column += 1) sum += rows.weights[row] * columns.weights[column] * coverage[start + column - columns.offsets[x]];
      }
      data[y * width + x] = sum;
    }
  }
  return { width, height, data };
}
