import type { Analysis } from '../analyse/analysis.js';
import { measureRaster } from '../analyse/measure-raster.js';
import { applyPlan } from '../apply/apply-plan.js';
import type { KernelSet } from '../apply/kernels.js';
import type { CancelSignal } from '../cancel.js';
import { describeValue, EngineError, ModelUnavailableError } from '../errors.js';
import type { Decide } from '../operations/decision.js';
import type { StyleVector } from '../operations/style-vector.js';
import type { Plan } from '../plan/plan.js';
import { createPlanCache } from '../plan/plan-cache.js';
import type { Raster } from '../raster/raster.js';
import { modelReferences } from '../recipe/model-references.js';
import type { Recipe } from '../recipe/recipe.js';
import { planValidRecipe } from '../retouch.js';
import type { EngineStatus, Measured } from './engine.js';
import type { StyleInfo } from './engine-library.js';
import { memoiseDecide } from './memoise-decide.js';
import type { OpenPhoto, ReducedPhoto } from './open-photo.js';
import type { PhotoHandle } from './request.js';
import { WorkQueue } from './work-queue.js';

/** Longer side of previews in pixels: more than panels show, and done within a frame or two. */
export const DEFAULT_PREVIEW_SIDE = 1024;

/** Loops to use, as `chooseKernels` of `@openretouch/kernels` answers. */
export interface EngineKernels {
  readonly name: string;
  readonly kernels: KernelSet | undefined;
  readonly reason: string;
}

/** The part of a `Decider` of `@openretouch/core/inference` that is used here. */
export interface EngineDecider {
  readonly decide: Decide;
  /** Needed to learn styles. */
  embedPhoto?(photo: Pick<Analysis, 'copy' | 'sample'>, options?: { readonly signal?: CancelSignal }): Promise<StyleVector>;
  readonly provider: { readonly name: string; readonly reason: string };
  dispose(): Promise<void>;
}

/** The styles that come with the models, as `manifest.styles` of `@openretouch/models` lists them. */
export interface EngineStyles {
  /** The embedding space. */
  readonly embedding: string;
  readonly styles: readonly (StyleInfo & { readonly vector: readonly number[] })[];
}

export interface EngineCoreOptions {
  /** Asked once, before the first photo; by default the core's own loops. What it throws leaves those in use, with the reason. */
  readonly openKernels?: () => Promise<EngineKernels>;
  /** Asked when a recipe first needs a model, and again if it failed. Without it such recipes are refused. */
  readonly openDecider?: (kernels: KernelSet | undefined) => Promise<EngineDecider>;
  /** Asked for the styles that come with the models; by default there are none. */
  readonly openStyles?: () => Promise<EngineStyles>;
  /** Lets messages in: a macrotask, awaited before each request and between bands of rows. */
  readonly pause: () => Promise<void>;
}

/** What the requests of an engine share: the open photos, one piece of work at a time, kernels and models, planning and applying with them. */
export class EngineCore {
  readonly pause: () => Promise<void>;
  readonly #options: EngineCoreOptions;
  readonly #queue: WorkQueue;
  readonly #photos = new Map<PhotoHandle, OpenPhoto>();
  readonly #cache = createPlanCache();
  #lastHandle = 0;
  #kernels: Promise<EngineKernels> | undefined;
  #decider: Promise<EngineDecider> | undefined;
  #decide: Decide | undefined;

  constructor(options: EngineCoreOptions) {
    this.#options = options;
    this.pause = options.pause;
    this.#queue = new WorkQueue(options.pause);
  }

  /** @param work - is given a signal that covers the caller's, its lane and the engine's end. */
  run<T>(options: { readonly signal?: CancelSignal | undefined; readonly lane?: string }, work: (signal: CancelSignal) => T | Promise<T>): Promise<T> {
    return this.#queue.run(work, options);
  }

  keep(opened: OpenPhoto): PhotoHandle {
    this.#lastHandle += 1;
    this.#photos.set(this.#lastHandle, opened);
    return this.#lastHandle;
  }

