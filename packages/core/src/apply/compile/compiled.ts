import type { PixelKernel } from '../kernels.js';

/** The core's own loops and injected ones are called alike. */
export type ApplyPixels = PixelKernel;

/**
 * How a plan is run. `copy`: nothing to do. `channel-tables`, `matrix-curve`, `two-matrices`, `lut3d`, `point-chain`: the files of this folder.
 * `stages`: grids too, by injected kernels. `reference`: the definitions themselves.
 */
export type ApplyKind = 'copy' | 'channel-tables' | 'matrix-curve' | 'two-matrices' | 'lut3d' | 'point-chain' | 'stages' | 'reference';

/** A way to run one plan on rasters of one form, and its name. */
export interface CompiledPlan {
  readonly kind: Exclude<ApplyKind, 'reference'>;
  readonly apply: ApplyPixels;
}
