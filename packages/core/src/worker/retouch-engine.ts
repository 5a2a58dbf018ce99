import type { CancelSignal } from '../cancel.js';
import type { ApplyReport } from '../apply/apply-report.js';
import { type BakeResult, bakePlan } from '../bake/bake-plan.js';
import { EngineError } from '../errors.js';
import type { PreparedWrite } from '../host/prepare-write.js';
import type { Plan } from '../plan/plan.js';
import type { Readiness } from '../preference/readiness.js';
import { validateRaster } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import { validateRecipe } from '../recipe/validate-recipe.js';
import type { SeriesPhoto } from '../series/series-photo.js';
import type { FittedSliders } from '../sliders/fit-sliders.js';
import { describePlan } from './describe-plan.js';
import type {
  AppliedPhoto,
  ApplyRequest,
  BakeRequest,
  Description,
  Engine,
  EngineControl,
  EngineStatus,
  EstimatedWhiteBalance,
  HistogramRequest,
  MaskRequest,
  Measured,
  OpenRequest,
  PhotoInfo,
  PhotoRequest,
  PrepareWriteRequest,
  Preview,
  PreviewRequest,
  RecipeRequest,
  WhiteBalanceRequest,
} from './engine.js';
import type {
  EmbeddedPhoto,
  EmbedPhotoRequest,
  FitSlidersRequest,
  ImportedLookFile,
  ImportLookRequest,
  LearnedStyle,
  LearnStyleRequest,
  LockedSeries,
  LockSeriesRequest,
  MatchStyleRequest,
  ReadinessRequest,
  SeriesPhotoRequest,
  StyleInfo,
  WriteLookRequest,
  WrittenLookFile,
} from './engine-library.js';
import { estimateWhiteBalance } from './estimate-white-balance.js';
import type { EngineLibrary, LibraryControl } from './library-work.js';
import { DEFAULT_PREVIEW_SIDE, EngineCore, type EngineCoreOptions } from './engine-core.js';
import { OpenPhoto } from './open-photo.js';
import { preparePhotoWrite } from './prepare-photo-write.js';

export interface RetouchEngineOptions extends EngineCoreOptions {
  /** Asked when looks, styles or series first need it, and again if it failed. Without it those requests are refused. */
  readonly loadLibrary?: () => Promise<EngineLibrary>;
}

/** An engine on the calling thread. A worker, or the far end of a bridge, holds one behind `serveEngine`. */
export class RetouchEngine implements Engine {
  readonly #core: EngineCore;
  readonly #loadLibrary: RetouchEngineOptions['loadLibrary'];
  #library: Promise<EngineLibrary> | undefined;

  constructor({ loadLibrary, ...options }: RetouchEngineOptions) {
    this.#core = new EngineCore(options);
    this.#loadLibrary = loadLibrary;
  }

  open({ raster }: OpenRequest, { signal }: EngineControl = {}): Promise<PhotoInfo> {
    return this.#core.run({ signal }, async (watched) => {
      validateRaster(raster);
      const opened = new OpenPhoto(raster, await this.#core.openKernels(), watched);
      const { width, height, bitDepth, encoding } = raster;
      const { statistics, clipped } = opened.analysis;
      return { photo: this.#core.keep(opened), width, height, bitDepth, encoding, statistics, clipped };
    });
  }

  setMask({ photo, slot, mask }: MaskRequest, { signal }: EngineControl = {}): Promise<void> {
    return this.#core.run({ signal }, () => this.#core.find(photo).setMask(slot, mask));
  }

  plan({ photo, recipe }: RecipeRequest, { signal }: EngineControl = {}): Promise<Plan> {
    return this.#core.run({ signal }, (watched) => this.#core.planFull(this.#core.find(photo), validateRecipe(recipe), watched));
  }

