import type { Raster } from '@openretouch/core';
import { seededRandom } from '../../helpers/seeded-random.js';

/** Makes a raster of one level function; the fourth channel, where there is one, is a pattern of its own. */
export function makeRaster(width: number, height: number, channels: 3 | 4, bitDepth: 8 | 16, level: (pixel: number, channel: number) => number): Raster {
  const sampleCount = width * height * channels;
  const data = bitDepth === 8 ? new Uint8Array(sampleCount) : new Uint16Array(sampleCount);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < channels; channel += 1) data[pixel * channels + channel] = channel === 3 ? pixel * 7 + 3 : level(pixel, channel);
  }
  return { data, width, height, channels, bitDepth, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

/** Pictures of 8 bits on which every way to apply is compared with the reference, by name. */
export function pictures8(channels: 3 | 4): Readonly<Record<string, Raster>> {
  const random = seededRandom(71);
  const noise = (): number => Math.floor(random() * 256);
  return {
    'neutral ramp': makeRaster(256, 1, channels, 8, (pixel) => pixel),
    'each channel at all levels, the others at two': makeRaster(256, 6, channels, 8, (pixel, channel) => {
      const row = pixel >> 8;
      return channel === row % 3 ? pixel & 255 : row < 3 ? 40 : 217;
    }),
    'colour lattice': makeRaster(289, 17, channels, 8, (pixel, channel) => Math.round((Math.floor(pixel / 17 ** channel) % 17) * 15.9375)),
    'noise of odd size': makeRaster(1367, 3, channels, 8, noise),
    'one pixel a row': makeRaster(1, 61, channels, 8, noise),
    'one pixel': makeRaster(1, 1, channels, 8, () => 200),
    'corners of the cube': makeRaster(8, 1, channels, 8, (pixel, channel) => ((pixel >> channel) & 1) * 255),
  };
}

/** 16-bit pictures, large enough to be compiled. */
export function pictures16(channels: 3 | 4): Readonly<Record<string, Raster>> {
  const random = seededRandom(72);
  return {
    'neutral ramp of all levels': makeRaster(65536, 1, channels, 16, (pixel) => pixel),
    'noise of odd size': makeRaster(257, 257, channels, 16, () => Math.floor(random() * 65536)),
  };
}

export interface Difference {
  readonly largest: number;
  readonly mean: number;
  /** Where the largest is, and what was found there. */
  readonly where: string;
}

/** Compares two rasters sample by sample, in levels. */
export function findDifference(actual: Raster, expected: Raster): Difference {
  let largest = -1;
  let sum = 0;
  let at = 0;
  for (let i = 0; i < expected.data.length; i += 1) {
    const difference = Math.abs(actual.data[i] - expected.data[i]);
    sum += difference;
    if (difference > largest) {
      largest = difference;
      at = i;
    }
  }
  const { channels, width } = expected;
  const pixel = Math.floor(at / channels);
  const place = `pixel (${pixel % width}, ${Math.floor(pixel / width)}) channel ${at % channels}`;
  return { largest, mean: sum / expected.data.length, where: `largest difference ${largest} at ${place}: ${actual.data[at]} instead of ${expected.data[at]}` };
}
