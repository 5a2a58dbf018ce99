import type { AnalysisKernels } from '../raster/analysis-kernels.js';
import type { Mask } from '../raster/mask.js';
import type { Raster } from '../raster/raster.js';
import type { Lut3dTransform, Transform } from '../transforms/transform.js';

/*
 * Maintainer notes. The contract sits where a plan has become tables and only the loop over pixels is left: deciding what may be fused
 * and how fine a table must be stays in the core, once, and an implementation is judged on loops alone. A method returns
 * `undefined` for what it does not do, and the core runs its own loop.
 */

/**
 * Writes `count` pixels from pixel `first` of the result into `out`, which may be `source` itself. Both are whole rasters of the same
 * size and form. Where a promise is returned, the pixels are there when it resolves.
 */
export type PixelKernel = (source: Raster, first: number, count: number, out: Raster) => KernelOutcome | Promise<KernelOutcome>;

/** `declined`: the range was not done and is in `out` as it was before. The core does it and all that follows with its own loops. */
export type KernelOutcome = void | 'declined';

/** What tables before a LUT make of every level: float32, not clamped, level v of channel c at 3 v + c. */
export interface LevelRamp {
  readonly rgb: Float32Array;
  readonly bitDepth: 8 | 16;
}

/**
 * A 3x4 matrix on 8-bit pixels as columns, and a table of bytes a channel: out_c = bytes_c[clamp(trunc(sum of three columns))].
 *
 * @remarks Entry (channel, level) of `columns` is at 4 (256 channel + level): what it adds to the position in each of the three
 * tables, offset and rounding included. Positions are clamped to a table's ends.
 */
export interface MatrixTables {
  readonly columns: Float64Array;
  readonly bytes: readonly [Uint8Array, Uint8Array, Uint8Array];
}

/** As {@link MatrixTables}, with tables of values and a second matrix (3x4, row-major) to positions in the bytes in between. */
export interface TwoMatrixTables extends MatrixTables {
  readonly values: readonly [Float32Array, Float32Array, Float32Array];
  readonly rows: Float64Array;
}

/** One thing done to encoded values, nominally 0..1 and never clamped in between. */
export type KernelStage = Transform | KernelBlend;

/** v' = v + strength coverage (stages(v) - v); without a mask everything is covered. Coverage 0 gives v bit for bit. */
export interface KernelBlend {
  readonly kind: 'blend';
  readonly stages: readonly KernelStage[];
  readonly strength: number;
  /** As large as the raster. */
  readonly mask: Mask | undefined;
  readonly isInverted: boolean;
}

/**
 * An implementation of the loops over full-size pixels. Results of applying are within one 8-bit level of the reference's; those of
 * looking, where a set has them, are the same.
 */
export interface KernelSet extends AnalysisKernels {
  readonly name: 'wasm' | 'webgpu';
  /** Pixels a call at which these kernels are at their best; by default about a quarter of a megapixel. `ApplyOptions.bandRows` goes before it. */
  readonly bandPixels?: number | undefined;
  /** [tables] -> 3D LUT on integer pixels. */
  lut3d(ramp: LevelRamp, lut: Lut3dTransform): PixelKernel | undefined;
  /** Matrix, then tables, on 8-bit pixels. */
  matrixTables(tables: MatrixTables): PixelKernel | undefined;
  /** Matrix, tables, matrix, tables, on 8-bit pixels. */
  twoMatrixTables(tables: TwoMatrixTables): PixelKernel | undefined;
  /** Any stages in order, grids and masks included, on integer pixels. */
  stages(stages: readonly KernelStage[], bitDepth: 8 | 16): PixelKernel | undefined;
  /** Gives back what the set holds outside of JavaScript's own memory, such as a device or threads. Kernels of the set fail from then on. */
  dispose?(): void;
}