  forget(photo: PhotoHandle): void {
    this.#photos.delete(photo);
  }

  /** @throws {@link EngineError} `unknown-photo`. */
  find(photo: PhotoHandle): OpenPhoto {
    const opened = this.#photos.get(photo);
    if (opened !== undefined) return opened;
    const open = [...this.#photos.keys()];
    throw new EngineError('unknown-photo', `photo: ${describeValue(photo)} (expected the handle of an open photo: ${open.join(', ') || 'none is open'})`, { photo, open });
  }

  async openKernels(): Promise<KernelSet | undefined> {
    this.#kernels ??= this.#tryKernels();
    return (await this.#kernels).kernels;
  }

  /** @throws {@link ModelUnavailableError} where no models were given; what opening them throws. */
  async openDecider(): Promise<EngineDecider> {
    const { openDecider } = this.#options;
    if (openDecider === undefined) throw new ModelUnavailableError('models: none were given to this engine (expected settings with models)', {});
    this.#decider ??= openDecider(await this.openKernels());
    try {
      return await this.#decider;
    } catch (error) {
      this.#decider = undefined;
      throw error;
    }
  }

  /** @returns the styles that come with the models; of an engine without models, `undefined`. */
  async openStyles(): Promise<EngineStyles | undefined> {
    return this.#options.openStyles?.();
  }

  async status(): Promise<EngineStatus> {
    await this.openKernels();
    const { name, reason } = await (this.#kernels as Promise<EngineKernels>);
    const models = await this.#decider?.then(({ provider }) => ({ name: provider.name, reason: provider.reason }));
    return { kernels: { name, reason }, models, photoCount: this.#photos.size };
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

  /** The recipe resolved for the photo at full size. */
  async planFull(opened: OpenPhoto, recipe: Recipe, signal: CancelSignal, masks = opened.masksAt(opened.raster.width, opened.raster.height)): Promise<Plan> {
    return planValidRecipe(recipe, opened.analysis, { masks, cache: this.#cache, signal, ...(await this.#decideFor(recipe)) });
  }

  async planReduced(opened: OpenPhoto, { raster, analysis }: ReducedPhoto, recipe: Recipe, signal: CancelSignal): Promise<Plan> {
    return planValidRecipe(recipe, analysis, { masks: opened.masksAt(raster.width, raster.height), cache: this.#cache, signal, ...(await this.#decideFor(recipe)) });
  }

  async reduce(opened: OpenPhoto, maximumSide: number, signal: CancelSignal): Promise<ReducedPhoto> {
    return opened.reducedTo(maximumSide, await this.openKernels(), signal);
  }

  /** The result at the preview's size. */
  async render(opened: OpenPhoto, recipe: Recipe, maximumSide: number = DEFAULT_PREVIEW_SIDE, signal: CancelSignal): Promise<{ readonly raster: Raster; readonly plan: Plan }> {
    const reduced = await this.reduce(opened, maximumSide, signal);
    const plan = await this.planReduced(opened, reduced, recipe, signal);
    const masks = opened.masksAt(reduced.raster.width, reduced.raster.height);
    return { raster: await this.apply(plan, reduced.raster, { masks, signal }), plan };
  }

  async apply(plan: Plan, raster: Raster, options: Parameters<typeof applyPlan>[2]): Promise<Raster> {
    const kernels = await this.openKernels();
    return applyPlan(plan, raster, { ...options, pause: this.pause, ...(kernels === undefined ? {} : { kernels }) });
  }

  async measure(raster: Raster, signal: CancelSignal): Promise<Measured> {
    return measureRaster(raster, await this.openKernels(), signal);
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
    if (this.#options.openDecider === undefined || modelReferences(recipe).length === 0) return {};
    const { decide } = await this.openDecider();
    this.#decide ??= memoiseDecide(decide);
    return { decide: this.#decide };
  }
}
