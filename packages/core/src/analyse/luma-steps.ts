import { LUMA_WEIGHTS } from '../color/luma.js';
import { fullScale } from '../raster/raster.js';
import { HISTOGRAM_BINS } from './histogram.js';

/** Rounding units a bin: sums stay below 2^32 at 8 bit and below 2^53 at 16. */
const UNITS_PER_BIN = { 8: 2 ** 21, 16: 2 ** 31 } as const;

/**
 * What a level of red, green and blue adds to a pixel's place among the luma bins.
 *
 * @returns whole multiples of 2^-21 (8 bit) or 2^-31 (16 bit): sums of them are exact, in float64 and in integers alike, so that every
 * implementation finds the same bin. The edges of bins move by less than 2e-4 of a bin for it.
 */
export function lumaSteps(bitDepth: 8 | 16): readonly [number, number, number] {
  const units = UNITS_PER_BIN[bitDepth];
  const [red, green, blue] = LUMA_WEIGHTS.map((weight) => Math.round((weight * HISTOGRAM_BINS * units) / fullScale(bitDepth)) / units);
  return [red, green, blue];
}
