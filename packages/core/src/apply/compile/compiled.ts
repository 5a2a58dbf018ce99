import type { ApplyKind, ApplyReport } from '../apply-report.js';
import type { PixelKernel } from '../kernels.js';

/** The core's own loops and injected ones are called alike. */
export type ApplyPixels = PixelKernel;

/** A way to run one plan on rasters of one form, and what is to be told of it. */
export interface CompiledPlan extends ApplyReport {
  readonly kind: Exclude<ApplyKind, 'reference'>;
  readonly apply: ApplyPixels;
}
