import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { validateRaster, type Raster } from '../raster/raster.js';
import { resampleAreaToCopy } from '../raster/resample-area.js';
import { samplePixelsToCopy } from '../raster/sample-pixels.js';
import type { AnalysisKernels } from '../raster/analysis-kernels.js';
import type { Analysis } from './analysis.js';
import { measureRaster } from './measure-raster.js';

/** Longer side of the small copy, in pixels: what the learned operations are fed from. */
export const ANALYSIS_SIDE = 512;

export interface AnalyseOptions {
  /** Longer side of the small copy, in pixels; default {@link ANALYSIS_SIDE}. A smaller photo keeps its size. */
  readonly maximumSide?: number;
  readonly signal?: CancelSignal;
  /** Faster loops over integer pixels, as `@openretouch/kernels` has them. The analysis is the same, bit for bit. */
  readonly kernels?: AnalysisKernels;
}

/**
 * Looks at a photo: makes its small copy and measures all of its pixels.
 *
 * @param raster - any depth and encoding; linear light is measured and copied as encoded sRGB.
 * @returns plain data that aliases nothing of the raster.
 * @throws {@link InvalidRasterError} when the raster is not well formed, {@link InvalidArgumentError} when `maximumSide` is
 * not a whole number >= 1, the signal's reason when cancelled.
 */
export function analyse(raster: Raster, options: AnalyseOptions = {}): Analysis {
  validateRaster(raster);
  const { maximumSide = ANALYSIS_SIDE, signal, kernels = {} } = options;
  const copy = resampleAreaToCopy(raster, maximumSide, { kernels, ...(signal === undefined ? {} : { signal }) });
  throwIfCancelled(signal);
  const isReduced = copy.width < raster.width || copy.height < raster.height;
  const sample = isReduced ? samplePixelsToCopy(raster, copy.width, copy.height) : copy;
  return { copy, sample, sourceWidth: raster.width, sourceHeight: raster.height, sourceBitDepth: raster.bitDepth, ...measureRaster(raster, kernels, signal) };
}
