import type { CancelSignal } from '../cancel.js';

/** A signal that can be heard, as an `AbortSignal` can. */
type AudibleSignal = CancelSignal & {
  addEventListener?(type: 'abort', listener: () => void): void;
  removeEventListener?(type: 'abort', listener: () => void): void;
};

/**
 * Hears a signal that can be heard; of another one nothing is told, and it has to be looked at.
 *
 * @returns what ends the listening.
 */
export function onAbort(signal: CancelSignal | undefined, listener: (reason: unknown) => void): () => void {
  const audible: AudibleSignal | undefined = signal;
  const abort = (): void => listener(signal?.reason ?? new Error('cancelled'));
  audible?.addEventListener?.('abort', abort);
  return () => audible?.removeEventListener?.('abort', abort);
}
