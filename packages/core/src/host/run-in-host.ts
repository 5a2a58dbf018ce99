import { prepareHere } from './prepare-here.js';
import { prepareWithEngine } from './prepare-with-engine.js';
import type { RunInHostOptions, TargetResult } from './run-options.js';
import { runTargets } from './run-targets.js';

/**
 * Retouches pictures inside a host: read, plan, decide how it appears, render, commit. Each target is one unit: it is
 * retouched whole or left as it was. Nothing is computed between the start and the end of a commit.
 *
 * @param options - with an `engine`, all between reading and commit happens there. A page that always has one imports the function of this name
 * from `@openretouch/core/worker`, which brings no code that plans or computes pixels.
 * @returns one result for each target, in order; a target named twice is retouched once.
 * @throws {@link HostError} `nothing-selected`, `stale-target` and others; what planning throws; the signal's reason, untouched,
 * when cancelled. Targets finished before stay finished.
 */
export function runInHost(options: RunInHostOptions): Promise<TargetResult[]> {
  return options.engine === undefined ? runTargets(options, { openPreparer: prepareHere(options) }) : runTargets(options, { openPreparer: prepareWithEngine(options), photos: options.photos });
}
