import type { ApplyReport } from '../apply/apply-report.js';
import { type BakeResult, bakePlan } from '../bake/bake-plan.js';
import { describeEffect } from '../describe/describe-effect.js';
import type { PreparedWrite } from '../host/prepare-write.js';
import type { Plan } from '../plan/plan.js';
import { validateRaster } from '../raster/raster.js';
import { describeRecipe } from '../recipe/describe-recipe.js';
import { validateRecipe } from '../recipe/validate-recipe.js';
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
  PhotoInfo,
  PhotoRequest,
  PrepareWriteRequest,
  Preview,
  PreviewRequest,
  RecipeRequest,
} from './engine.js';
import { DEFAULT_PREVIEW_SIDE, EngineCore, type RetouchEngineOptions } from './engine-core.js';
import { OpenPhoto } from './open-photo.js';
import { preparePhotoWrite } from './prepare-photo-write.js';

/** An engine on the calling thread. A worker, or the far end of a bridge, holds one behind `serveEngine`. */
export class RetouchEngine implements Engine {
  readonly #core: EngineCore;

  constructor(options: RetouchEngineOptions) {
    this.#core = new EngineCore(options);
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
      const plan = await this.#core.planReduced(opened, await this.#core.reduce(opened, DEFAULT_PREVIEW_SIDE, watched), valid, watched);
      return { sentences: describeRecipe(valid), effect: describeEffect(plan.steps, plan.space, plan.strength), notes: plan.notes };
    });
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
}
