import type { Statistics } from '../analyse/analysis.js';
import type { ApplyReport } from '../apply/apply-report.js';
import type { ApplyPrecision } from '../apply/compile/compile-plan.js';
import type { BakeResult } from '../bake/bake-plan.js';
import type { EffectDescription } from '../describe/describe-effect.js';
import type { HostCapabilities } from '../host/host-adapter.js';
import type { PlacedMask, Rectangle } from '../host/placed.js';
import type { PreparedWrite } from '../host/prepare-write.js';
import type { WritePreference } from '../host/write-back.js';
import type { Plan, PlanNote } from '../plan/plan.js';
import type { Mask } from '../raster/mask.js';
import type { BitDepth, Raster, RasterEncoding } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import { type EngineLibraryRequests, LIBRARY_METHODS, type StyleInfo } from './engine-library.js';
import type { EngineControl, PhotoHandle } from './request.js';

export type { EngineControl, PhotoHandle };

export interface OpenRequest {
  /** Belongs to the engine from here on: behind a worker its memory moves there, and the caller's array is empty. */
  readonly raster: Raster;
}

/** Shares of pixels with any channel at or below 0, and at or above full scale. */
export interface ClippedFractions {
  readonly blackFraction: number;
  readonly whiteFraction: number;
}

export interface PhotoInfo {
  readonly photo: PhotoHandle;
  readonly width: number;
  readonly height: number;
  readonly bitDepth: BitDepth;
  readonly encoding: RasterEncoding;
  /** Of all pixels as they are. */
  readonly statistics: Statistics;
  readonly clipped: ClippedFractions;
}

export interface PhotoRequest {
  readonly photo: PhotoHandle;
}

export interface MaskRequest extends PhotoRequest {
  /** As recipes name it: `brush`, `host`, or a name of its own. */
  readonly slot: string;
  /** Of any size with the photo's proportions, such as the preview's; moves as rasters do. `null` takes the slot's mask away. */
  readonly mask: Mask | null;
}

export interface RecipeRequest extends PhotoRequest {
  /** Validated by the engine. */
  readonly recipe: Recipe;
}

export interface PreviewRequest extends RecipeRequest {
  /** Longer side in pixels, a whole number >= 1; default 1024. A smaller photo keeps its size. */
  readonly maximumSide?: number;
  /** Measures the result too; default false. */
  readonly isMeasured?: boolean;
  /**
   * A newer request of the same photo, method and lane ends an older one with `superseded`. Default one lane; name one for each picture
   * of a gallery.
   */
  readonly lane?: string;
}

export interface Preview {
  /** 8 bit, in the photo's space. */
  readonly raster: Raster;
  readonly notes: readonly PlanNote[];
  readonly measured?: Measured;
}

/** What a histogram shows. */
export interface Measured {
  readonly statistics: Statistics;
  readonly clipped: ClippedFractions;
}

export interface HistogramRequest extends PhotoRequest {
  /** Without one, the photo as it is, from all of its pixels; with one, the preview of the result. */
  readonly recipe?: Recipe;
  readonly maximumSide?: number;
  readonly lane?: string;
}

export interface ApplyRequest extends RecipeRequest {
  /** As for `applyPlan`. */
  readonly precision?: ApplyPrecision;
}

export interface AppliedPhoto {
  /** Of the photo's size and form. */
  readonly raster: Raster;
  readonly plan: Plan;
  readonly report: ApplyReport;
}

export interface PrepareWriteRequest extends RecipeRequest {
  /** Of the host that is to be written to. */
  readonly capabilities: HostCapabilities;
  /** Where the photo lies in the document; of its size. */
  readonly bounds: Rectangle;
  /** The host's own profile, passed on with pixels. */
  readonly iccProfile?: Uint8Array;
  /** In document coordinates, by slot; they move. They count for this request alone, and before those of {@link Engine.setMask}. */
  readonly masks?: Readonly<Record<string, PlacedMask>>;
  /** Whether the slot `selection` limits the whole result; default false. */
  readonly hasSelection?: boolean;
  /** Default `native`. */
  readonly preference?: WritePreference;
}

export interface BakeRequest extends RecipeRequest {
  /** Nodes an edge, 2..129; default 33. */
  readonly size?: number;
}

