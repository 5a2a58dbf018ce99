import { type CancelSignal, type HostAdapter, RECIPE_SCHEMA_ID, type Recipe, type TargetReference } from '@openretouch/core';
import type { Engine } from '@openretouch/core/worker';
import type { SessionPhoto } from './state.js';

/** A recipe that leaves the photo as it is. */
export const PLAIN_RECIPE: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Original', operations: [] };

/** Reads a target's pixels out of its host and opens them in the engine. Lent memory goes back to the host whatever happens. */
export async function readPhoto(target: TargetReference, host: HostAdapter, engine: Engine, previewSide: number, signal: CancelSignal): Promise<SessionPhoto> {
  const placed = await host.readPixels(target, { signal });
  try {
    // What a host lends is its own; the engine keeps what it is given.
    const raster = placed.release === undefined ? placed.raster : { ...placed.raster, data: placed.raster.data.slice() };
    const { width, height } = raster;
    const { photo: handle } = await engine.open({ raster }, { signal });
    const { raster: original } = await engine.preview({ photo: handle, recipe: PLAIN_RECIPE, maximumSide: previewSide, lane: 'original' }, { signal });
    return { target: { ...target, revision: placed.revision }, handle, width, height, bounds: placed.bounds, original };
  } finally {
    placed.release?.();
  }
}
