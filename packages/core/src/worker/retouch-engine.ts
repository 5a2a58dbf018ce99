import { measureRaster } from '../analyse/measure-raster.js';
import { applyPlan } from '../apply/apply-plan.js';
import type { ApplyReport } from '../apply/apply-report.js';
import type { KernelSet } from '../apply/kernels.js';
import { type BakeResult, bakePlan } from '../bake/bake-plan.js';
import type { CancelSignal } from '../cancel.js';
import { describeEffect } from '../describe/describe-effect.js';
import { describeValue, EngineError } from '../errors.js';
import type { Decide } from '../operations/decision.js';
import type { Plan } from '../plan/plan.js';
import { createPlanCache } from '../plan/plan-cache.js';
import type { Raster } from '../raster/raster.js';
import { validateRaster } from '../raster/raster.js';
import { describeRecipe } from '../recipe/describe-recipe.js';
import { modelReferences } from '../recipe/model-references.js';
import type { Recipe } from '../recipe/recipe.js';
import { validateRecipe } from '../recipe/validate-recipe.js';
import { planValidRecipe } from '../retouch.js';
import type {
  AppliedPhoto,
  ApplyRequest,
  BakeRequest,
  Description,
  Engine,
  EngineControl,
  EngineStatus,
  HistogramRequest,
  MaskRequest,
  Measured,
  OpenRequest,
  PhotoHandle,
  PhotoInfo,
  PhotoRequest,
  Preview,
  PreviewRequest,
  RecipeRequest,
} from './engine.js';
import { memoiseDecide } from './memoise-decide.js';
import { OpenPhoto, type ReducedPhoto } from './open-photo.js';
import { WorkQueue } from './work-queue.js';

/** Longer side of previews in pixels: more than panels show, and done within a frame or two. */
const DEFAULT_PREVIEW_SIDE = 1024;

/** Loops to use, as `chooseKernels` of `@openretouch/kernels` answers. */
export interface EngineKernels {
  readonly name: string;
  readonly kernels: KernelSet | undefined;
  readonly reason: string;
}

/** The part of a `Decider` of `@openretouch/core/inference` that is used here. */
export interface EngineDecider {
  readonly decide: Decide;
  readonly provider: { readonly name: string; readonly reason: string };
  dispose(): Promise<void>;
}

export interface RetouchEngineOptions {
  /** Asked once, before the first photo; by default the core's own loops. What it throws leaves those in use, with the reason. */
  readonly openKernels?: () => Promise<EngineKernels>;
  /** Asked when a recipe first needs a model, and again if it failed. Without it such recipes are refused. */
  readonly openDecider?: (kernels: KernelSet | undefined) => Promise<EngineDecider>;
  /** Lets messages in: a macrotask, awaited before each request and between bands of rows. */
  readonly pause: () => Promise<void>;
}

/** An engine on the calling thread. A worker, or the far end of a bridge, holds one behind `serveEngine`. */
export class RetouchEngine implements Engine {
  readonly #options: RetouchEngineOptions;
  readonly #queue: WorkQueue;
  readonly #photos = new Map<PhotoHandle, OpenPhoto>();
  readonly #cache = createPlanCache();
  #lastHandle = 0;
  #kernels: Promise<EngineKernels> | undefined;
  #decider: Promise<EngineDecider> | undefined;
  #decide: Decide | undefined;

  constructor(options: RetouchEngineOptions) {
    this.#options = options;
    this.#queue = new WorkQueue(options.pause);
  }

  open({ raster }: OpenRequest, { signal }: EngineControl = {}): Promise<PhotoInfo> {
    return this.#run({ signal }, async (watched) => {
      validateRaster(raster);
      const opened = new OpenPhoto(raster, await this.#openKernels(), watched);
      this.#lastHandle += 1;
      this.#photos.set(this.#lastHandle, opened);
      const { width, height, bitDepth, encoding } = raster;
      const { statistics, clipped } = opened.analysis;
      return { photo: this.#lastHandle, width, height, bitDepth, encoding, statistics, clipped };
    });
  }

  setMask({ photo, slot, mask }: MaskRequest, { signal }: EngineControl = {}): Promise<void> {
    return this.#run({ signal }, () => this.#find(photo).setMask(slot, mask));
  }

  plan({ photo, recipe }: RecipeRequest, { signal }: EngineControl = {}): Promise<Plan> {
    return this.#run({ signal }, (watched) => this.#planFull(this.#find(photo), validateRecipe(recipe), watched));
  }

