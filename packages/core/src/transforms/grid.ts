import { luma } from '../color/luma.js';
import { InvalidRasterError } from '../errors.js';
import type { GridTransform } from './transform.js';

/** Where a run of rows lies in the picture it was cut from. */
export interface RowGeometry {
  readonly width: number;
  readonly height: number;
  readonly firstRow: number;
  readonly rowCount: number;
  /** Where the run holds a part of each row: the first column, 0 by default, and how many, all by default. */
  readonly firstColumn?: number;
  readonly columnCount?: number;
}

/** @returns coefficients a node: the C of {@link GridTransform}. */
export function gridCoefficientCount(grid: GridTransform): number {
  return grid.data.length / (grid.width * grid.height * grid.depth);
}

/** @throws {@link InvalidRasterError} unless sizes, form and data length agree. */
export function validateGrid(grid: GridTransform): void {
  const count = gridCoefficientCount(grid);
  const perStep = grid.shared ? 1 : 3;
  const fits = grid.form === 'affine' ? count === 2 * perStep : count >= perStep && count % perStep === 0;
  if (!Number.isInteger(count) || !fits) {
    throw new InvalidRasterError(`grid.data.length: ${grid.data.length} (expected a whole number of ${grid.form} coefficients for ${grid.width} x ${grid.height} x ${grid.depth} nodes)`, {
      field: 'data.length',
      value: grid.data.length,
    });
  }
  const { maximumColorGain } = grid;
  if (maximumColorGain !== undefined && !(grid.form === 'affine' && maximumColorGain > 0)) {
    throw new InvalidRasterError(`grid.maximumColorGain: ${maximumColorGain} of ${grid.form} form (expected a number above 0, of affine form)`, { field: 'maximumColorGain', value: maximumColorGain });
  }
}

/** A position between two nodes: index of the lower one, of the upper one, and the upper one's weight. */
export interface Between {
  low: number;
  high: number;
  fraction: number;
}

/** Finds the nodes about a position from 0 to 1 along an axis; beyond the outermost centres the end node alone. */
export function between(unit: number, nodeCount: number, result: Between): void {
  const position = unit * nodeCount - 0.5;
  if (!(position > 0)) {
    result.low = 0;
    result.high = 0;
    result.fraction = 0;
  } else if (position >= nodeCount - 1) {
    result.low = nodeCount - 1;
    result.high = nodeCount - 1;
    result.fraction = 0;
  } else {
    result.low = Math.floor(position);
    result.high = result.low + 1;
    result.fraction = position - result.low;
  }
}

/**
 * Applies a grid to rows of interleaved RGB, in place.
 *
 * @see Chen, Paris, Durand: "Real-time Edge-Aware Image Processing with the Bilateral Grid", 2007 (slicing).
 */
export function evaluateGrid(grid: GridTransform, rgb: Float32Array, geometry: RowGeometry): void {
  const count = gridCoefficientCount(grid);
  const { width, height, depth, data } = grid;
  const { firstColumn = 0, columnCount = geometry.width } = geometry;
  const rowStride = width * count;
  const planeStride = height * rowStride;
  const coefficients = new Float64Array(count);
  const bx: Between = { low: 0, high: 0, fraction: 0 };
  const by: Between = { low: 0, high: 0, fraction: 0 };
  const bz: Between = { low: 0, high: 0, fraction: 0 };
  for (let row = 0; row < geometry.rowCount; row += 1) {
    between((geometry.firstRow + row + 0.5) / geometry.height, height, by);
    for (let column = 0; column < columnCount; column += 1) {
      const p = (row * columnCount + column) * 3;
      between((firstColumn + column + 0.5) / geometry.width, width, bx);
      const y = luma(rgb[p], rgb[p + 1], rgb[p + 2]);
      between(y, depth, bz);
      coefficients.fill(0);
      for (let corner = 0; corner < 8; corner += 1) {
        const weight =
          (corner & 1 ? bx.fraction : 1 - bx.fraction) * (corner & 2 ? by.fraction : 1 - by.fraction) * (corner & 4 ? bz.fraction : 1 - bz.fraction);
        if (weight === 0) continue;
        const node = (corner & 4 ? bz.high : bz.low) * planeStride + (corner & 2 ? by.high : by.low) * rowStride + (corner & 1 ? bx.high : bx.low) * count;
        for (let k = 0; k < count; k += 1) coefficients[k] += weight * data[node + k];
      }
      if (grid.form === 'affine') applyAffine(coefficients, grid, y, rgb, p);
      else applyCurveSteps(coefficients, grid.shared, rgb, p);
    }
  }
}

function applyAffine(coefficients: Float64Array, { shared, maximumColorGain = Infinity }: GridTransform, y: number, rgb: Float32Array, p: number): void {
  for (let c = 0; c < 3; c += 1) {
    const gain = coefficients[shared ? 0 : c];
    const offset = coefficients[shared ? 1 : 3 + c];
    rgb[p + c] = gain > maximumColorGain ? gain * y + offset + maximumColorGain * (rgb[p + c] - y) : gain * rgb[p + c] + offset;
  }
}

function applyCurveSteps(coefficients: Float64Array, shared: boolean, rgb: Float32Array, p: number): void {
  const perStep = shared ? 1 : 3;
  for (let c = 0; c < 3; c += 1) {
    const input = rgb[p + c];
    let value = input > 0 ? (input < 1 ? input : 1) : 0;
    for (let k = shared ? 0 : c; k < coefficients.length; k += perStep) value += coefficients[k] * value * (1 - value);
    rgb[p + c] = value;
  }
}
