import { clamp, type Field, mapField } from './field.js';

/** How often the model is asked again, for what its last answer missed. */
const ROUND_COUNT = 2;
/** Wanted exposures this far apart are corrected on their own; those between share. */
const BAND_WIDTH = 0.05;
const LARGEST_CORRECTION = 0.15;
/** The exposures that models have seen; a correction does not lead out of them. */
const LEARNED_RANGE = [0.1, 0.9] as const;

/** What is wanted of a photo, each a field of the copy's size. */
export interface WantedExposure {
  /** What the model is asked for at first; the photo's own exposure where nothing is wanted. */
  readonly asked: Field;
  /** The means that are to come out. Averages of parts count, so structure inside a part is the model's. */
  readonly goal: Field;
  /** Places where this is about the same are a part. */
  readonly toldApart: Field;
  /** How far settling moves each place, 0..1. */
  readonly support: Field;
  /** How much each place counts in the averages, 0..1. */
  readonly counted: Field;
}

/** What came of asking the model. */
export interface ExposureAnswer {
  /** What the copy becomes: the mean of its channels. */
  readonly brightness: Field;
}

/**
 * Asks the model, looks at what becomes of the copy, and asks again for what is missing: each part is made right on average.
 *
 * @param answer - the model, anchored, in its grid and applied to the copy: what the grid smooths away is asked for again, too.
 */
export async function settleExposure<Answer extends ExposureAnswer>({ asked, goal, toldApart, support, counted }: WantedExposure, answer: (exposure: Field) => Promise<Answer>): Promise<Answer> {
  let correction = mapField(asked, () => 0);
  let last = await answer(asked);
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const { brightness } = last;
    const missing = mapField(goal, (value, place) => value - brightness.data[place]);
    const shared = averageBands(missing, counted, toldApart);
    correction = mapField(correction, (value, place) => clamp(value + support.data[place] * shared.data[place], -LARGEST_CORRECTION, LARGEST_CORRECTION));
    last = await answer(
      mapField(asked, (value, place) => clamp(value + correction.data[place], Math.min(value, LEARNED_RANGE[0]), Math.max(value, LEARNED_RANGE[1]))),
    );
  }
  return last;
}

/** At every place the weighted mean of `values` over all places where `toldApart` is about the same; 0 where none of them counts. */
function averageBands(values: Field, weights: Field, toldApart: Field): Field {
  const bandCount = Math.round(1 / BAND_WIDTH) + 2;
  const sums = new Float64Array(bandCount);
  const totals = new Float64Array(bandCount);
  const positions = toldApart.data.map((value) => clamp(value, 0, 1) / BAND_WIDTH);
  positions.forEach((position, place) => {
    const band = Math.floor(position);
    for (const [at, share] of [[band, 1 - (position - band)], [band + 1, position - band]] as const) {
      sums[at] += share * weights.data[place] * values.data[place];
      totals[at] += share * weights.data[place];
    }
  });
  const means = sums.map((sum, band) => sum / Math.max(totals[band], 1e-6));
  return mapField(values, (_, place) => {
    const band = Math.floor(positions[place]);
    const share = positions[place] - band;
    return (1 - share) * means[band] + share * means[band + 1];
  });
}
