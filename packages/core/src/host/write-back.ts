import { bakePlan } from '../bake/bake-plan.js';
import { HostError } from '../errors.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import type { BitDepth } from '../raster/raster.js';
import type { MaskReference, Recipe } from '../recipe/recipe.js';
import type { Transform } from '../transforms/transform.js';
import { type HostCapabilities, type HostWarning, SELECTION_SLOT } from './host-adapter.js';
import { fitNativeCurves } from './native-curves.js';
import { describeLayer, metadataSteps } from './describe-write.js';
import { leavesUnitRange, measureClampedBlend } from './unit-range.js';
import type { CurvesStep, Exactness, LutStep, RasterStep, WriteError, WritePlan, WriteStep } from './write-plan.js';
import { CURVES_TOLERANCE_LEVELS, splitIntoUnits, wholeUnit, type WriteUnit } from './write-units.js';

/** `native`: editable adjustments wherever they tell the truth. `pixels`: one layer of pixels, the same in every host. */
export type WritePreference = 'native' | 'pixels';

export interface WriteBackOptions {
  /** Default `native`. */
  readonly preference?: WritePreference;
  /** The target's depth; default 8. */
  readonly bitDepth?: BitDepth;
  /** The target's size in pixels, where known: pixels too large for the host are refused here and not in the editor. */
  readonly width?: number;
  readonly height?: number;
  /** Whether an active selection limits the result. */
  readonly hasSelection?: boolean;
  /** Gives layers their names and is stored with the result. */
  readonly recipe?: Recipe;
  /** A LUT whose mean error is larger becomes pixels; in 8-bit levels, default {@link MAXIMUM_MEAN_ERROR_LEVELS}. */
  readonly maximumMeanErrorLevels?: number;
}

/** The product's own law: two ways to apply a plan agree within one 8-bit level in the mean. */
export const MAXIMUM_MEAN_ERROR_LEVELS = 1;
/** Largest grid anything in OpenRetouch reads or writes. */
const LARGEST_GRID = 65;

/** What one layer of the write plan stands for, as the panel shows it. */
export interface WriteBackEntry {
  /** Index into the write plan's steps. */
  readonly step: number;
  /** Operations of the recipe, by index. */
  readonly operations: readonly number[];
  readonly became: 'curves' | 'lut' | 'raster';
  readonly exactness: Exactness;
  readonly error: WriteError;
  /** Why it is not native, for pixels under preference `native`. */
  readonly reason?: string;
}

export interface WriteBackReport {
  readonly entries: readonly WriteBackEntry[];
  readonly warnings: readonly HostWarning[];
}

export interface WriteBack {
  readonly writePlan: WritePlan;
  readonly report: WriteBackReport;
}

/** The blend of a whole result with the original: plan strength and active selection. */
interface Outer {
  readonly opacity: number;
  readonly masks: readonly MaskReference[];
}

interface Draft {
  readonly step: CurvesStep | LutStep | RasterStep;
  readonly unit: WriteUnit;
  readonly reason?: string;
}

interface Context {
  readonly plan: Plan;
  readonly capabilities: HostCapabilities;
  readonly bitDepth: BitDepth;
  readonly maximumMeanErrorLevels: number;
  readonly recipe: Recipe | undefined;
  readonly canMask: boolean;
  readonly canFade: boolean;
  readonly warnings: HostWarning[];
}

const LOCAL_REASON = 'the effect differs from place to place';
const LAYERS_REASON = 'layers of their own would lose values beyond black or white, or blend one by one instead of as a whole';
const NO_ERROR: WriteError = { meanLevels: 0, maximumLevels: 0 };

/**
 * Decides how a plan appears in a host: the only place that does. Pure.
 *
 * Runs of curve steps become native curves where these are exact, any other run of point steps one LUT at the largest grid
 * the host takes, the rest pixels. Layers clamp and blend one by one while a plan blends as a whole, so a result with plan
 * strength below 1 or an active selection is always a single layer, and steps that leave 0..1 never end a layer below another.
 *
 * @param plan - in the target's own colour space.
 * @throws {@link HostError} `too-large` when pixels are needed and the target is larger than the host can be given.
 */
export function planWriteBack(plan: Plan, capabilities: HostCapabilities, options: WriteBackOptions = {}): WriteBack {
  const { preference = 'native', bitDepth = 8, hasSelection = false } = options;
  const isAbove = capabilities.write.placement === 'above';
  const context: Context = {
    plan,
    capabilities,
    bitDepth,
    maximumMeanErrorLevels: options.maximumMeanErrorLevels ?? MAXIMUM_MEAN_ERROR_LEVELS,
    recipe: options.recipe,
    canMask: isAbove && capabilities.write.mask,
    canFade: isAbove && capabilities.write.opacity,
    warnings: [],
  };
  const isEmpty = plan.steps.length === 0 || plan.strength === 0;
  if (isEmpty && isAbove) return { writePlan: { steps: [] }, report: { entries: [], warnings: [] } };

  const outer: Outer = { opacity: plan.strength, masks: hasSelection ? [{ slot: SELECTION_SLOT }] : [] };
  const drafts = preference === 'pixels' || !isAbove ? [pixelsUpTo(context, wholeUnit(plan), outer)] : draftLayers(context, outer);
  if (drafts.some(({ step }) => step.kind === 'raster')) checkPixels(context, options);

  const layers = drafts.map(({ step }) => step);
  const steps: WriteStep[] = [...layers, ...metadataSteps(options.recipe, capabilities, context.warnings)];
  return { writePlan: { steps }, report: { entries: drafts.map((draft, index) => reportEntry(plan, draft, index)), warnings: context.warnings } };
}

