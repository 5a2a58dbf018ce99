import { transferHandlers } from 'comlink';
import { decodeError, encodeError, type WireError } from './error-codec.js';
import type { Movable } from './movable-buffers.js';

/*
 * Maintainer notes. comlink carries requests and answers; its table of handlers is one for the whole page, so both handlers keep to what is
 * ours or what comlink itself would do worse. Its own "throw" handler keeps message, name and stack and drops class, code, fields and cause.
 * Cancelling and progress are messages of their own beside it: comlink's proxies need message ports, which a bridge of texts has not.
 */

/** Name of our own handler on the wire. */
export const MOVING_HANDLER = 'openretouch-moving';

/** The answer of a request that ended because it was cancelled, where the other side waits for that. */
export const CANCELLED = 'cancelled';
export const CANCELLED_ANSWER = { openretouch: CANCELLED } as const;

export function isCancelled(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && (answer as Partial<typeof CANCELLED_ANSWER>).openretouch === CANCELLED;
}

interface Thrown {
  readonly value: unknown;
}

/** Marks an argument or a result whose memory moves. */
export class Moving {
  readonly movable: Movable<unknown>;

  constructor(movable: Movable<unknown>) {
    this.movable = movable;
  }
}

/** Teaches comlink to keep errors whole and to move memory. May be called any number of times. */
export function installWireHandlers(): void {
  const thrown = transferHandlers.get('throw');
  if (thrown === undefined) throw new TypeError('comlink: no handler "throw" (expected version 4)');
  transferHandlers.set('throw', {
    canHandle: thrown.canHandle,
    serialize: (value: unknown) => [encodeError((value as Thrown).value), []],
    deserialize: (wire: unknown) => {
      throw decodeError(wire as WireError);
    },
  });
  transferHandlers.set(MOVING_HANDLER, {
    canHandle: (value: unknown): value is Moving => value instanceof Moving,
    serialize: (value: unknown) => [(value as Moving).movable.value, [...(value as Moving).movable.buffers]],
    deserialize: (value: unknown) => value,
  });
}
