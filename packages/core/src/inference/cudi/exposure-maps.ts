import { luma } from '../../color/luma.js';
import type { Tensor } from '../runtime.js';
import { clamp, type Field, mapField } from './field.js';

/** A slope and an offset for each place: I' = K Y + B + min(K, {@link MAXIMUM_COLOR_GAIN}) (I - Y), Y the pixel's luma. */
export interface ExposureMaps {
  readonly slope: Field;
  readonly offset: Field;
}

/** What is lifted further is lifted without its colour: noise in deep shadows is coloured, and leaves glare. */
export const MAXIMUM_COLOR_GAIN = 3;

const LEAST_SLOPE = 0.1;
const MOST_SLOPE = 6;
/** The most a place may be lifted, by how bright it is: what is darker than the first is mostly noise. */
const LIFT = { dark: 0.02, light: 0.06, ofDark: 4, ofLight: 16 } as const;

/**
 * Counts maps from those of the photo's own exposure, so that a photo that is to stay as exposed as it is stays as it is, and
 * keeps them from lifting noise.
 *
 * @param raw - shape (1, 2, H, W): slopes, then offsets.
 * @param own - the same for the photo's own exposure.
 * @param brightness - of the copy, the mean of the channels.
 */
export function anchorMaps({ data }: Tensor, own: Tensor, brightness: Field): ExposureMaps {
  const count = brightness.data.length;
  const mostLift = mapField(brightness, (value) => LIFT.ofDark + (LIFT.ofLight - LIFT.ofDark) * clamp((value - LIFT.dark) / (LIFT.light - LIFT.dark), 0, 1));
  const slope = mapField(mostLift, (most, place) => Math.min(clamp(1 + data[place] - own.data[place], LEAST_SLOPE, MOST_SLOPE), most));
  const offset = mapField(mostLift, (most, place) => Math.min(data[count + place] - own.data[count + place], (most - slope.data[place]) * brightness.data[place]));
  return { slope, offset };
}

/** @returns the mean of the channels of the copy as the maps would leave it, clamped to 0..1, and the largest change of any channel. */
export function renderMaps({ data }: Tensor, { slope, offset }: ExposureMaps): { readonly brightness: Field; readonly largestChange: number } {
  const count = slope.data.length;
  let largestChange = 0;
  const brightness = mapField(slope, (gain, place) => {
    const [r, g, b] = [data[place], data[count + place], data[2 * count + place]];
    const y = luma(r, g, b);
    const colorGain = Math.min(gain, MAXIMUM_COLOR_GAIN);
    let sum = 0;
    for (const value of [r, g, b]) {
      const after = clamp(gain * y + offset.data[place] + colorGain * (value - y), 0, 1);
      largestChange = Math.max(largestChange, Math.abs(after - value));
      sum += after;
    }
    return sum / 3;
  });
  return { brightness, largestChange };
}
