// The one place where files of tasks are gathered. A file gives `make(context)` (core.mjs says what a context is), which returns tasks or a promise of
// them, and pairs of names whose ratio is printed.
//
// A task: `name`, `role` (`floor`, `task`, `peer` or `reference`), and `run` to be timed in this process, or `sample` that returns
// `{ cpuMilliseconds, wallMilliseconds, peakBytes? }` itself. Optional: `kind`, `version` and `command` of a peer, `maximumMegapixels`, `maximumRounds`.
import { CORE_RATIOS, makeCoreTasks } from './core.mjs';
import { FILE_RATIOS, makeFileTasks } from './files.mjs';
import { KERNEL_RATIOS, makeKernelTasks } from './kernels.mjs';
import { makeNetworkTasks, NETWORK_RATIOS } from './networks.mjs';
import { CHAIN_PEER_RATIOS, makeChainPeerTasks } from './chain-peers.mjs';
import { LUT_PEER_RATIOS, makeLutPeerTasks } from './lut-peers.mjs';
import { makePlanningTasks } from './planning.mjs';
import { makeThreadTasks, THREAD_RATIOS } from './threads.mjs';

const TASK_FILES = [
  { make: makeCoreTasks, ratios: CORE_RATIOS },
  { make: ({ core }) => makePlanningTasks(core) },
  { make: makeKernelTasks, ratios: KERNEL_RATIOS },
  { make: makeThreadTasks, ratios: THREAD_RATIOS },
  { make: makeLutPeerTasks, ratios: LUT_PEER_RATIOS },
  { make: makeChainPeerTasks, ratios: CHAIN_PEER_RATIOS },
  { make: makeNetworkTasks, ratios: NETWORK_RATIOS },
  { make: makeFileTasks, ratios: FILE_RATIOS },
];

/** The pairs whose ratio is reported: how many times the second's time the first takes. */
export const RATIOS = TASK_FILES.flatMap(({ ratios = [] }) => ratios);

/** @returns all tasks for the picture of a context. */
export async function makeTasks(context) {
  const made = [];
  for (const { make } of TASK_FILES) made.push(...(await make(context)));
  return made;
}
