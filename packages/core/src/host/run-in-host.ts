import { throwIfCancelled } from '../cancel.js';
import { HostError, RetouchError } from '../errors.js';
import { callHost } from './call-host.js';
import type { HostCapabilities, TargetReference } from './host-adapter.js';
import { definedOnly } from './render-write-plan.js';
import { retouchTarget } from './retouch-target.js';
import type { RunInHostOptions, TargetResult } from './run-options.js';

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
    let furthest = 0;
    const onProgress = (fraction: number): void => {
      // A native step the host refuses is rendered again as pixels, and a host's own fractions are not ours to trust.
      if (fraction > furthest) furthest = Math.min(1, fraction);
      options.onProgress?.((index + furthest) / targets.length);
    };
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
