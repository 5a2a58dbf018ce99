import { EngineError, HOST_MASK_SLOT, type HostAdapter, type Mask, type Recipe } from '@openretouch/core';
import type { Engine, PhotoHandle } from '@openretouch/core/worker';
import { readHostMask } from './brush/host-mask.js';
import { BRUSH_SLOT } from './brush-operations.js';
import { createLatestLoop, type LatestLoop } from './latest.js';
import type { BrushEdit, Edit } from './edit.js';
import { recipeOfEdit } from './recipe-of-edit.js';
import type { SessionPhoto, SessionPreview } from './state.js';

export interface PreviewLoopOptions {
  readonly host: HostAdapter;
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
  readonly #sentHostMasks = new Map<PhotoHandle, Mask | null>();

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

  /** Hands the mask that a brush acts through to the engine: what is painted, or the layer's own. */
  async sendMask(photo: SessionPhoto, brush: BrushEdit | undefined): Promise<void> {
    await this.#send(photo, BRUSH_SLOT, brush?.mask ?? null, this.#sentMasks);
    if (brush?.source === 'host') await this.#send(photo, HOST_MASK_SLOT, await readHostMask(this.#options.host, photo), this.#sentHostMasks);
  }

  /** Once for each mask; the engine gets a copy, because memory moves to it. */
  async #send({ handle }: SessionPhoto, slot: string, mask: Mask | null, sent: Map<PhotoHandle, Mask | null>): Promise<void> {
    if ((sent.get(handle) ?? null) === mask) return;
    await this.#options.engine.setMask({ photo: handle, slot, mask: mask === null ? null : { ...mask, data: mask.data.slice() } });
    sent.set(handle, mask);
  }

  forget({ handle }: SessionPhoto): void {
    this.#sentMasks.delete(handle);
    this.#sentHostMasks.delete(handle);
  }

  async #render(isCurrent: () => boolean): Promise<void> {
    const { engine, previewSide, current, onPreview, onFailure } = this.#options;
    const wanted = current();
    if (wanted === undefined) return;
    const { photo, edit } = wanted;
    try {
      await this.sendMask(photo, edit.brush);
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
