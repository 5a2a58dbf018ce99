import type { BitDepth, EncodedSpace } from '../raster/raster.js';

/**
 * The photo, area-averaged in encoded values to the analysis size, as float.
 *
 * @remarks *Convention:* `rgb` is interleaved, row-major, shape (H, W, 3), encoded values of `space`, nominally 0..1 and free
 * to leave it while a plan is being made. `weights` (H, W) is each pixel's alpha coverage, absent when the photo is opaque.
 */
export interface SmallCopy {
  readonly rgb: Float32Array;
  readonly weights: Float32Array | undefined;
  readonly width: number;
  readonly height: number;
  readonly space: EncodedSpace;
}

/** Counts of values in [0,1] in equal bins; values outside are counted in the end bins. Weighted by alpha. */
export interface Histogram {
  readonly counts: Float64Array;
  readonly total: number;
}

/** What operations and people ask of a picture. Every number is of encoded values and weighted by alpha. */
export interface Statistics {
  readonly meanRgb: readonly [number, number, number];
  /** Mean of 0.299 R + 0.587 G + 0.114 B. */
  readonly meanLuma: number;
  readonly red: Histogram;
  readonly green: Histogram;
  readonly blue: Histogram;
  readonly luma: Histogram;
  /** Of max(R, G, B): its upper percentiles say where the first channel clips. */
  readonly maximum: Histogram;
  /** Of min(R, G, B). */
  readonly minimum: Histogram;
  /** Mean of max(R, G, B) - min(R, G, B). */
  readonly meanChroma: number;
}

/** An estimate of the light's colour. */
export interface Illuminant {
  /** Linear RGB of a neutral surface under the light, scaled so that green is 1. */
  readonly linearRgb: readonly [number, number, number];
  /** 0 (a guess: flat, tiny or monochrome picture) .. 1 (several methods and many pixels agree). */
  readonly confidence: number;
}

/** A photo as the planner sees it: the small copy, and statistics of every full-size pixel. */
export interface Analysis {
  readonly copy: SmallCopy;
  /**
   * One unaveraged pixel of the photo out of each cell of the copy. The planner measures statistics on it, because they
   * follow point operations exactly. The copy itself where the photo was not reduced.
   */
  readonly sample: SmallCopy;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly sourceBitDepth: BitDepth;
  /** Measured on all pixels of the photo, not on the copy. */
  readonly statistics: Statistics;
  /** Share of pixels with any channel at or below 0, and with any channel at or above full scale. */
  readonly clipped: { readonly blackFraction: number; readonly whiteFraction: number };
}
