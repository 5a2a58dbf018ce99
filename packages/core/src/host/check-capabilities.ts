import { type Check, isFlag, isListOf, isMaybe, isNumber, isOneOf, isShape } from './check-shape.js';
import type { HostCapabilities } from './host-adapter.js';

const isBitDepths = isListOf(isOneOf(8, 16, 32), 3);
const isSide = isMaybe(isNumber(1, 2 ** 31, true));
const isByteCount = isMaybe(isNumber(0, Number.MAX_SAFE_INTEGER, true));

/** Checks what a host says of itself, where that came over a border. */
export const checkCapabilities: Check<HostCapabilities> = isShape({
  read: isShape({ rectangle: isFlag, scaled: isFlag, bitDepths: isBitDepths, maximumSide: isSide }),
  masks: isShape({ layerMask: isFlag, selection: isFlag, named: isFlag }),
  write: isShape({ placement: isOneOf('above', 'separate'), mask: isFlag, opacity: isFlag, bitDepths: isBitDepths, maximumSide: isSide }),
  native: isShape({
    curves: isMaybe(isShape({ nodeCount: isNumber(2, 65_536, true), outputBits: isOneOf(8, 16, 32), mask: isFlag })),
    lut3d: isMaybe(isShape({ maximumSize: isNumber(2, 129, true), spaces: isListOf(isOneOf('srgb', 'display-p3'), 2), mask: isFlag })),
  }),
  undo: isOneOf('one', 'many', 'none'),
  revert: isFlag,
  metadata: isMaybe(isShape({ maximumValueBytes: isByteCount })),
  storage: isMaybe(isShape({ maximumBytes: isByteCount })),
});