function draftLayers(context: Context, outer: Outer): Draft[] {
  const { plan, bitDepth, capabilities } = context;
  if (bitDepth === 32) {
    return [pixelsUpTo(context, { ...wholeUnit(plan), kind: 'pixels' }, outer, 'float', 'float pixels may lie outside 0 to 1, where native adjustments clamp')];
  }
  let units = splitIntoUnits(plan, capabilities.native.curves, bitDepth);
  const isPlain = outer.opacity === 1 && outer.masks.length === 0;
  if (units.length > 1 && !isPlain) units = [wholeUnit(plan)];
  const layerOuter = units.length > 1 ? { opacity: 1, masks: [] } : outer;

  let drafts: Draft[] = [];
  for (const unit of units) {
    const draft = unit.kind === 'masked' ? draftMasked(context, unit, layerOuter) : draftUnmasked(context, unit, layerOuter);
    // Opaque pixels hide every layer below them, so those are left out: the pixels were made from the original.
    const hidesBelow = draft.step.kind === 'raster' && draft.unit.first === 0;
    drafts = hidesBelow ? [draft] : [...drafts, draft];
  }
  return drafts;
}

function draftUnmasked(context: Context, unit: WriteUnit, outer: Outer): Draft {
  if (unit.kind === 'pixels') {
    const isLocal = unit.end - unit.first === 1;
    return isLocal ? pixelsUpTo(context, unit, outer, 'local', LOCAL_REASON) : pixelsUpTo(context, unit, outer, 'separate-layers', LAYERS_REASON);
  }
  const native = draftNative(context, unit, context.plan.steps.slice(unit.first, unit.end), outer);
  return typeof native === 'string' ? pixelsUpTo(context, unit, outer, 'lut3d', native) : native;
}

function draftMasked(context: Context, unit: WriteUnit, outer: Outer): Draft {
  const { plan, canMask } = context;
  const { mask, ...bare } = plan.steps[unit.first] as PlanStep & { readonly mask: MaskReference };
  if (!canMask) return pixelsUpTo(context, unit, outer, 'layer-mask', 'the host gives result layers no mask');
  const whole: PlanStep = { ...bare, strength: 1 };
  const blend: Outer = { opacity: bare.strength * outer.opacity, masks: [mask, ...outer.masks] };
  const faded = fade(context, blend.opacity, whole.transforms);
  const inLayer: PlanStep = { ...whole, strength: faded.folded };
  const isPoint = whole.transforms.every((transform) => transform.kind !== 'grid');
  const clamping = isPoint ? measureClampedBlend(inLayer) : NO_ERROR;
  if (clamping.meanLevels > context.maximumMeanErrorLevels || (!isPoint && leavesUnitRange(whole.transforms))) {
    return pixelsUpTo(context, unit, outer, 'soft-mask', 'a layer would lose values beyond black or white where its mask is soft');
  }
  const native = isPoint ? draftNative(context, unit, [whole], blend) : LOCAL_REASON;
  if (typeof native !== 'string') return { ...native, step: withError(native.step, clamping) };
  context.warnings.push({ type: 'unsupported', feature: isPoint ? 'lut3d' : 'local', details: `${layerName(context, unit)}: written as pixels, ${native}` });
  const step: RasterStep = {
    kind: 'raster',
    name: layerName(context, unit),
    opacity: faded.opacity,
    mask: blend.masks,
    limits: [],
    exactness: 'exact',
    error: NO_ERROR,
    plan: { ...plan, steps: [...plan.steps.slice(0, unit.first), inLayer], strength: 1 },
  };
  return { step: withError(step, clamping), unit, reason: native };
}

/** @returns the step with a further error, which makes it approximate. */
function withError<S extends Draft['step']>(step: S, { meanLevels, maximumLevels }: WriteError): S {
  if (maximumLevels === 0) return step;
  const error: WriteError = { meanLevels: step.error.meanLevels + meanLevels, maximumLevels: step.error.maximumLevels + maximumLevels };
  return { ...step, error, exactness: 'approximate' };
}

/**
 * Splits a blend into the layer's own opacity, which stays editable, and what is folded into the layer's colours: all of it
 * where the host has no opacity, where it goes beyond the whole, or where colours beyond black or white would be clamped before the blend.
 */
