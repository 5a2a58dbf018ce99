import { md5 } from '@noble/hashes/legacy.js';

const ID_OFFSET = 84;
/** Flags, rendering intent and the ID itself are left out of the sum: programs change them in a finished profile. */
const LEFT_OUT: readonly (readonly [number, number])[] = [[44, 48], [64, 68], [ID_OFFSET, 100]];

/** Writes the profile ID into an ICC profile, in place. @see ICC.1:2022, 7.2.18; RFC 1321 */
export function writeProfileId(profile: Uint8Array): void {
  const counted = profile.slice();
  for (const [start, end] of LEFT_OUT) counted.fill(0, start, end);
  profile.set(md5(counted), ID_OFFSET);
}
