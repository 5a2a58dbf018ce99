import type { CancelSignal, ProgressListener } from '../cancel.js';

/** An open photo, by the number that `open` gave it. */
export type PhotoHandle = number;

/** What accompanies a request and is no part of it. */
export interface EngineControl {
  /** Ends the request with the signal's own reason; an `AbortSignal` fits, and is heard at once. */
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
}
