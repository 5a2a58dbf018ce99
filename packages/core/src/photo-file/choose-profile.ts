import { encodedSpaceOf, type Raster } from '../raster/raster.js';
import { parseIccProfile } from './icc-profile.js';
import { matchColorants } from './known-spaces.js';
import type { PhotoMetadata } from './photo-format.js';
import { writeIccProfile } from './write-icc.js';

/**
 * Chooses the profile of a file to be written: the source's own where it describes what is written, otherwise ours.
 *
 * @param isGrey - whether one channel of grey is written.
 * @returns `undefined` for an untagged sRGB photo, which stays untagged.
 */
export function chooseProfile({ encoding }: Pick<Raster, 'encoding'>, metadata: Pick<PhotoMetadata, 'icc' | 'isTagged'>, isGrey: boolean): Uint8Array | undefined {
  const space = encodedSpaceOf(encoding);
  if (!metadata.isTagged && space === 'srgb') return undefined;
  const own = metadata.icc && parseIccProfile(metadata.icc);
  if (isGrey) return own?.space === 'grey' ? metadata.icc : writeIccProfile('srgb-grey');
  return own?.rgbToXyzD50 !== undefined && matchColorants(own.rgbToXyzD50) === space ? metadata.icc : writeIccProfile(space);
}
