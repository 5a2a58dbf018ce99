import type { Raster } from '@openretouch/core';

export interface Difference {
  /** In the raster's own levels. */
  readonly largest: number;
  /** Share of samples that are not equal. */
  readonly unequalFraction: number;
  /** Where the largest is, and what was there. */
  readonly description: string;
}

/** Compares colour and alpha of two rasters of one form. */
export function compareRasters(actual: Raster, expected: Raster): Difference {
  const { width, channels } = expected;
  let largest = 0;
  let at = 0;
  let unequal = 0;
  for (let i = 0; i < expected.data.length; i += 1) {
    const difference = Math.abs(actual.data[i] - expected.data[i]);
    if (difference !== 0) unequal += 1;
    if (difference > largest) [largest, at] = [difference, i];
  }
  const pixel = Math.floor(at / channels);
  const description = `largest difference ${largest} at pixel (${pixel % width}, ${Math.floor(pixel / width)}), channel ${at % channels}: ${actual.data[at]} where ${expected.data[at]} was expected`;
  return { largest, unequalFraction: unequal / expected.data.length, description };
}
