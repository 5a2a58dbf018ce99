import { throwIfCancelled } from '../cancel.js';
import { HostError } from '../errors.js';
import { callHost } from './call-host.js';
import { definedOnly } from './defined-only.js';
import type { CommitResult, HostCapabilities, TargetReference } from './host-adapter.js';
import { readTarget } from './read-target.js';
import type { OpenTarget, RetouchedTarget, RunOptions } from './run-options.js';
import type { OpenPreparer, WritePreparer } from './write-preparer.js';
import type { RenderedWritePlan } from './write-plan.js';

/** Progress at which a target has been read, and at which its write is prepared: that takes most of the time. */
const READ_FRACTION = 0.15;
const PREPARED_FRACTION = 0.8;

/** Retouches one target of a run; lent memory goes back to the host whatever happens. */
export async function retouchTarget(target: TargetReference, capabilities: HostCapabilities, options: RunOptions, openPreparer: OpenPreparer, open: OpenTarget | undefined): Promise<RetouchedTarget> {
  const input = await readTarget(target, capabilities, options, open);
  try {
    options.onProgress?.(READ_FRACTION);
    const preparer = await openPreparer(input, options.signal);
    try {
      return await prepareAndCommit({ ...target, revision: input.revision }, capabilities, preparer, options);
    } finally {
      await preparer.close();
    }
  } finally {
    input.release();
  }
}

async function prepareAndCommit(target: TargetReference, capabilities: HostCapabilities, preparer: WritePreparer, options: RunOptions): Promise<RetouchedTarget> {
  const { signal } = options;
  let present = capabilities;
  for (;;) {
    const { writePlan, ...prepared } = await preparer.prepare(present, { signal, onProgress: progressBetween(options, READ_FRACTION, PREPARED_FRACTION) });
    throwIfCancelled(signal);
    try {
      const commit = await commitWrite(target, writePlan, options);
      return { status: 'retouched', target: commit.target, ...prepared, commit, warnings: [...prepared.report.warnings, ...commit.warnings] };
    } catch (error) {
      const reduced = withoutFeature(present, error);
      if (reduced === undefined) throw error;
      present = reduced;
    }
  }
}

function commitWrite(target: TargetReference, writePlan: RenderedWritePlan, options: RunOptions): Promise<CommitResult> {
  const { host, signal, recipe } = options;
  const label = options.label ?? recipe.name;
  return callHost('commit', 'write-failed', signal, () => host.commit(target, writePlan, { label, onProgress: progressBetween(options, PREPARED_FRACTION, 1), ...definedOnly({ signal }) }));
}

function progressBetween({ onProgress }: RunOptions, from: number, to: number): (fraction: number) => void {
  return (fraction) => onProgress?.(from + (to - from) * fraction);
}

/** @returns the capabilities less the native step that did not take, or `undefined` when the error is about something else. */
function withoutFeature(capabilities: HostCapabilities, error: unknown): HostCapabilities | undefined {
  if (!HostError.isInstance(error) || error.code !== 'unsupported') return undefined;
  const { feature } = error.fields;
  if (feature !== 'curves' && feature !== 'lut3d') return undefined;
  const { [feature]: absent, ...native } = capabilities.native;
  return absent === undefined ? undefined : { ...capabilities, native };
}
