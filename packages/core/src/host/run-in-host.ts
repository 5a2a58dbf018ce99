import { type CancelSignal, type ProgressListener, throwIfCancelled } from '../cancel.js';
import { HostError, RetouchError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import type { Recipe } from '../recipe/recipe.js';
import type { PlanPhotoOptions } from '../retouch.js';
import { callHost } from './call-host.js';
import type { CommitResult, HostAdapter, HostCapabilities, HostWarning, PlacedMask, TargetReference } from './host-adapter.js';
import { definedOnly } from './render-write-plan.js';
import { retouchTarget } from './retouch-target.js';
import type { WriteBackReport, WritePreference } from './write-back.js';

/** Gives a mask painted outside the host's document, e.g. in the panel; `null` leaves the slot to the host. */
export type MaskSource = (target: TargetReference, slot: string) => PlacedMask | null | Promise<PlacedMask | null>;

export interface RunInHostOptions {
  readonly host: HostAdapter;
  /** Validated. */
  readonly recipe: Recipe;
  /** By default what is selected in the host. */
  readonly targets?: readonly TargetReference[];
  /** Default `native`. */
  readonly preference?: WritePreference;
  readonly masks?: MaskSource;
  /** What planning needs besides masks and signal: the learned operations' deciding function. */
  readonly planning?: Omit<PlanPhotoOptions, 'masks' | 'signal'>;
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
}

/** A target that was retouched. */
export interface RetouchedTarget {
  readonly status: 'retouched';
  /** As it is after the commit. */
  readonly target: TargetReference;
  readonly plan: Plan;
  readonly report: WriteBackReport;
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

/**
 * Retouches pictures inside a host: read, plan, decide how it appears, render, commit. Each target is one unit: it is
 * retouched whole or left as it was. Nothing is computed between the start and the end of a commit.
 *
 * @returns one result for each target, in order; a target named twice is retouched once.
 * @throws {@link HostError} `nothing-selected`, `stale-target` and others; what planning throws; the signal's reason, untouched,
 * when cancelled. Targets finished before stay finished.
 */
export async function runInHost(options: RunInHostOptions): Promise<TargetResult[]> {
  const { host, signal, onError = 'throw' } = options;
  const callOptions = definedOnly({ signal });
  const capabilities = await callHost('capabilities', 'read-failed', signal, () => host.capabilities(callOptions));
  const selected = options.targets ?? (await callHost('selection', 'read-failed', signal, () => host.selection(callOptions)));
  const targets = withoutRepeats(selected);
  if (targets.length === 0) throw new HostError('nothing-selected', 'selection: empty (expected at least one picture)');

  const results: TargetResult[] = [];
  for (const [index, target] of targets.entries()) {
    throwIfCancelled(signal);
    const onProgress = (fraction: number): void => options.onProgress?.((index + fraction) / targets.length);
    const result = await attemptTarget(target, capabilities, { ...options, onProgress }, onError);
    results.push(result);
    options.onResult?.(result);
    onProgress(1);
  }
  return results;
}

async function attemptTarget(target: TargetReference, capabilities: HostCapabilities, options: RunInHostOptions, onError: 'throw' | 'continue'): Promise<TargetResult> {
  try {
    return await retouchTarget(target, capabilities, options);
  } catch (error) {
    if (onError === 'throw' || !RetouchError.isInstance(error)) throw error;
    return { status: 'failed', target, error };
  }
}

function withoutRepeats(targets: readonly TargetReference[]): TargetReference[] {
  const byIdentity = new Map(targets.map((target) => [JSON.stringify([target.documentId, target.layerId]), target]));
  return [...byIdentity.values()];
}