function fade({ canFade }: Context, opacity: number, transforms: readonly Transform[]): { readonly opacity: number; readonly folded: number } {
  const isEditable = opacity === 1 || (opacity < 1 && canFade && !leavesUnitRange(transforms));
  return isEditable ? { opacity, folded: 1 } : { opacity: 1, folded: opacity };
}

/** @returns a native layer for the steps, or why there is none. */
function draftNative(context: Context, unit: WriteUnit, steps: readonly PlanStep[], blend: Outer): Draft | string {
  const { capabilities, plan, bitDepth } = context;
  const needsMask = blend.masks.length > 0;
  const { opacity, folded } = fade(context, blend.opacity, transformsOf(steps));
  const common = { name: layerName(context, unit), opacity, mask: blend.masks, fallback: 'raster' } as const;

  const { curves, lut3d } = capabilities.native;
  if (curves !== undefined && (!needsMask || (curves.mask && context.canMask))) {
    const fitted = fitNativeCurves(steps, folded, curves, bitDepth);
    if (fitted !== undefined && fitted.error.maximumLevels <= CURVES_TOLERANCE_LEVELS) {
      return { unit, step: { kind: 'curves', ...common, tables: fitted.tables, ...(fitted.points === undefined ? {} : { points: fitted.points }), error: fitted.error, exactness: exactnessOf(fitted.error, bitDepth) } };
    }
  }
  if (lut3d === undefined) return 'the host has no LUT adjustment';
  if (!lut3d.spaces.includes(plan.space)) return `the host's LUT does not act on ${plan.space}`;
  if (needsMask && !(lut3d.mask && context.canMask)) return "the host's LUT takes no mask";
  const size = Math.min(lut3d.maximumSize, LARGEST_GRID);
  const { lut, error } = bakePlan({ ...plan, steps, strength: folded }, { size });
  const measured: WriteError = { meanLevels: error.levels.mean, maximumLevels: error.levels.maximum };
  if (measured.meanLevels > context.maximumMeanErrorLevels) {
    return `a LUT of ${size} would err by ${measured.meanLevels.toFixed(2)} levels in the mean`;
  }
  return { unit, step: { kind: 'lut', ...common, lut, error: measured, exactness: exactnessOf(measured, bitDepth) } };
}

/** Pixels of the plan from its first step to the unit's last; masks inside are rendered with them. */
function pixelsUpTo(context: Context, unit: WriteUnit, outer: Outer, feature?: string, reason?: string): Draft {
  const { plan, canMask } = context;
  const merged: WriteUnit = { kind: 'pixels', first: 0, end: unit.end };
  const steps = plan.steps.slice(0, unit.end);
  const { opacity, folded } = fade(context, outer.opacity, transformsOf(steps));
  const name = layerName(context, merged);
  if (feature !== undefined) context.warnings.push({ type: 'unsupported', feature, details: `${name}: written as pixels, ${reason}` });
  const step: RasterStep = {
    kind: 'raster',
    name,
    opacity,
    mask: canMask ? outer.masks : [],
    limits: canMask ? [] : outer.masks,
    exactness: 'exact',
    error: NO_ERROR,
    plan: { ...plan, steps, strength: folded },
  };
  return { step, unit: merged, ...(reason === undefined ? {} : { reason }) };
}

function checkPixels({ capabilities, bitDepth, warnings }: Context, { width = 0, height = 0 }: WriteBackOptions): void {
  const { maximumSide, bitDepths } = capabilities.write;
  const side = Math.max(width, height);
  if (maximumSide !== undefined && side > maximumSide) {
    throw new HostError('too-large', `target: ${width} x ${height} pixels (expected at most ${maximumSide} a side, the host's limit for new pixels)`, {
      fields: { width, height, maximumSide },
    });
  }
  if (!bitDepths.includes(bitDepth)) {
    const given = Math.max(...bitDepths);
    warnings.push({ type: 'unsupported', feature: 'bit-depth', details: `pixels are written with ${given} bit instead of ${bitDepth}` });
  }
}

/** Within half a step of the document's depth the host's own rounding decides, and nothing is lost. */
function exactnessOf(error: WriteError, bitDepth: BitDepth): Exactness {
  const halfStepLevels = bitDepth === 8 ? 0.5 : 0.5 / 257;
  return error.maximumLevels <= halfStepLevels * 1.001 ? 'exact' : 'approximate';
}

function transformsOf(steps: readonly PlanStep[]): Transform[] {
  return steps.flatMap((step) => step.transforms);
}

function layerName({ plan, recipe }: Context, unit: WriteUnit): string {
  return describeLayer(recipe, operationsOf(plan, unit));
}

function operationsOf(plan: Plan, unit: WriteUnit): number[] {
  return [...new Set(plan.steps.slice(unit.first, unit.end).flatMap((step) => step.operations))];
}

function reportEntry(plan: Plan, { step, unit, reason }: Draft, index: number): WriteBackEntry {
  return {
    step: index,
    operations: operationsOf(plan, unit),
    became: step.kind,
    exactness: step.exactness,
    error: step.error,
    ...(reason === undefined ? {} : { reason }),
  };
}