/** One operation of a recipe, as a list of them shows it. */
export interface OperationDescription {
  readonly sentence: string;
  readonly isEnabled: boolean;
  /** What it does to this photo's colours, measured, at its strength and where its mask is full; absent where it does nothing here. */
  readonly effect?: EffectDescription;
  /** What was decided from the photo, or left out. */
  readonly notes: readonly PlanNote[];
}

export interface Description {
  /** The recipe in plain sentences: one an operation, and one for the strength of the whole where it is not 1. */
  readonly sentences: readonly string[];
  /** One for each operation of the recipe, in order. */
  readonly operations: readonly OperationDescription[];
  /** What the whole does to this photo's colours, measured. */
  readonly effect: EffectDescription;
  readonly notes: readonly PlanNote[];
}

export interface WhiteBalanceRequest extends PhotoRequest {
  /** A place that is meant to be grey, 0..1 of width and height from the top left. */
  readonly x: number;
  readonly y: number;
  /** Half the side of the square around it that is averaged, 0..0.1 of the longer side; default 0.004. */
  readonly radius?: number;
}

/** A light, for `temperature` and `tint` of the operation `whiteBalance`. */
export interface EstimatedWhiteBalance {
  readonly temperature: number;
  readonly tint: number;
  /** Whether the place comes out neutral; not where its colour is beyond what the two can take out. */
  readonly isNeutral: boolean;
}

/** What computes, and why, in words for people. */
export interface EngineStatus {
  readonly kernels: { readonly name: string; readonly reason: string };
  /** `undefined` until a recipe has asked a model. */
  readonly models: { readonly name: string; readonly reason: string } | undefined;
  readonly photoCount: number;
}

/**
 * Retouches photos for a panel: a photo is opened once, which analyses it, and from then on each request says a recipe. The same
 * interface stands before an engine on this thread, in a worker, and behind a bridge of texts.
 *
 * @remarks *Convention:* one request is at work at a time, the others wait in order. Requests fail with the errors of the functions they
 * stand for, `EngineError` where the engine itself is the matter, or the signal's reason.
 */
export interface Engine extends EngineLibraryRequests {
  open(request: OpenRequest, control?: EngineControl): Promise<PhotoInfo>;
  setMask(request: MaskRequest, control?: EngineControl): Promise<void>;
  /** The recipe resolved for the photo at full size. */
  plan(request: RecipeRequest, control?: EngineControl): Promise<Plan>;
  /** The result at the preview's size; cheap, because photo and copy are kept. */
  preview(request: PreviewRequest, control?: EngineControl): Promise<Preview>;
  histogram(request: HistogramRequest, control?: EngineControl): Promise<Measured>;
  apply(request: ApplyRequest, control?: EngineControl): Promise<AppliedPhoto>;
  /** What a host's commit needs: the plan as the layers it becomes there, with their pixels and masks. For `runInHost`. */
  prepareWrite(request: PrepareWriteRequest, control?: EngineControl): Promise<PreparedWrite>;
  /** The recipe for this photo as one LUT, with its error on this photo too. */
  bake(request: BakeRequest, control?: EngineControl): Promise<BakeResult>;
  describe(request: RecipeRequest, control?: EngineControl): Promise<Description>;
  /** The light by which a place becomes grey, as `whiteBalance` takes it where it is the recipe's first operation. */
  estimateWhiteBalance(request: WhiteBalanceRequest, control?: EngineControl): Promise<EstimatedWhiteBalance>;
  /** The styles that come with the models; none in an engine without. */
  styles(): Promise<readonly StyleInfo[]>;
  /** Frees a photo and its masks. A handle that is not open is no error. */
  close(request: PhotoRequest): Promise<void>;
  status(): Promise<EngineStatus>;
  /** Ends what waits with `engine-closed` and frees everything. */
  dispose(): Promise<void>;
}

/** The requests that cross a border, by name. `dispose` ends the other side as a request too. */
export const ENGINE_METHODS = ['open', 'setMask', 'plan', 'preview', 'histogram', 'apply', 'prepareWrite', 'bake', 'describe', 'estimateWhiteBalance', 'styles', ...LIBRARY_METHODS, 'close', 'status', 'dispose'] as const;
export type EngineMethod = (typeof ENGINE_METHODS)[number];
