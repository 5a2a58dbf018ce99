import { describeValue, InvalidArgumentError } from '../../errors.js';

/**
 * How a DeviceLink holds its table. `mft2`: lut16Type in a version 2.4 profile, which every program reads. `mAB`: lutAToBType in a
 * version 4.3 profile with its MD5.
 */
export type DeviceLinkForm = 'mft2' | 'mAB';

/**
 * What nodes may hold. `headroom`: -0.5 to 1.5, so that colours are clipped after interpolation, as the retouch itself does.
 * `clipped`: 0 to 1, for programs that pass over output tables.
 */
export type DeviceLinkRange = 'headroom' | 'clipped';

export const DEVICE_LINK_FORMS: readonly DeviceLinkForm[] = ['mft2', 'mAB'];
export const DEVICE_LINK_RANGES: readonly DeviceLinkRange[] = ['headroom', 'clipped'];

/** Nodes an edge; 65 are 1.6 MB. */
export const MINIMUM_DEVICE_LINK_SIZE = 2;
export const MAXIMUM_DEVICE_LINK_SIZE = 65;

/** Refuses an option that is none of those listed, as plain JavaScript callers can give it. */
export function requireOneOf<T extends string>(field: string, value: T, accepted: readonly T[]): void {
  if (accepted.includes(value)) return;
  const expected = accepted.map((name) => `"${name}"`).join(' or ');
  throw new InvalidArgumentError(`${field}: ${describeValue(value)} (expected ${expected})`, { field, value, expected });
}
