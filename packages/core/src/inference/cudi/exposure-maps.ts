import type { Tensor } from '../runtime.js';
import { clamp, type Field, mapField } from './field.js';

/** A slope and an offset for each place: I' = K Y + B + min(K, G) (I - Y), Y the pixel's luma, G as {@link findLiftLimits} says. */
export interface ExposureMaps {
  readonly slope: Field;
  readonly offset: Field;
}

/** How far a photo may be lifted. */
export interface LiftLimits {
  /** How many times brighter a place may become. */
  readonly gain: number;
  /** The slope beyond which luma alone is lifted. */
  readonly colorGain: number;
}

/** What is lifted further is lifted without its colour: noise in deep shadows is coloured, and leaves glare. */
const MAXIMUM_COLOR_GAIN = 3;
/** Standard deviations up to which noise may be lifted: of a photo, and of its colour alone. */
const MOST_NOISE = 0.06;
const MOST_COLOR_NOISE = 0.03;
/** However noisy a photo is, it may be made this many times brighter. */
const LEAST_GAIN_LIMIT = 2;

/** Places that are to change by less get a share of what the model says. */
const LEAST_CHANGE = 0.02;
const LEAST_SLOPE = 0.1;
const MOST_SLOPE = 6;
/** The most a place may be lifted, by how bright it is: what is darker than the first is mostly noise. */
const LIFT = { dark: 0.02, light: 0.06, ofDark: 4, ofLight: 16 } as const;

/** @param noise - standard deviation in the photo's dark parts. */
export function findLiftLimits(noise: number): LiftLimits {
  const divisor = Math.max(noise, 1e-6);
  return { gain: Math.max(LEAST_GAIN_LIMIT, MOST_NOISE / divisor), colorGain: clamp(MOST_COLOR_NOISE / divisor, 1, MAXIMUM_COLOR_GAIN) };
}

/**
 * Counts maps from those of the photo's own exposure, so that what is to stay as exposed as it is stays as it is, and keeps them from
 * lifting noise.
 *
 * @param raw - shape (1, 2, H, W): slopes, then offsets.
 * @param own - the same for the photo's own exposure.
 * @param change - by how much each place was asked to change.
 * @param brightness - of the copy, the mean of the channels.
 */
export function anchorMaps({ data }: Tensor, own: Tensor, change: Field, brightness: Field, limits: LiftLimits): ExposureMaps {
  const count = brightness.data.length;
  // What is wanted beside a place that is to stay reaches into the model's view of it, and would be seen as a halo.
  const counted = (index: number): number => (data[index] - own.data[index]) * Math.min(Math.abs(change.data[index % count]) / LEAST_CHANGE, 1);
  const mostLift = mapField(brightness, (value) =>
    Math.min(LIFT.ofDark + (LIFT.ofLight - LIFT.ofDark) * clamp((value - LIFT.dark) / (LIFT.light - LIFT.dark), 0, 1), limits.gain),
  );
  const slope = mapField(mostLift, (most, place) => Math.min(clamp(1 + counted(place), LEAST_SLOPE, MOST_SLOPE), most));
  const offset = mapField(mostLift, (most, place) => Math.min(counted(count + place), (most - slope.data[place]) * brightness.data[place]));
  return { slope, offset };
}
