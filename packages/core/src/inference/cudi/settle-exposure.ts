import type { Tensor } from '../runtime.js';
import { type ExposureMaps, renderMaps } from './exposure-maps.js';
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
  /** The means that are to come out. Averages of bands count, so structure inside a band is the model's. */
  readonly goal: Field;
  /** How far settling moves each place, 0..1. */
  readonly support: Field;
  /** How much each place counts in the averages, 0..1. */
  readonly counted: Field;
}

/**
 * Asks for maps, looks at what they do to the copy, and asks again for what is missing: the changes of all places that want about the
 * same exposure are made right on average.
 *
 * @param copy - shape (1, 3, H, W), encoded.
 * @param findMaps - the model, anchored.
 */
export async function settleExposure(copy: Tensor, { asked, goal, support, counted }: WantedExposure, findMaps: (exposure: Field) => Promise<ExposureMaps>): Promise<ExposureMaps> {
  let correction = mapField(asked, () => 0);
  let maps = await findMaps(asked);
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const { brightness } = renderMaps(copy, maps);
    const missing = mapField(goal, (value, place) => value - brightness.data[place]);
    const shared = averageBands(missing, counted, asked);
    correction = mapField(correction, (value, place) => clamp(value + support.data[place] * shared.data[place], -LARGEST_CORRECTION, LARGEST_CORRECTION));
    maps = await findMaps(
      mapField(asked, (value, place) => clamp(value + correction.data[place], Math.min(value, LEARNED_RANGE[0]), Math.max(value, LEARNED_RANGE[1]))),
    );
  }
  return maps;
}

/** At every place the weighted mean of `values` over all places that want about the same; 0 where none of them counts. */
function averageBands(values: Field, weights: Field, asked: Field): Field {
  const bandCount = Math.round(1 / BAND_WIDTH) + 2;
  const sums = new Float64Array(bandCount);
  const totals = new Float64Array(bandCount);
  const positions = asked.data.map((value) => clamp(value, 0, 1) / BAND_WIDTH);
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
