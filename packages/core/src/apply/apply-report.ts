import type { ErrorSpread } from '../transforms/error-spread.js';
import type { KernelSet } from './kernels.js';

/**
 * How a plan is run. `copy`: nothing to do. `channel-tables`, `matrix-curve`, `two-matrices`, `lut3d`, `point-chain`: the files of `compile/`.
 * `stages`: grids too, by injected kernels. `reference`: the definitions themselves.
 */
export type ApplyKind = 'copy' | 'channel-tables' | 'matrix-curve' | 'two-matrices' | 'lut3d' | 'point-chain' | 'stages' | 'reference';

/** How a plan is run on a raster, and why. Plain data. */
export interface ApplyReport {
  /** Whose loop it is; `typescript` is the core's own, also where kernels were given and do not do this. */
  readonly kernels: 'typescript' | KernelSet['name'];
  readonly kind: ApplyKind;
  /** `baked`: through a LUT that stands for the plan. */
  readonly precision: 'exact' | 'baked';
  /** How far the LUT is from the plan in 8-bit levels, before rounding: of the one that is used, or of the one that was refused. */
  readonly bakeError?: ErrorSpread;
  /** In words, for people: why exact or baked. */
  readonly reason: string;
}
