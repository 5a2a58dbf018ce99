/** The part of the platform's AbortSignal that the core reads; an `AbortSignal` fits as it is. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** Work done so far, 0..1, never decreasing. */
export type ProgressListener = (fraction: number) => void;

/** @throws the signal's own reason, untouched, when it is aborted. */
export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) {
    throw signal.reason ?? new Error('cancelled');
  }
}
