import { type HostAdapter, RECIPE_SCHEMA_ID, type Recipe, type TargetReference } from '@openretouch/core';
import { type Engine, openTarget } from '@openretouch/core/worker';
import type { SessionPhoto } from './state.js';

/** A recipe that leaves the photo as it is. */
const PLAIN_RECIPE: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Original', operations: [] };

/** Reads a target's pixels out of its host and opens them in the engine. */
export async function readPhoto(target: TargetReference, host: HostAdapter, engine: Engine, previewSide: number, signal: AbortSignal): Promise<SessionPhoto> {
  const open = await openTarget({ host, engine, target, signal });
  const { width, height } = open.info;
  try {
    const { raster: original } = await engine.preview({ photo: open.photo, recipe: PLAIN_RECIPE, maximumSide: previewSide, lane: 'original' }, { signal });
    return { target: { ...target, revision: open.revision }, handle: open.photo, open, width, height, original };
  } catch (error) {
    await engine.close({ photo: open.photo }).catch(() => undefined);
    throw error;
  }
}

/** @returns the photo after a commit or revert of our own: of a newer revision, its pixels as they were. */
export function atRevision(photo: SessionPhoto, target: TargetReference): SessionPhoto {
  return { ...photo, target, open: { ...photo.open, revision: target.revision } };
}
