import type { CancelSignal, ProgressListener } from '../cancel.js';
import type { HostCapabilities } from './host-adapter.js';
import type { PreparedWrite } from './prepare-write.js';
import type { TargetInput } from './read-target.js';

/** Prepares writes of one target, for as many capabilities as are tried. */
export interface WritePreparer {
  prepare(capabilities: HostCapabilities, control: { readonly signal?: CancelSignal | undefined; readonly onProgress: ProgressListener }): Promise<PreparedWrite>;
  /** Frees what is held for the target. */
  close(): Promise<void>;
}

/** Takes over what was read of a target. The way a run computes: on this thread, or in an engine. */
export type OpenPreparer = (input: TargetInput, signal: CancelSignal | undefined) => Promise<WritePreparer>;
