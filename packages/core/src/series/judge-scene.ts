import type { Vector3 } from '../color/matrix3.js';
import { measureResult, type ResultTone } from './measure-result.js';
import { exposureOfScene } from './scene-signature.js';
import type { SeriesPhoto } from './series-photo.js';

/** A result departs too far from its scene beyond so many times the scene's own scatter, */
const OUTLIER_SPREADS = 3;
/** but never within what half a stop makes, */
const SMALLEST_LIMIT = 10;
/** and always beyond what a stop and a half makes; in CIELAB between means. */
const LARGEST_LIMIT = 20;
/** Median of distances to standard deviation, of a normal distribution. */
const MEDIAN_TO_DEVIATION = 1.4826;
/** A photo taken with more or less light than its scene by this is a misfire or meant: not the same photo a little off. */
const MAXIMUM_INPUT_STOPS = 1.5;

/** What photos of one scene have in common, and which do not. */
export interface JudgedScene {
  readonly tones: readonly ResultTone[];
  /** Of those that stay: each number's median. */
  readonly centre: ResultTone;
  /** Distance of each result from the middle. */
  readonly departures: readonly number[];
  /** Distance beyond which a result departs too far. */
  readonly limit: number;
  /** For each photo why it is left out, in words; undefined for those that stay. */
  readonly reasons: readonly (string | undefined)[];
}

/** @param photos - of one scene, two at least. */
export function judgeScene(photos: readonly SeriesPhoto[]): JudgedScene {
  const tones = photos.map((photo) => measureResult(photo));
  const light = photos.map(({ signature }) => exposureOfScene(signature));
  const commonLight = median(light);
  const isNear = light.map((stops) => Math.abs(stops - commonLight) <= MAXIMUM_INPUT_STOPS);
  const first = medianTone(keepThose(tones, isNear));
  const distances = tones.map(({ meanLab }) => distance(meanLab, first.meanLab));
  const limit = Math.min(Math.max(OUTLIER_SPREADS * MEDIAN_TO_DEVIATION * median(keepThose(distances, isNear)), SMALLEST_LIMIT), LARGEST_LIMIT);
  const stays = distances.map((value, index) => isNear[index] && value <= limit);
  const centre = stays.includes(true) ? medianTone(keepThose(tones, stays)) : first;
  const reasons = distances.map((value, index) => {
    if (!isNear[index]) return `it was taken ${Math.abs(light[index] - commonLight).toFixed(1)} EV ${light[index] < commonLight ? 'darker' : 'brighter'} than the others (limit ${MAXIMUM_INPUT_STOPS})`;
    return value > limit ? `its result departs by ${value.toFixed(0)} from the others (limit ${limit.toFixed(0)})` : undefined;
  });
  return { tones, centre, departures: tones.map(({ meanLab }) => distance(meanLab, centre.meanLab)), limit, reasons };
}

/** Of two photos far apart neither is near the middle: then both count. */
function keepThose<T>(values: readonly T[], isKept: readonly boolean[]): readonly T[] {
  const kept = values.filter((_, index) => isKept[index]);
  return kept.length === 0 ? values : kept;
}

function medianTone(tones: readonly ResultTone[]): ResultTone {
  const at = (read: (tone: ResultTone) => number): number => median(tones.map(read));
  const [lightness, a, b] = [0, 1, 2].map((i) => at(({ meanLab }) => meanLab[i]));
  return { meanLab: [lightness, a, b], lightness: tones[0].lightness.map((_, i) => at((tone) => tone.lightness[i])) };
}

/** @returns the middle one, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function distance(a: Readonly<Vector3>, b: Readonly<Vector3>): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
