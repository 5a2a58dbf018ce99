import { prepareWithEngine } from '../host/prepare-with-engine.js';
import type { RunWithEngineOptions, TargetResult } from '../host/run-options.js';
import { runTargets } from '../host/run-targets.js';

/**
 * Retouches pictures inside a host with an engine: `runInHost` of `@openretouch/core` without the code that would do it on this thread.
 *
 * @returns one result for each target, in order; a target named twice is retouched once.
 * @throws `HostError` `nothing-selected`, `stale-target` and others; what the engine throws; the signal's reason, untouched, when cancelled.
 * Targets finished before stay finished.
 */
export function runInHost(options: RunWithEngineOptions): Promise<TargetResult[]> {
  return runTargets(options, { openPreparer: prepareWithEngine(options), photos: options.photos });
}
