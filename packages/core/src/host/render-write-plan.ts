import { applyPlan } from '../apply/apply-plan.js';
import type { ApplyReport } from '../apply/apply-report.js';
import { blendRasters } from '../apply/blend-rasters.js';
import { resolveMask } from '../apply/coverage.js';
import type { KernelSet } from '../apply/kernels.js';
import type { CancelSignal, ProgressListener } from '../cancel.js';
import { convertBitDepth, convertEncoding } from '../raster/convert.js';
import type { Mask, MaskSet } from '../raster/mask.js';
import type { BitDepth, Raster } from '../raster/raster.js';
import type { MaskReference } from '../recipe/recipe.js';
import { definedOnly } from './defined-only.js';
import type { PlacedMask, PlacedRaster } from './placed.js';
import { invertMask, multiplyMasks } from './placement.js';
import type { RasterStep, RenderedRasterStep, RenderedWritePlan, RenderedWriteStep, WritePlan } from './write-plan.js';

export interface RenderWritePlanOptions {
  /** Coverage by slot on exactly the pixels' bounds. */
  readonly masks: MaskSet;
  /** Depths the host takes; pixels of another are converted to the deepest of them. */
  readonly bitDepths: readonly BitDepth[];
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** As for `applyPlan`: awaited between bands. */
  readonly pause?: () => Promise<void>;
  /** As for `applyPlan`: faster loops than the core's own. */
  readonly kernels?: KernelSet;
  /** As for `applyPlan`, for each layer of pixels. */
  readonly onReport?: (report: ApplyReport) => void;
}

/**
 * Puts pixels and masks into a write plan.
 *
 * @param original - the pixels the plan was made for.
 * @returns a plan an adapter can execute as it stands. Masks are feathered, inverted and multiplied into one a layer.
 * @throws the signal's reason when cancelled; errors of `applyPlan`.
 */
export async function renderWritePlan(writePlan: WritePlan, original: PlacedRaster, options: RenderWritePlanOptions): Promise<RenderedWritePlan> {
  const rasterCount = writePlan.steps.filter((step) => step.kind === 'raster').length;
  let rendered = 0;
  const steps: RenderedWriteStep[] = [];
  for (const step of writePlan.steps) {
    if (step.kind === 'metadata') {
      steps.push(step);
    } else if (step.kind === 'raster') {
      const onProgress = (fraction: number): void => options.onProgress?.((rendered + fraction) / rasterCount);
      steps.push(await renderRasterStep(step, original, { ...options, onProgress }));
      rendered += 1;
    } else {
      steps.push({ ...step, mask: placeMask(step.mask, options.masks, original) });
    }
  }
  options.onProgress?.(1);
  return { steps };
}

async function renderRasterStep(step: RasterStep, original: PlacedRaster, options: RenderWritePlanOptions): Promise<RenderedRasterStep> {
  const { plan, limits, mask, ...layer } = step;
  const { masks, signal, onProgress, pause, kernels, onReport } = options;
  let raster = await applyPlan(plan, original.raster, { masks, ...definedOnly({ signal, onProgress, pause, kernels, onReport }) });
  const limit = combineMasks(limits, masks, original.raster);
  if (limit !== undefined) raster = blendRasters(original.raster, raster, limit);
  if (!options.bitDepths.includes(raster.bitDepth)) raster = convertBitDepth(encodeLight(raster), Math.max(...options.bitDepths) as BitDepth);
  const { iccProfile } = original;
  return { ...layer, pixels: { raster, bounds: original.bounds, ...definedOnly({ iccProfile }) }, mask: placeMask(mask, masks, original) };
}

function encodeLight(raster: Raster): Raster {
  return raster.encoding === 'linear-srgb' ? convertEncoding(raster, 'srgb') : raster;
}

function placeMask(references: readonly MaskReference[], masks: MaskSet, { raster, bounds }: PlacedRaster): PlacedMask | undefined {
  const mask = combineMasks(references, masks, raster);
  return mask === undefined ? undefined : { mask, bounds, outsideCoverage: 0 };
}

function combineMasks(references: readonly MaskReference[], masks: MaskSet, { width, height }: Raster): Mask | undefined {
  let combined: Mask | undefined;
  for (const reference of references) {
    const found = resolveMask(reference, masks, width, height);
    if (found === undefined) continue;
    const mask = reference.invert === true ? invertMask(found) : found;
    combined = combined === undefined ? mask : multiplyMasks(combined, mask);
  }
  return combined;
}
