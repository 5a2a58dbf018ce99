import type { Statistics } from '../../analyse/analysis.js';
import { NEWLY_CLIPPED_MAXIMUM, newlyClippedFraction } from './newly-clipped.js';

/** Photos whose mean of max(R, G, B) - min(R, G, B) is at least this are colourful enough. */
const CHROMA_SUFFICIENT = 0.12;
/** From black-and-white to here nothing is added: a tint is not a colour. */
const CHROMA_MONOCHROME = 0.03;
const CHROMA_MUTED = 0.06;
/** Small, so that muted photos stay muted and a second run moves them by less than can be seen. */
const GAIN_MAXIMUM = 1.1;
/**
 * Chooses the saturation gain that brings a dull photo nearer to the usual.
 *
 * @param statisticsAfter - measures the photo as a gain would leave it.
 * @returns 1 for colourful and for monochrome photos, and where more colour would only clip.
 */
export function decideSaturationGain(statistics: Statistics, statisticsAfter: (gain: number) => Statistics): number {
  const { meanChroma } = statistics;
  const wanted = Math.min(GAIN_MAXIMUM, Math.max(1, CHROMA_SUFFICIENT / Math.max(meanChroma, 1e-6)));
  const share = Math.min(1, Math.max(0, (meanChroma - CHROMA_MONOCHROME) / (CHROMA_MUTED - CHROMA_MONOCHROME)));
  const isHarmless = (gain: number): boolean => newlyClippedFraction(statistics, statisticsAfter(gain)) <= NEWLY_CLIPPED_MAXIMUM;
  for (const part of [1, 0.5, 0.25]) {
    const gain = 1 + part * share * (wanted - 1);
    if (gain === 1 || isHarmless(gain)) return gain;
  }
  return 1;
}
