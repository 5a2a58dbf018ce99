import type { Mask, Raster } from '@openretouch/core';

/** A generator of 0..1 by a fixed rule (Numerical Recipes' linear congruence). */
export function seededUnit(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @returns an integer raster whose samples `sample` gives as 0..1. */
function makeRaster(width: number, height: number, channels: 3 | 4, bitDepth: 8 | 16, sample: (pixel: number, channel: number) => number): Raster {
  const full = bitDepth === 8 ? 255 : 65535;
  const length = width * height * channels;
  const data = bitDepth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i += 1) data[i] = Math.round(sample(Math.floor(i / channels), i % channels) * full);
  return { data, width, height, channels, bitDepth, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

export function neutralRamp(levels: number, bitDepth: 8 | 16): Raster {
  return makeRaster(levels, 1, 4, bitDepth, (pixel, channel) => (channel === 3 ? 1 : pixel / (levels - 1)));
}

/** Every colour with channels at multiples of 1/16, in one square-ish picture. */
export function colourLattice(bitDepth: 8 | 16): Raster {
  return makeRaster(17 * 17, 17, 4, bitDepth, (pixel, channel) => (channel === 3 ? 1 : (Math.floor(pixel / 17 ** channel) % 17) / 16));
}

export function noise(width: number, height: number, channels: 3 | 4, bitDepth: 8 | 16, seed = 7): Raster {
  const next = seededUnit(seed);
  return makeRaster(width, height, channels, bitDepth, () => next());
}

/** Coverage that is 0 in the first third of each row, rises over the second and is whole in the last. */
export function softMask(width: number, height: number, kind: 8 | 16 | 'float'): Mask {
  const coverage = Float32Array.from({ length: width * height }, (_, i) => Math.min(Math.max(((i % width) * 3) / width - 1, 0), 1));
  if (kind === 'float') return { data: coverage, width, height };
  const data = kind === 8 ? Uint8Array.from(coverage, (value) => Math.round(value * 255)) : Uint16Array.from(coverage, (value) => Math.round(value * 65535));
  return { data, width, height };
}

export interface ContractPicture {
  readonly name: string;
  readonly raster: Raster;
  /** Whether there are many samples and they are spread evenly, so that ties of rounding are as rare as chance has them. */
  readonly isNoise: boolean;
}

/** Pictures of every size and form that kernels have to get right, by what they are for. */
export function contractPictures(): ContractPicture[] {
  const depths = [8, 16] as const;
  return depths.flatMap((bitDepth) => {
    const pictures = [
      { name: `neutral ramp, ${bitDepth} bit`, raster: neutralRamp(bitDepth === 8 ? 256 : 4099, bitDepth) },
      { name: `colour lattice, ${bitDepth} bit`, raster: colourLattice(bitDepth) },
      { name: `noise of an odd size with alpha, ${bitDepth} bit`, raster: noise(37, 29, 4, bitDepth) },
      { name: `noise without alpha, ${bitDepth} bit`, raster: noise(41, 13, 3, bitDepth) },
      { name: `one pixel, ${bitDepth} bit`, raster: noise(1, 1, 4, bitDepth) },
      { name: `one row, ${bitDepth} bit`, raster: noise(73, 1, 4, bitDepth) },
      { name: `rows of one pixel, ${bitDepth} bit`, raster: noise(1, 73, 4, bitDepth) },
      // More than one chunk of 8192 pixels, and runs of 1024 that end in the middle of rows.
      { name: `more than one chunk, ${bitDepth} bit`, raster: noise(131, 127, 4, bitDepth) },
    ];
    return pictures.map((picture) => ({ ...picture, isNoise: picture.raster.data.length > 1500 && /noise|chunk/.test(picture.name) }));
  });
}
