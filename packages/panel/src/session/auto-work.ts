import { EngineError } from '@openretouch/core';
import type { Engine } from '@openretouch/core/worker';
import type { AutoEdit, Edit } from './edit.js';
import { createLatestLoop, type LatestLoop } from './latest.js';
import { recipeOfEdit } from './recipe-of-edit.js';
import type { AutoEffect, SessionPhoto } from './state.js';

/** @returns what a proposal does to a photo, measured; asks the models that it needs. */
export async function measureAuto(engine: Engine, { handle }: SessionPhoto, auto: AutoEdit, signal?: AbortSignal): Promise<AutoEffect> {
  const { extensions: _extensions, ...recipe } = recipeOfEdit({ auto, adjustments: {}, steps: {} });
  const { effect: described } = await engine.describe({ photo: handle, recipe }, signal === undefined ? {} : { signal });
  return { auto, effect: described.effect };
}

export interface AutoLoopOptions {
  readonly engine: Engine;
  readonly current: () => { readonly photo: SessionPhoto; readonly edit: Edit } | undefined;
  readonly onEffect: (effect: AutoEffect | undefined, photo: SessionPhoto) => void;
}

/** Keeps what Auto says about itself true while its mode and strength change. What fails is told by the preview. */
export function createAutoLoop({ engine, current, onEffect }: AutoLoopOptions): LatestLoop {
  return createLatestLoop(async (isCurrent) => {
    const wanted = current();
    if (wanted === undefined) return;
    const { photo, edit } = wanted;
    if (edit.auto === undefined) return onEffect(undefined, photo);
    try {
      const effect = await measureAuto(engine, photo, edit.auto);
      if (isCurrent()) onEffect(effect, photo);
    } catch (error) {
      if (!EngineError.isInstance(error) && isCurrent()) onEffect(undefined, photo);
    }
  });
}
