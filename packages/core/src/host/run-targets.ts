import { throwIfCancelled } from '../cancel.js';
import { HostError, RetouchError } from '../errors.js';
import { callHost } from './call-host.js';
import type { HostCapabilities, TargetReference } from './host-adapter.js';
import { definedOnly } from './defined-only.js';
import { retouchTarget } from './retouch-target.js';
import type { OpenTarget, RunOptions, TargetResult } from './run-options.js';
import type { OpenPreparer } from './write-preparer.js';

/** Where a run computes, and which photos are open there already. */
export interface RunPlace {
  readonly openPreparer: OpenPreparer;
  readonly photos?: ((target: TargetReference) => OpenTarget | undefined) | undefined;
}

/** Runs over the targets as `runInHost` says, wherever their pixels are computed. */
export async function runTargets(options: RunOptions, place: RunPlace): Promise<TargetResult[]> {
  const { host, signal } = options;
  const callOptions = definedOnly({ signal });
  const capabilities = await callHost('capabilities', 'read-failed', signal, () => host.capabilities(callOptions));
  const selected = options.targets ?? (await callHost('selection', 'read-failed', signal, () => host.selection(callOptions)));
  const targets = withoutRepeats(selected);
  if (targets.length === 0) throw new HostError('nothing-selected', 'selection: empty (expected at least one picture)');

  const results: TargetResult[] = [];
  for (const [index, target] of targets.entries()) {
    throwIfCancelled(signal);
    let furthest = 0;
    const onProgress = (fraction: number): void => {
      // A native step the host refuses is rendered again as pixels, and a host's own fractions are not ours to trust.
      if (fraction > furthest) furthest = Math.min(1, fraction);
      options.onProgress?.((index + furthest) / targets.length);
    };
    const result = await attemptTarget(target, capabilities, { ...options, onProgress }, place);
    results.push(result);
    options.onResult?.(result);
    onProgress(1);
  }
  return results;
}

async function attemptTarget(target: TargetReference, capabilities: HostCapabilities, options: RunOptions, place: RunPlace): Promise<TargetResult> {
  try {
    return await retouchTarget(target, capabilities, options, place.openPreparer, place.photos?.(target));
  } catch (error) {
    if (options.onError !== 'continue' || !RetouchError.isInstance(error)) throw error;
    return { status: 'failed', target, error };
  }
}

function withoutRepeats(targets: readonly TargetReference[]): TargetReference[] {
  const byIdentity = new Map(targets.map((target) => [JSON.stringify([target.documentId, target.layerId]), target]));
  return [...byIdentity.values()];
}
