import type { EncodedSpace } from '../raster/raster.js';

/**
 * Transforms: the few pure colour functions everything resolves to. Plain transferable data; evaluation is in
 * evaluate.ts (the reference), kernels and hosts have their own.
 *
 * @remarks *Convention:* values are RGB, nominally 0..1, never clamped between transforms; a transform defined on 0..1
 * clamps its own input. NaN comes out as NaN from matrix and grid, and as the value at the lower end from tables.
 */
export type Transform = MatrixTransform | CurveTransform | Lut3dTransform | GridTransform;
export type TransformKind = Transform['kind'];
/** The transforms whose result depends on the pixel's colour alone. */
export type PointTransform = MatrixTransform | CurveTransform | Lut3dTransform;

/** rgb' = M rgb + offset; `matrix` is 3x4, row-major, the fourth column the offset. */
export interface MatrixTransform {
  readonly kind: 'matrix';
  readonly matrix: readonly number[];
}

/** Each channel through its own curve. */
export interface CurveTransform {
  readonly kind: 'curve';
  readonly curves: readonly [Curve, Curve, Curve];
}

export type Curve = TableCurve | NamedCurve;

/** Equally spaced samples over `domain`, read linearly. Beyond the domain the end value holds, or the end segment goes on. */
export interface TableCurve {
  readonly kind: 'table';
  readonly domain: readonly [number, number];
  readonly values: Float32Array;
  readonly outside: 'clamp' | 'extend';
}

/**
 * A curve known by name, so that it stays exact: the sRGB transfer function both ways (also Display P3's), and the cube and
 * cube root of Oklab. All are odd-symmetric, so negative values survive.
 */
export interface NamedCurve {
  readonly kind: 'named';
  readonly name: 'srgb-to-linear' | 'linear-to-srgb' | 'cube' | 'cube-root';
}

/**
 * Sampled RGB -> RGB function on 0..1, read by tetrahedral interpolation. Nodes may leave 0..1 (headroom).
 *
 * @remarks `values` holds size^3 RGB triples, red fastest: node (r, g, b) at 3 (r + size (g + size b)). The function belongs
 * to encoded values of `space`.
 */
export interface Lut3dTransform {
  readonly kind: 'lut3d';
  readonly size: number;
  readonly values: Float32Array;
  readonly space: EncodedSpace;
}

/**
 * Low-resolution coefficients read by bilateral slicing: trilinear in x, y and the pixel's own luma.
 *
 * @remarks Nodes are at cell centres in x and y (pixel centre (x + 1/2) / width against (i + 1/2) / grid width) and in luma
 * from 0 to 1 likewise; beyond the outermost centres the end node holds. `data` is shape (depth, height, width, C), C last.
 * `affine`: v' = K v + B with C = 2 (K, B shared by the channels) or 6 (K_r, K_g, K_b, B_r, B_g, B_b). `curve`: n steps of
 * v += A v (1 - v) with C = n or 3 n (A_1 r,g,b, A_2 r,g,b, ...); the input is clamped to 0..1 first.
 * With `maximumColorGain` G, for `affine` alone, v' = K Y + B + min(K, G) (v - Y), Y the pixel's luma: beyond G luma is lifted
 * without its colour.
 */
export interface GridTransform {
  readonly kind: 'grid';
  readonly form: 'affine' | 'curve';
  readonly shared: boolean;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly data: Float32Array;
  /** > 0; without it colour follows luma at every gain. */
  readonly maximumColorGain?: number;
}

export function isPointTransform(transform: Transform): transform is PointTransform {
  return transform.kind !== 'grid';
}