  preview({ photo, recipe, maximumSide, isMeasured = false, lane = '' }: PreviewRequest, { signal }: EngineControl = {}): Promise<Preview> {
    return this.#run({ signal, lane: `preview ${photo} ${lane}` }, async (watched) => {
      const { raster, plan } = await this.#render(this.#find(photo), validateRecipe(recipe), maximumSide, watched);
      const preview = { raster, notes: plan.notes };
      return isMeasured ? { ...preview, measured: await this.#measure(raster, watched) } : preview;
    });
  }

  histogram({ photo, recipe, maximumSide, lane = '' }: HistogramRequest, { signal }: EngineControl = {}): Promise<Measured> {
    return this.#run({ signal, lane: `histogram ${photo} ${lane}` }, async (watched) => {
      const opened = this.#find(photo);
      if (recipe === undefined) return { statistics: opened.analysis.statistics, clipped: opened.analysis.clipped };
      const { raster } = await this.#render(opened, validateRecipe(recipe), maximumSide, watched);
      return this.#measure(raster, watched);
    });
  }

  apply({ photo, recipe, precision }: ApplyRequest, { signal, onProgress }: EngineControl = {}): Promise<AppliedPhoto> {
    return this.#run({ signal }, async (watched) => {
      const opened = this.#find(photo);
      // Enlarged once, for both.
      const masks = opened.masksAt(opened.raster.width, opened.raster.height);
      const plan = await this.#planFull(opened, validateRecipe(recipe), watched, masks);
      let report: ApplyReport | undefined;
      const raster = await this.#apply(plan, opened.raster, {
        masks,
        signal: watched,
        onReport: (told) => (report = told),
        ...(precision === undefined ? {} : { precision }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      return { raster, plan, report: report as ApplyReport };
    });
  }

  bake({ photo, recipe, size }: BakeRequest, { signal }: EngineControl = {}): Promise<BakeResult> {
    return this.#run({ signal }, async (watched) => {
      const opened = this.#find(photo);
      const plan = await this.#planFull(opened, validateRecipe(recipe), watched);
      return bakePlan(plan, { sample: opened.analysis.copy, ...(size === undefined ? {} : { size }) });
    });
  }

  describe({ photo, recipe }: RecipeRequest, { signal }: EngineControl = {}): Promise<Description> {
    return this.#run({ signal, lane: `describe ${photo}` }, async (watched) => {
      const valid = validateRecipe(recipe);
      const opened = this.#find(photo);
      const plan = await this.#planReduced(opened, opened.reducedTo(DEFAULT_PREVIEW_SIDE, await this.#openKernels(), watched), valid, watched);
      return { sentences: describeRecipe(valid), effect: describeEffect(plan.steps, plan.space, plan.strength), notes: plan.notes };
    });
  }

  close({ photo }: PhotoRequest): Promise<void> {
    return this.#run({}, () => void this.#photos.delete(photo));
  }

  status(): Promise<EngineStatus> {
    return this.#run({}, async () => {
      await this.#openKernels();
      const { name, reason } = await (this.#kernels as Promise<EngineKernels>);
      const models = await this.#decider?.then(({ provider }) => ({ name: provider.name, reason: provider.reason }));
      return { kernels: { name, reason }, models, photoCount: this.#photos.size };
    });
  }

  async dispose(): Promise<void> {
    await this.#queue.close();
    this.#photos.clear();
    const [kernels, decider] = [await this.#kernels, await this.#decider?.catch(() => undefined)];
    this.#kernels = undefined;
    this.#decider = undefined;
    kernels?.kernels?.dispose?.();
    await decider?.dispose();
  }

  #run<T>(options: { readonly signal?: CancelSignal | undefined; readonly lane?: string }, work: (signal: CancelSignal) => T | Promise<T>): Promise<T> {
    return this.#queue.run(work, options);
  }

  #find(photo: PhotoHandle): OpenPhoto {
    const opened = this.#photos.get(photo);
    if (opened !== undefined) return opened;
    const open = [...this.#photos.keys()];
    throw new EngineError('unknown-photo', `photo: ${describeValue(photo)} (expected the handle of an open photo: ${open.join(', ') || 'none is open'})`, { photo, open });
  }

  async #openKernels(): Promise<KernelSet | undefined> {
    this.#kernels ??= this.#tryKernels();
    return (await this.#kernels).kernels;
  }

  async #tryKernels(): Promise<EngineKernels> {
    const { openKernels } = this.#options;
    if (openKernels === undefined) return { name: 'typescript', kernels: undefined, reason: 'typescript: no others were given' };
    try {
      return await openKernels();
    } catch (error) {
      return { name: 'typescript', kernels: undefined, reason: `typescript: the others failed (${error instanceof Error ? error.message : String(error)})` };
    }
  }

  /** What decides for a recipe; nothing where it asks no model, or none can be run here. */
  async #decideFor(recipe: Recipe): Promise<{ readonly decide?: Decide }> {
    const { openDecider } = this.#options;
    if (openDecider === undefined || modelReferences(recipe).length === 0) return {};
    const kernels = await this.#openKernels();
    this.#decider ??= openDecider(kernels);
    try {
      const { decide } = await this.#decider;
      this.#decide ??= memoiseDecide(decide);
      return { decide: this.#decide };
    } catch (error) {
      this.#decider = undefined;
      throw error;
    }
  }

  async #planFull(opened: OpenPhoto, recipe: Recipe, signal: CancelSignal, masks = opened.masksAt(opened.raster.width, opened.raster.height)): Promise<Plan> {
    return planValidRecipe(recipe, opened.analysis, { masks, cache: this.#cache, signal, ...(await this.#decideFor(recipe)) });
  }

  async #planReduced(opened: OpenPhoto, { raster, analysis }: ReducedPhoto, recipe: Recipe, signal: CancelSignal): Promise<Plan> {
    return planValidRecipe(recipe, analysis, { masks: opened.masksAt(raster.width, raster.height), cache: this.#cache, signal, ...(await this.#decideFor(recipe)) });
  }

  async #render(opened: OpenPhoto, recipe: Recipe, maximumSide: number = DEFAULT_PREVIEW_SIDE, signal: CancelSignal): Promise<{ readonly raster: Raster; readonly plan: Plan }> {
    const reduced = opened.reducedTo(maximumSide, await this.#openKernels(), signal);
    const plan = await this.#planReduced(opened, reduced, recipe, signal);
    const masks = opened.masksAt(reduced.raster.width, reduced.raster.height);
    return { raster: await this.#apply(plan, reduced.raster, { masks, signal }), plan };
  }

  async #apply(plan: Plan, raster: Raster, options: Parameters<typeof applyPlan>[2]): Promise<Raster> {
    const kernels = await this.#openKernels();
    return applyPlan(plan, raster, { ...options, pause: this.#options.pause, ...(kernels === undefined ? {} : { kernels }) });
  }

  async #measure(raster: Raster, signal: CancelSignal): Promise<Measured> {
    return measureRaster(raster, await this.#openKernels(), signal);
  }
}
