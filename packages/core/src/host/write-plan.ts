import type { AcvCurves } from '../formats/acv.js';
import type { Plan } from '../plan/plan.js';
import type { MaskReference } from '../recipe/recipe.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import type { PlacedMask, PlacedRaster } from './placed.js';

/** Whether a layer shows what the plan says: to the last level of the document, or within its error. */
export type Exactness = 'exact' | 'approximate';

/** A deviation from the plan in 8-bit levels a channel: over every input level for curves, over colours spread through the cube for a LUT. */
export interface WriteError {
  readonly meanLevels: number;
  readonly maximumLevels: number;
}

/** What every layer of a result has. `Coverage` is a list of mask references while planned, and a placed mask when rendered. */
interface LayerStep<Coverage> {
  /** For people: which operations it stands for. */
  readonly name: string;
  /** 0..1, the blend with what lies below. */
  readonly opacity: number;
  readonly mask: Coverage;
  readonly exactness: Exactness;
  /** Measured when the step was planned. */
  readonly error: WriteError;
}

/** A native step, and what becomes of it when the host turns out not to take it. */
interface NativeStep<Coverage> extends LayerStep<Coverage> {
  /** `raster`: commit rolls back and throws, the caller plans anew with pixels. `skip`: leave it out and report. */
  readonly fallback: 'raster' | 'skip';
}

/** A native curves adjustment: one output table a channel, red, green, blue; values 0..1 at equally spaced inputs 0..1. */
export interface CurvesStep<Coverage = readonly MaskReference[]> extends NativeStep<Coverage> {
  readonly kind: 'curves';
  readonly tables: readonly [Float32Array, Float32Array, Float32Array];
  /** Control points whose splines the tables are, for a host that keeps points. */
  readonly points?: AcvCurves;
}

/** A native LUT adjustment on encoded values of `lut.space`. */
export interface LutStep<Coverage = readonly MaskReference[]> extends NativeStep<Coverage> {
  readonly kind: 'lut';
  readonly lut: Lut3dTransform;
}

/** A layer of pixels still to be rendered: `plan` applied to the original. */
export interface RasterStep extends LayerStep<readonly MaskReference[]> {
  readonly kind: 'raster';
  readonly plan: Plan;
  /** Masks that limit the whole of the rendered picture against the original, where the layer cannot carry them. */
  readonly limits: readonly MaskReference[];
}

/** A layer of pixels. Its alpha repeats the original's; see {@link HostAdapter.commit}. */
export interface RenderedRasterStep extends LayerStep<PlacedMask | undefined> {
  readonly kind: 'raster';
  readonly pixels: PlacedRaster;
}

/** Text to keep with the result. Never a layer; a host that cannot keep it skips it and says so. */
export interface MetadataStep {
  readonly kind: 'metadata';
  readonly key: string;
  readonly value: string;
  readonly fallback: 'skip';
}

export type WriteStep = CurvesStep | LutStep | RasterStep | MetadataStep;
export type RenderedWriteStep = CurvesStep<PlacedMask | undefined> | LutStep<PlacedMask | undefined> | RenderedRasterStep | MetadataStep;

/** How a plan is to appear in a host: layers from the bottom up, then metadata. */
export interface WritePlan {
  readonly steps: readonly WriteStep[];
}

/** The same with pixels and masks in it: all that an adapter needs, and all that it looks at. */
export interface RenderedWritePlan {
  readonly steps: readonly RenderedWriteStep[];
}

/** What a step really became. */
export interface WriteStepOutcome {
  readonly step: number;
  readonly became: 'native' | 'raster' | 'metadata' | 'skipped';
  /** Why, for `skipped`. */
  readonly reason?: string;
}

/** Key under which the recipe is stored with a result, as canonical JSON. */
export const RECIPE_METADATA_KEY = 'openretouch.recipe';
