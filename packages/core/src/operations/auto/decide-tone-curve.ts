import type { Statistics } from '../../analyse/analysis.js';

/** @returns control points of a gentle S-curve for a photo whose luma spreads too little, or `undefined`. */
export function decideToneCurvePoints(statistics: Statistics): [number, number][] | undefined {
  void statistics;
  return undefined;
}
