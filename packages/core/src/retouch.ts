import { analyse } from './analyse/analyse.js';
import type { Analysis } from './analyse/analysis.js';
import { measureExposureNeed } from './analyse/exposure-need.js';
import { estimateIlluminant } from './analyse/illuminant.js';
import { postponeAnalysis } from './analyse/postpone-analysis.js';
import { measureStatistics } from './analyse/statistics.js';
import { applyPlan, type ApplyOptions } from './apply/apply-plan.js';
import { readCoverage } from './apply/coverage.js';
import type { CancelSignal } from './cancel.js';
import { InvalidArgumentError } from './errors.js';
import type { Decide } from './operations/decision.js';
import type { Plan } from './plan/plan.js';
import { DEFAULT_DECIDED_SIZE } from './plan/ask-model.js';
import type { PlanCache } from './plan/plan-cache.js';
import { planRetouch } from './plan/plan-retouch.js';
import { featherMask } from './raster/feather.js';
import { type MaskSet, validateMask } from './raster/mask.js';
import { type EncodedSpace, encodedSpaceOf, type Raster, validateRaster } from './raster/raster.js';
import { type PhotoTiles, readTiles, type TileRequest } from './raster/read-tiles.js';
import { resampleMaskArea } from './raster/resample-area.js';
import type { MaskReference, Recipe } from './recipe/recipe.js';
import { validateRecipe } from './recipe/validate-recipe.js';

/** A LUT decided for one photo has more nodes where a picture has many pixels or fine steps. */
const LARGE_PIXEL_COUNT = 12_000_000;
const LARGE_DECIDED_SIZE = 65;

export interface PlanPhotoOptions {
  readonly masks?: MaskSet;
  /** The photo that was analysed: some models look at parts of it at its own pixels, and are refused without it. */
  readonly photo?: Raster;
  /** From `createPlanCache`: operations whose parameters stay, and that do not look at the photo, are resolved once. */
  readonly cache?: PlanCache;
  /** Runs models for learned operations, as `createDecider` of `@openretouch/core/inference` makes one. */
  readonly decide?: Decide;
  /** Nodes an edge of decided LUTs, 2..129; by default 33, from 12 megapixels or 16 bit 65. */
  readonly lutSize?: number;
  readonly signal?: CancelSignal;
}

/**
 * Checks a recipe and resolves it for an analysed photo: the planner with the core's own measures and the caller's masks.
 *
 * @param options - masks are at the photo's full size, as for {@link applyPlan}.
 * @throws {@link InvalidRecipeError} with every fault of the recipe; {@link MaskError} for an empty slot or a mask of another
 * size; {@link InvalidArgumentError} for a photo that is not the one analysed; the signal's reason when cancelled.
 */
export async function planPhoto(recipe: Recipe, analysis: Analysis, options: PlanPhotoOptions = {}): Promise<Plan> {
  return planValidRecipe(validateRecipe(recipe), analysis, options);
}

/** {@link planPhoto} for a recipe that has been validated. */
export function planValidRecipe(recipe: Recipe, analysis: Analysis, options: PlanPhotoOptions = {}): Promise<Plan> {
  const { width, height } = analysis.copy;
  const maskCoverage = (reference: MaskReference): Float32Array | undefined => {
    const masks = options.masks ?? {};
    const mask = Object.hasOwn(masks, reference.slot) ? masks[reference.slot] : undefined;
    if (mask === undefined) return undefined;
    validateMask(reference.slot, mask, analysis.sourceWidth, analysis.sourceHeight);
    const small = featherMask({ data: resampleMaskArea(mask, width, height), width, height }, (reference.feather ?? 0) * Math.max(width, height));
    const coverage = new Float32Array(width * height);
    readCoverage(small, reference.invert === true, 0, coverage.length, coverage);
    return coverage;
  };
  const { cache, decide, signal, photo, lutSize = decidedSize(analysis) } = options;
  return planRetouch(recipe, analysis, { measureStatistics, estimateIlluminant, measureExposureNeed, maskCoverage, lutSize, ...(photo === undefined ? {} : { readTiles: tileReader(photo, analysis) }), ...(cache === undefined ? {} : { cache }), ...(decide === undefined ? {} : { decide }), ...(signal === undefined ? {} : { signal }) });
}

function tileReader(photo: Raster, { sourceWidth, sourceHeight, copy: { space } }: Analysis): (request: TileRequest) => PhotoTiles {
  validateRaster(photo);
  const describe = (width: number, height: number, encoded: EncodedSpace): string => `${width} x ${height} in ${encoded}`;
  const [found, expected] = [describe(photo.width, photo.height, encodedSpaceOf(photo.encoding)), describe(sourceWidth, sourceHeight, space)];
  if (found !== expected) throw new InvalidArgumentError(`photo: ${found} (expected the one that was analysed, ${expected})`, { argument: 'photo', value: found, expected });
  return (request) => readTiles(photo, request);
}

function decidedSize({ sourceWidth, sourceHeight, sourceBitDepth }: Analysis): number {
  return sourceBitDepth > 8 || sourceWidth * sourceHeight >= LARGE_PIXEL_COUNT ? LARGE_DECIDED_SIZE : DEFAULT_DECIDED_SIZE;
}

/** What {@link retouch} returns: the picture, and how it came to be. */
export interface RetouchResult {
  readonly raster: Raster;
  readonly plan: Plan;
  /**
   * What was seen of the picture. Parts that the plan did not ask for are worked out when they are first read, from the raster as it is then; where `out` is
   * the raster itself, all are there.
   */
  readonly analysis: Analysis;
}

/**
 * Retouches a picture: analyse, plan, apply. The only place that knows the order of the stages.
 *
 * @param recipe - from `parseRecipe`, a built-in preset's `recipe`, or made by a program: it is validated here.
 * @throws what {@link postponeAnalysis}, {@link planPhoto} and {@link applyPlan} throw.
 */
export async function retouch(raster: Raster, recipe: Recipe, options: ApplyOptions & PlanPhotoOptions = {}): Promise<RetouchResult> {
  const { signal, kernels, out } = options;
  const look = out?.data.buffer === raster.data.buffer ? analyse : postponeAnalysis;
  const analysis = look(raster, { ...(signal === undefined ? {} : { signal }), ...(kernels === undefined ? {} : { kernels }) });
  const plan = await planPhoto(recipe, analysis, { ...options, photo: raster });
  return { raster: await applyPlan(plan, raster, options), plan, analysis };
}
