import type { KernelSet } from '../apply/kernels.js';
import type { CancelSignal, ProgressListener } from '../cancel.js';
import type { RetouchError } from '../errors.js';
import type { Recipe } from '../recipe/recipe.js';
import type { PlanPhotoOptions } from '../retouch.js';
import type { Engine, PhotoHandle, PhotoInfo } from '../worker/engine.js';
import type { CommitResult, HostAdapter, HostWarning, TargetReference } from './host-adapter.js';
import type { PlacedMask, Rectangle } from './placed.js';
import type { PreparedWrite } from './prepare-write.js';
import type { WritePreference } from './write-back.js';

/**
 * Gives a mask painted outside the host's document, e.g. in the panel; `null` leaves the slot to the host. It stays the giver's. A mask of fewer
 * samples than its bounds is enlarged; these are then the bounds of what is retouched.
 */
export type MaskSource = (target: TargetReference, slot: string) => PlacedMask | null | Promise<PlacedMask | null>;

/** A target whose photo an engine holds. */
export interface OpenTarget {
  readonly photo: PhotoHandle;
  /** Of the target when it was read. A commit of one's own gives it a newer one and leaves the pixels: take over `commit.target.revision`. */
  readonly revision: string;
  readonly bounds: Rectangle;
  readonly iccProfile?: Uint8Array;
  readonly info: PhotoInfo;
}

/** What a run needs wherever its pixels are computed. */
export interface RunOptions {
  readonly host: HostAdapter;
  /** Validated when the first target is planned. */
  readonly recipe: Recipe;
  /** By default what is selected in the host. */
  readonly targets?: readonly TargetReference[];
  /** Default `native`. */
  readonly preference?: WritePreference;
  readonly masks?: MaskSource;
  /** Name of the undo step; default the recipe's name. */
  readonly label?: string;
  /** `throw` (default): the first target that fails ends the run. `continue`: it is reported, and the rest go on. */
  readonly onError?: 'throw' | 'continue';
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** Told of each target as soon as it is done: what a cancelled run has finished, stays. */
  readonly onResult?: (result: TargetResult) => void;
}

/** Computes on the calling thread. */
export interface RunHereOptions extends RunOptions {
  /** What planning needs besides photo, masks and signal: the learned operations' deciding function. */
  readonly planning?: Omit<PlanPhotoOptions, 'photo' | 'masks' | 'signal'>;
  /** Awaited between bands of rows; give a macrotask here so that cancelling and drawing can happen. */
  readonly pause?: () => Promise<void>;
  /** Faster loops for rendering pixels, e.g. of `@openretouch/kernels`; by default the core's own. */
  readonly kernels?: KernelSet;
  readonly engine?: undefined;
}

/** The part of an engine that prepares writes. */
export type WriteEngine = Pick<Engine, 'open' | 'prepareWrite' | 'close'>;

/** Computes in an engine: reading and committing stay on the calling side, pixels move to the engine and back. */
export interface RunWithEngineOptions extends RunOptions {
  readonly engine: WriteEngine;
  /**
   * Gives the open photo of a target, as `openTarget` returns it. It is used, with the masks that the engine has for it, unless the target has
   * another revision by now or a selection limits it; otherwise the target is read anew.
   */
  readonly photos?: (target: TargetReference) => OpenTarget | undefined;
}

export type RunInHostOptions = RunHereOptions | RunWithEngineOptions;

/** A target that was retouched. */
export interface RetouchedTarget extends Omit<PreparedWrite, 'writePlan'> {
  readonly status: 'retouched';
  /** As it is after the commit. */
  readonly target: TargetReference;
  readonly commit: CommitResult;
  readonly warnings: readonly HostWarning[];
}

/** A target that was left as it was, under `onError: 'continue'`. */
export interface FailedTarget {
  readonly status: 'failed';
  readonly target: TargetReference;
  readonly error: RetouchError;
}

export type TargetResult = RetouchedTarget | FailedTarget;
