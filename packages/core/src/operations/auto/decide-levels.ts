import type { Statistics } from '../../analyse/analysis.js';
import { percentile } from '../../analyse/histogram.js';

/** Share of pixels that may lie beyond a point: few enough that no texture is lost, enough to pass over specks. */
const BEYOND_FRACTION = 0.001;
/** Points are left alone within this distance of the ends, and moved no further than to it, so a second run finds nothing. */
const WHITE_TARGET = 0.94;
const BLACK_TARGET = 0.02;
/** Darkest values up to here are black enough; a lift of the shadows must not bring the black point back on a second run. */
const BLACK_TOLERANCE = 0.09;
/** A photo without any white or black is often meant so (mist, dusk): the points move at most this far. */
const WHITE_MINIMUM = 0.35;
const BLACK_MAXIMUM = 0.25;

/** A picture whose luma spans less than this is a plain surface or a blank frame: there is nothing to stretch. */
const RANGE_MINIMUM = 0.15;

/** @returns the white point at which the photo's brightest channel reaches {@link WHITE_TARGET}; 1 when it does already, or there is no range. */
export function decideWhitePoint(statistics: Statistics): number {
  const brightest = percentile(statistics.maximum, 1 - BEYOND_FRACTION);
  return isPlain(statistics) ? 1 : Math.min(1, Math.max(WHITE_MINIMUM, brightest / WHITE_TARGET));
}

/** @returns the black point at which the photo's darkest channel reaches {@link BLACK_TARGET}; 0 when it does already, or there is no range. */
export function decideBlackPoint(statistics: Statistics): number {
  const darkest = percentile(statistics.minimum, BEYOND_FRACTION);
  if (darkest <= BLACK_TOLERANCE || isPlain(statistics)) return 0;
  return Math.min(BLACK_MAXIMUM, (darkest - BLACK_TARGET) / (1 - BLACK_TARGET));
}

function isPlain({ luma }: Statistics): boolean {
  return percentile(luma, 1 - BEYOND_FRACTION) - percentile(luma, BEYOND_FRACTION) < RANGE_MINIMUM;
}
