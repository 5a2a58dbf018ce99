import type { HostCapabilities } from '@openretouch/core';
import type { StringKey, StringValues } from '../strings/strings.js';

export interface HostLimit {
  readonly key: StringKey;
  readonly values?: StringValues;
}

/** More would not be read. */
const MAXIMUM_LIMITS = 3;

/** @returns what a host cannot do of what people expect of an editor, the most surprising first. Hosts that make files have no layers to miss. */
export function limitsOf({ native, masks, write, undo }: HostCapabilities): HostLimit[] {
  if (write.placement === 'separate') return [];
  const limits: HostLimit[] = [];
  if (native.lut3d === undefined) limits.push({ key: 'states.limitNoLut' });
  if (!masks.layerMask) limits.push({ key: 'states.limitNoMask' });
  if (write.maximumSide !== undefined) limits.push({ key: 'states.limitSize', values: { n: write.maximumSide } });
  if (undo === 'many') limits.push({ key: 'states.limitUndo' });
  return limits.slice(0, MAXIMUM_LIMITS);
}
