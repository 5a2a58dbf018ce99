import type { Reporter } from '../report.js';

/** What every command is given besides its own options. */
export interface CommandContext {
  readonly reporter: Reporter;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** The program's version. */
  readonly version: string;
  /** Where the user's models are, unless `--models` says otherwise; absent, there are none. */
  readonly modelsFolder?: string;
  /** Program of the processes that retouch many photos; absent, one photo after the other is retouched in this process. */
  readonly workerScript?: string;
}

/** Lets timers, signals and output happen between bands of rows. */
export const pause = (): Promise<void> => new Promise((resume) => setImmediate(resume));
