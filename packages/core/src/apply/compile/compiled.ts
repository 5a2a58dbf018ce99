import type { Raster } from '../../raster/raster.js';

/** Writes `count` pixels from pixel `first` of the result into `out`, which may be `source` itself. */
export type ApplyPixels = (source: Raster, first: number, count: number, out: Raster) => void;

/**
 * How a plan is run. `copy`: nothing to do. `channel-tables`, `matrix-curve`, `two-matrices`, `lut3d`, `point-chain`: the files of this folder.
 * `reference`: the definitions themselves.
 */
export type ApplyKind = 'copy' | 'channel-tables' | 'matrix-curve' | 'two-matrices' | 'lut3d' | 'point-chain' | 'reference';

/** A way to run one plan on rasters of one form, and its name. */
export interface CompiledPlan {
  readonly kind: Exclude<ApplyKind, 'reference'>;
  readonly apply: ApplyPixels;
}
