import { blurField, clamp, type Field, mapField, meanOf } from './field.js';

/** The mean that a badly exposed photo is moved towards, and how far: a scene keeps some of its own brightness. */
const MIDDLE = 0.46;
const MIDDLE_SHARE = 0.6;
/** How much more a photo's darkest part is to get than its mean. */
const LIFT = 0.1;
/** Exposures up to the first are wholly too dark, from the second on not at all. */
const DARK = [0.12, 0.42] as const;
/** Exposures up to the first are not too bright, from the second on wholly. */
const BRIGHT = [0.8, 1] as const;
const DARK_STRENGTH = 0.7;
/** Little: white that is clipped would only go grey. */
const BRIGHT_STRENGTH = 0.1;
/** The share of lumas below what counts as the photo's white. */
const WHITE_QUANTILE = 0.98;
/** Whites that leave no room above them, and the whole of it: a photo without any white is under-exposed rather than a night. */
const ROOM = [0.8, 0.5] as const;
/** By what share a photo is brightened as a whole where it leaves all that room. */
const ROOM_GAIN = 0.4;
/** Luma up to which a place is taken for black: night and backgrounds are not a want of exposure. */
const BLACK_LUMA = 0.05;

/** Places around a black one that are part of the same night. */
const BLACK_SIGMA = 8;

/**
 * Chooses what exposure each place is to have where nobody says so: more where the photo is too dark, less where it is too bright, and
 * what it has where it is neither.
 *
 * @param own - the photo's own exposure.
 * @param lumas - of the copy.
 * @see CuDi (Li et al., arXiv 2207.14273), the exposure map for inference S + A Norm(mean - L): wanted everywhere it flattens a
 * photo and turns night into day, so here a place goes there only as far as it is badly exposed
 */
export function findAutoExposure(own: Field, lumas: Field): Field {
  const sorted = lumas.data.slice().sort();
  const white = sorted[Math.round(WHITE_QUANTILE * (sorted.length - 1))];
  const room = clamp((ROOM[0] - white) / (ROOM[0] - ROOM[1]), 0, 1);
  const lifted = mapField(own, (value) => value * (1 + ROOM_GAIN * room));
  const mean = meanOf(lifted);
  const middle = mean + MIDDLE_SHARE * (MIDDLE - mean);
  const spread = lifted.data.reduce((most, value) => Math.max(most, Math.abs(mean - value)), 0.05);
  const black = mapField(lumas, (value) => (value < BLACK_LUMA ? 1 : 0));
  const blackShare = meanOf(black);
  const blackNearby = blurField(black, BLACK_SIGMA);
  return mapField(lifted, (value, place) => {
    const target = middle + (LIFT * (mean - value)) / spread;
    const kept = (1 - blackShare) * (1 - blackNearby.data[place]);
    const darkness = clamp((DARK[1] - value) / (DARK[1] - DARK[0]), 0, 1);
    const brightness = clamp((value - BRIGHT[0]) / (BRIGHT[1] - BRIGHT[0]), 0, 1);
    return value + (DARK_STRENGTH * kept * darkness + BRIGHT_STRENGTH * brightness) * (target - value);
  });
}
