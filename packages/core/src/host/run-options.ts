import type { ApplyReport } from '../apply/apply-report.js';
import type { KernelSet } from '../apply/kernels.js';
import type { CancelSignal, ProgressListener } from '../cancel.js';
import type { RetouchError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import type { Recipe } from '../recipe/recipe.js';
import type { PlanPhotoOptions } from '../retouch.js';
import type { CommitResult, HostAdapter, HostWarning, TargetReference } from './host-adapter.js';
import type { PlacedMask } from './placed.js';
import type { WriteBackReport, WritePreference } from './write-back.js';

/** Gives a mask painted outside the host's document, e.g. in the panel; `null` leaves the slot to the host. */
export type MaskSource = (target: TargetReference, slot: string) => PlacedMask | null | Promise<PlacedMask | null>;

export interface RunInHostOptions {
  readonly host: HostAdapter;
  /** Validated when the first target is planned. */
  readonly recipe: Recipe;
  /** By default what is selected in the host. */
  readonly targets?: readonly TargetReference[];
  /** Default `native`. */
  readonly preference?: WritePreference;
  readonly masks?: MaskSource;
  /** What planning needs besides photo, masks and signal: the learned operations' deciding function. */
  readonly planning?: Omit<PlanPhotoOptions, 'photo' | 'masks' | 'signal'>;
  /** Name of the undo step; default the recipe's name. */
  readonly label?: string;
  /** `throw` (default): the first target that fails ends the run. `continue`: it is reported, and the rest go on. */
  readonly onError?: 'throw' | 'continue';
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** Told of each target as soon as it is done: what a cancelled run has finished, stays. */
  readonly onResult?: (result: TargetResult) => void;
  /** Awaited between bands of rows; give a macrotask here so that cancelling and drawing can happen. */
  readonly pause?: () => Promise<void>;
  /** Faster loops for rendering pixels, e.g. of `@openretouch/kernels`; by default the core's own. */
  readonly kernels?: KernelSet;
}

/** A target that was retouched. */
export interface RetouchedTarget {
  readonly status: 'retouched';
  /** As it is after the commit. */
  readonly target: TargetReference;
  readonly plan: Plan;
  readonly report: WriteBackReport;
  /** How each layer of pixels was computed, from the bottom up; empty where all of them are native. */
  readonly applied: readonly ApplyReport[];
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