  preview({ photo, recipe, maximumSide, isMeasured = false, lane = '' }: PreviewRequest, { signal }: EngineControl = {}): Promise<Preview> {
    return this.#core.run({ signal, lane: `preview ${photo} ${lane}` }, async (watched) => {
      const { raster, plan } = await this.#core.render(this.#core.find(photo), validateRecipe(recipe), maximumSide, watched);
      const preview = { raster, notes: plan.notes };
      return isMeasured ? { ...preview, measured: await this.#core.measure(raster, watched) } : preview;
    });
  }

  histogram({ photo, recipe, maximumSide, lane = '' }: HistogramRequest, { signal }: EngineControl = {}): Promise<Measured> {
    return this.#core.run({ signal, lane: `histogram ${photo} ${lane}` }, async (watched) => {
      const opened = this.#core.find(photo);
      if (recipe === undefined) return { statistics: opened.analysis.statistics, clipped: opened.analysis.clipped };
      const { raster } = await this.#core.render(opened, validateRecipe(recipe), maximumSide, watched);
      return this.#core.measure(raster, watched);
    });
  }

  apply({ photo, recipe, precision }: ApplyRequest, { signal, onProgress }: EngineControl = {}): Promise<AppliedPhoto> {
    return this.#core.run({ signal }, async (watched) => {
      const opened = this.#core.find(photo);
      // Enlarged once, for both.
      const masks = opened.masksAt(opened.raster.width, opened.raster.height);
      const plan = await this.#core.planFull(opened, validateRecipe(recipe), watched, masks);
      let report: ApplyReport | undefined;
      const raster = await this.#core.apply(plan, opened.raster, {
        masks,
        signal: watched,
        onReport: (told) => (report = told),
        ...(precision === undefined ? {} : { precision }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      return { raster, plan, report: report as ApplyReport };
    });
  }

  prepareWrite(request: PrepareWriteRequest, { signal, onProgress }: EngineControl = {}): Promise<PreparedWrite> {
    return this.#core.run({ signal }, (watched) => preparePhotoWrite(this.#core, request, watched, onProgress));
  }

  bake({ photo, recipe, size }: BakeRequest, { signal }: EngineControl = {}): Promise<BakeResult> {
    return this.#core.run({ signal }, async (watched) => {
      const opened = this.#core.find(photo);
      const plan = await this.#core.planFull(opened, validateRecipe(recipe), watched);
      return bakePlan(plan, { sample: opened.analysis.copy, ...(size === undefined ? {} : { size }) });
    });
  }

  describe({ photo, recipe }: RecipeRequest, { signal }: EngineControl = {}): Promise<Description> {
    return this.#core.run({ signal, lane: `describe ${photo}` }, async (watched) => {
      const valid = validateRecipe(recipe);
      const opened = this.#core.find(photo);
      return describePlan(valid, await this.#core.planReduced(opened, await this.#core.reduce(opened, DEFAULT_PREVIEW_SIDE, watched), valid, watched));
    });
  }

  estimateWhiteBalance({ photo, ...place }: WhiteBalanceRequest, { signal }: EngineControl = {}): Promise<EstimatedWhiteBalance> {
    return this.#core.run({ signal }, () => estimateWhiteBalance(this.#core.find(photo).raster, place));
  }

  async styles(): Promise<readonly StyleInfo[]> {
    return ((await this.#core.openStyles())?.styles ?? []).map(({ id, name, description }) => ({ id, name, description }));
  }

  importLook(request: ImportLookRequest, control?: EngineControl): Promise<ImportedLookFile> {
    return this.#runLibrary('importLook', request, control);
  }

  writeLook(request: WriteLookRequest, control?: EngineControl): Promise<WrittenLookFile> {
    return this.#runLibrary('writeLook', request, control);
  }

  embedPhoto(request: EmbedPhotoRequest, control?: EngineControl): Promise<EmbeddedPhoto> {
    return this.#runLibrary('embedPhoto', request, control);
  }

  measureReadiness(request: ReadinessRequest, control?: EngineControl): Promise<Readiness> {
    return this.#runLibrary('measureReadiness', request, control);
  }

  learnStyle(request: LearnStyleRequest, control?: EngineControl): Promise<LearnedStyle> {
    return this.#runLibrary('learnStyle', request, control);
  }

  matchStyle(request: MatchStyleRequest, control?: EngineControl): Promise<Recipe> {
    return this.#runLibrary('matchStyle', request, control);
  }

  describeForSeries(request: SeriesPhotoRequest, control?: EngineControl): Promise<SeriesPhoto> {
    return this.#runLibrary('describeForSeries', request, control);
  }

  lockSeries(request: LockSeriesRequest, control?: EngineControl): Promise<LockedSeries> {
    return this.#runLibrary('lockSeries', request, control);
  }

  fitSliders(request: FitSlidersRequest, control?: EngineControl): Promise<FittedSliders> {
    return this.#runLibrary('fitSliders', request, control);
  }

  close({ photo }: PhotoRequest): Promise<void> {
    return this.#core.run({}, () => this.#core.forget(photo));
  }

  status(): Promise<EngineStatus> {
    return this.#core.run({}, () => this.#core.status());
  }

  dispose(): Promise<void> {
    return this.#core.dispose();
  }

  #runLibrary<Method extends keyof EngineLibrary>(method: Method, request: Parameters<EngineLibrary[Method]>[1], { signal, onProgress }: EngineControl = {}): ReturnType<EngineLibrary[Method]> {
    const work = async (watched: CancelSignal): Promise<unknown> => {
      const library = await this.#openLibrary();
      return (library[method] as (core: EngineCore, request: unknown, control: LibraryControl) => Promise<unknown>)(this.#core, request, { signal: watched, onProgress });
    };
    return this.#core.run({ signal }, work) as ReturnType<EngineLibrary[Method]>;
  }

  async #openLibrary(): Promise<EngineLibrary> {
    if (this.#loadLibrary === undefined) throw new EngineError('library-missing', 'engine: without the part for looks, styles and series (expected loadLibrary)', {});
    this.#library ??= this.#loadLibrary();
    try {
      return await this.#library;
    } catch (error) {
      this.#library = undefined;
      throw error;
    }
  }
}
