import { UnsupportedEncodingError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';

/** Ends of names that say sRGB or Display P3, separators left open. */
const KNOWN_ENDS: readonly (readonly [RegExp, EncodedSpace])[] = [
  [/s[ _-]?rgb$/i, 'srgb'],
  [/display[ _-]?p3$/i, 'display-p3'],
];

/** RawTherapee's other working spaces, as its LUTs are named after them. */
const OTHER_ENDS = /(?:adobe[ _-]?rgb(?:[ _-]?(?:\(?1998\)?))?|pro[ _-]?photo(?:[ _-]?rgb)?|wide[ _-]?gamut|bruce[ _-]?rgb|beta[ _-]?rgb|best[ _-]?rgb|rec\.?[ _-]?2020|acesp[01])$/i;

/**
 * Reads the colour space from the end of a LUT picture's file name, as RawTherapee does.
 *
 * @param fileName - with or without folders and extension.
 * @returns `undefined` when the name says nothing.
 * @throws {@link UnsupportedEncodingError} for a space that is neither sRGB nor Display P3: read as one of these it would shift
 * every colour.
 * @see RawPedia, "Film Simulation"
 */
export function spaceOfFileName(fileName: string): EncodedSpace | undefined {
  const name = fileName.replace(/^.*[/\\]/s, '').replace(/\.[^.]*$/, '');
  const other = OTHER_ENDS.exec(name);
  if (other !== null) {
    throw new UnsupportedEncodingError(`the name says ${JSON.stringify(other[0])} (expected a LUT between sRGB or Display P3 colours; make it again in sRGB, or rename it if the name is wrong)`, { value: other[0], expected: 'sRGB or Display P3' });
  }
  return KNOWN_ENDS.find(([pattern]) => pattern.test(name))?.[1];
}
