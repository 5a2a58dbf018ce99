import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { HostError, type HostErrorCode, RetouchError } from '../errors.js';

/**
 * Calls into a host, and makes one of our errors of whatever it throws.
 *
 * @param what - the call, for the message: `readPixels`.
 * @param code - of the error when the host throws something of its own.
 * @throws our own errors and the signal's reason untouched; anything else as {@link HostError} with the cause kept.
 */
export async function callHost<T>(what: string, code: HostErrorCode, signal: CancelSignal | undefined, call: () => Promise<T>): Promise<T> {
  throwIfCancelled(signal);
  try {
    return await call();
  } catch (error) {
    if (RetouchError.isInstance(error) || isAbortReason(error, signal)) throw error;
    throw new HostError(code, `${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error, fields: { call: what } });
  }
}

function isAbortReason(error: unknown, signal: CancelSignal | undefined): boolean {
  if (signal?.aborted !== true) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
