import type { ApplyReport } from '../apply/apply-report.js';
import type { KernelSet } from '../apply/kernels.js';
import type { CancelSignal, ProgressListener } from '../cancel.js';
import { InvalidRasterError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import { type Mask, type MaskSet, validateMask } from '../raster/mask.js';
import { resampleMask } from '../raster/resample-area.js';
import type { Recipe } from '../recipe/recipe.js';
import { definedOnly } from './defined-only.js';
import type { HostCapabilities } from './host-adapter.js';
import type { PlacedMask, PlacedRaster, Rectangle } from './placed.js';
import { alignMask, areSameRectangle } from './placement.js';
import { renderWritePlan } from './render-write-plan.js';
import { planWriteBack, type WriteBackReport, type WritePreference } from './write-back.js';
import type { RenderedWritePlan } from './write-plan.js';

export interface PrepareWriteOptions {
  readonly capabilities: HostCapabilities;
  /** Stored with the result, and gives layers their names. */
  readonly recipe: Recipe;
  /** Coverage by slot on exactly the pixels' bounds. */
  readonly masks: MaskSet;
  /** Whether the slot `selection` limits the whole result. */
  readonly hasSelection: boolean;
  readonly preference?: WritePreference;
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  readonly pause?: () => Promise<void>;
  readonly kernels?: KernelSet;
}

/** All that a commit needs, and how it came to be. */
export interface PreparedWrite {
  readonly plan: Plan;
  readonly writePlan: RenderedWritePlan;
  readonly report: WriteBackReport;
  /** How each layer of pixels was computed, from the bottom up; empty where all of them are native. */
  readonly applied: readonly ApplyReport[];
}

/**
 * Decides how a plan appears in a host and renders it: what happens between planning and commit, wherever that runs.
 *
 * @param original - the pixels that the plan was made for.
 * @throws as {@link planWriteBack} and `renderWritePlan`.
 */
export async function prepareWrite(plan: Plan, original: PlacedRaster, options: PrepareWriteOptions): Promise<PreparedWrite> {
  const { capabilities, recipe, masks, hasSelection, preference, signal, onProgress, pause, kernels } = options;
  const { bitDepth, width, height } = original.raster;
  const { writePlan, report } = planWriteBack(plan, capabilities, { bitDepth, width, height, hasSelection, recipe, ...definedOnly({ preference }) });
  const applied: ApplyReport[] = [];
  const rendered = await renderWritePlan(writePlan, original, {
    masks,
    bitDepths: capabilities.write.bitDepths,
    onReport: (layer) => applied.push(layer),
    ...definedOnly({ signal, onProgress, pause, kernels }),
  });
  return { plan, writePlan: rendered, report, applied };
}

/**
 * Lays masks on exactly the pixels' bounds. A mask with fewer samples than its own bounds covers all of them: it is enlarged.
 *
 * @throws {@link InvalidRasterError} for a mask that is not well formed, and for a scaled one that does not lie as the pixels do.
 */
export function alignMasks(masks: Readonly<Record<string, PlacedMask>>, rectangle: Rectangle): Record<string, Mask> {
  return Object.fromEntries(Object.entries(masks).map(([slot, placed]) => [slot, alignPlaced(slot, placed, rectangle)]));
}

function alignPlaced(slot: string, placed: PlacedMask, rectangle: Rectangle): Mask {
  const { mask, bounds } = placed;
  validateMask(slot, mask, mask.width, mask.height);
  if (mask.width === bounds.width && mask.height === bounds.height) return alignMask(placed, rectangle);
  if (!areSameRectangle(bounds, rectangle)) {
    throw new InvalidRasterError(`mask "${slot}": ${mask.width} x ${mask.height} for bounds of ${bounds.width} x ${bounds.height} (expected the same, or bounds that are those of the pixels)`, { slot, bounds, value: { width: mask.width, height: mask.height } });
  }
  return resampleMask(mask, rectangle.width, rectangle.height);
}
