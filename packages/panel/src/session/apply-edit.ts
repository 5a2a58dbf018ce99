import { type HostAdapter, HostError, type PlacedMask, type ProgressListener, type RetouchedTarget, type TargetReference } from '@openretouch/core';
import { type Engine, runInHost } from '@openretouch/core/worker';
import { BRUSH_SLOT } from './brush-operations.js';
import type { Edit } from './edit.js';
import { recipeOfEdit } from './recipe-of-edit.js';
import type { AppliedResult, SessionPhoto } from './state.js';

export interface ApplyEditOptions {
  readonly host: HostAdapter;
  readonly engine: Engine;
  readonly photo: SessionPhoto;
  readonly edit: Edit;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

export interface AppliedEdit {
  readonly target: TargetReference;
  readonly applied: AppliedResult | undefined;
}

/** Writes an edit into the host through `runInHost`: all of it, or nothing. */
export async function applyEdit({ host, engine, photo, edit, signal, onProgress }: ApplyEditOptions): Promise<AppliedEdit> {
  const [result] = await runInHost({
    host,
    engine,
    recipe: recipeOfEdit(edit),
    targets: [photo.target],
    photos: () => photo.open,
    masks: (_target, slot) => placeMask(photo, edit, slot),
    signal,
    onProgress,
  });
  // With `onError: 'throw'` a target that failed has thrown.
  const { target, report, commit } = result as RetouchedTarget;
  const { resultId, undo } = commit;
  return { target, applied: resultId === null ? undefined : { resultId, edit, entries: report.entries, undo } };
}

/** @returns the target as it is without its result. */
export async function revertResult(host: HostAdapter, target: TargetReference, resultId: string): Promise<TargetReference> {
  try {
    await host.revert(target, resultId);
  } catch (error) {
    // Somebody has removed it already, which is what was wanted.
    if (!(HostError.isInstance(error) && error.code === 'unknown-result')) throw error;
  }
  const present = await host.selection();
  return present.find(({ documentId, layerId }) => documentId === target.documentId && layerId === target.layerId) ?? target;
}

/** The mask that was painted covers the whole photo, with fewer samples. */
function placeMask({ open: { bounds } }: SessionPhoto, { brush }: Edit, slot: string): PlacedMask | null {
  return slot !== BRUSH_SLOT || brush?.mask === undefined ? null : { mask: brush.mask, bounds, outsideCoverage: 0 };
}
