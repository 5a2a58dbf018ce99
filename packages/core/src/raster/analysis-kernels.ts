import type { AxisWeights } from './axis-weights.js';
import type { IntegerRaster } from './raster.js';

/**
 * Counts and sums over every pixel of an integer raster, weighted by alpha, or by full scale where there is none. Whole numbers in the
 * raster's own levels, so that they are the same in whatever order they were added.
 */
export interface LevelCounts {
  /** Weight of the pixels in each bin of a channel. 8 bit: 256 bins, one a level; 16 bit: 1024 bins of 64 levels. */
  readonly red: Float64Array;
  readonly green: Float64Array;
  readonly blue: Float64Array;
  /** Of the largest and the smallest of the three channels. */
  readonly maximum: Float64Array;
  readonly minimum: Float64Array;
  /** 1024 bins of luma, whose edges `luma-steps.ts` states; white is in the last. */
  readonly luma: Float64Array;
  /** Sums of level times weight: red, green, blue, maximum, minimum. */
  readonly totals: Float64Array;
  readonly weight: number;
  /** Weight of the pixels with a channel at 0, and with one at full scale. */
  readonly blackWeight: number;
  readonly whiteWeight: number;
}

/** Faster loops for looking at integer pixels. Results are those of the core's own loops, bit for bit. */
export interface AnalysisKernels {
  /** @returns `undefined` where the loop does not do this raster. */
  countLevels?(raster: IntegerRaster): LevelCounts | undefined;
  /**
   * Averages cells of pixels in float64, columns of a row first.
   *
   * @returns for each cell the averages of red, green and blue, each times alpha, and of alpha, 0..1: shape (rows, columns, 4).
   */
  averageArea?(raster: IntegerRaster, columns: AxisWeights, rows: AxisWeights): Float64Array | undefined;
}
