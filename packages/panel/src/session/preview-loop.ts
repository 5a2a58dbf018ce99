import { EngineError, type Mask, type Recipe } from '@openretouch/core';
import type { Engine, PhotoHandle } from '@openretouch/core/worker';
import { BRUSH_SLOT } from './brush-operations.js';
import { createLatestLoop, type LatestLoop } from './latest.js';
import type { Edit } from './edit.js';
import { recipeOfEdit } from './recipe-of-edit.js';
import type { SessionPhoto, SessionPreview } from './state.js';

export interface PreviewLoopOptions {
  readonly engine: Engine;
  readonly previewSide: number;
  /** What is to be shown; `undefined` when there is nothing. */
  readonly current: () => { readonly photo: SessionPhoto; readonly edit: Edit } | undefined;
  readonly onPreview: (preview: SessionPreview, photo: SessionPhoto) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Keeps the preview up to date: one request at a time, always for the newest edit. */
export class PreviewLoop {
  readonly #options: PreviewLoopOptions;
  readonly #loop: LatestLoop;
  readonly #sentMasks = new Map<PhotoHandle, Mask | null>();

  constructor(options: PreviewLoopOptions) {
    this.#options = options;
    this.#loop = createLatestLoop((isCurrent) => this.#render(isCurrent));
  }

  request(): void {
    this.#loop.request();
  }

  cancel(): void {
    this.#loop.cancel();
  }

  settled(): Promise<void> {
    return this.#loop.settled();
  }

  /** Hands a painted mask to the engine, once; the engine gets a copy, because memory moves to it. */
  async sendMask({ handle }: SessionPhoto, mask: Mask | undefined): Promise<void> {
    const wanted = mask ?? null;
    if ((this.#sentMasks.get(handle) ?? null) === wanted) return;
    await this.#options.engine.setMask({ photo: handle, slot: BRUSH_SLOT, mask: wanted === null ? null : { ...wanted, data: wanted.data.slice() } });
    this.#sentMasks.set(handle, wanted);
  }

  forget({ handle }: SessionPhoto): void {
    this.#sentMasks.delete(handle);
  }

  async #render(isCurrent: () => boolean): Promise<void> {
    const { engine, previewSide, current, onPreview, onFailure } = this.#options;
    const wanted = current();
    if (wanted === undefined) return;
    const { photo, edit } = wanted;
    try {
      await this.sendMask(photo, edit.brush?.mask);
      const { raster, measured } = await engine.preview({ photo: photo.handle, recipe: previewRecipe(edit), maximumSide: previewSide, isMeasured: true });
      if (isCurrent()) onPreview({ edit, raster, measured }, photo);
    } catch (error) {
      if (EngineError.isInstance(error) && error.code === 'superseded') return;
      if (isCurrent()) onFailure(error);
    }
  }
}

/** A brush that has not painted yet has no mask to act through. */
function previewRecipe(edit: Edit): Recipe {
  const { brush, ...rest } = edit;
  const { extensions: _extensions, ...recipe } = recipeOfEdit(brush !== undefined && brush.source === 'panel' && brush.mask === undefined ? rest : edit);
  return recipe;
}
