import { evaluateCurves } from './evaluate-curves.js';
import { evaluateGrid, type RowGeometry } from './grid.js';
import { evaluateLut3d } from './lut3d.js';
import type { MatrixTransform, PointTransform, Transform } from './transform.js';

/**
 * Evaluates transforms in order on rows of interleaved RGB, in place: the reference every kernel is compared with.
 *
 * @param rgb - shape (rowCount, columnCount or width, 3), encoded values, float32; arithmetic is in float64.
 * @param geometry - where the rows lie in the picture; only grids look at it.
 */
export function evaluateTransforms(transforms: readonly Transform[], rgb: Float32Array, geometry: RowGeometry): void {
  const count = (geometry.columnCount ?? geometry.width) * geometry.rowCount;
  for (const transform of transforms) {
    if (transform.kind === 'grid') evaluateGrid(transform, rgb, geometry);
    else evaluatePointTransform(transform, rgb, count);
  }
}

/** Evaluates point transforms in order on `count` interleaved RGB triples, in place. */
export function evaluatePointTransforms(transforms: readonly PointTransform[], rgb: Float32Array, count: number): void {
  for (const transform of transforms) evaluatePointTransform(transform, rgb, count);
}

function evaluatePointTransform(transform: PointTransform, rgb: Float32Array, count: number): void {
  switch (transform.kind) {
    case 'matrix':
      return evaluateMatrix(transform, rgb, count);
    case 'curve':
      return evaluateCurves(transform, rgb, count);
    case 'lut3d':
      return evaluateLut3d(transform, rgb, count);
  }
}

function evaluateMatrix({ matrix }: MatrixTransform, rgb: Float32Array, count: number): void {
  const [m00, m01, m02, m03, m10, m11, m12, m13, m20, m21, m22, m23] = matrix;
  for (let i = 0, p = 0; i < count; i += 1, p += 3) {
    const r = rgb[p];
    const g = rgb[p + 1];
    const b = rgb[p + 2];
    rgb[p] = m00 * r + m01 * g + m02 * b + m03;
    rgb[p + 1] = m10 * r + m11 * g + m12 * b + m13;
    rgb[p + 2] = m20 * r + m21 * g + m22 * b + m23;
  }
}
