import type { Statistics } from '../../analyse/analysis.js';
import { fractionAbove, fractionBelow } from '../../analyse/histogram.js';

/** Share of pixels that an automatic step may newly drive to 0 or full scale in some channel. */
export const NEWLY_CLIPPED_MAXIMUM = 0.002;
const HALF_EIGHT_BIT_STEP = 0.5 / 255;

/** @returns the share of pixels clipped after and not before, from statistics of both. */
export function newlyClippedFraction(before: Statistics, after: Statistics): number {
  return clippedFraction(after) - clippedFraction(before);
}

function clippedFraction({ minimum, maximum }: Statistics): number {
  return fractionBelow(minimum, HALF_EIGHT_BIT_STEP) + fractionAbove(maximum, 1 - HALF_EIGHT_BIT_STEP);
}
