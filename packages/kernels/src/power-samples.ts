import type { NamedCurve } from '@openretouch/core';

/** Of each named curve but the cube, its positive half (all are odd-symmetric). */
const FUNCTIONS: Readonly<Record<Exclude<NamedCurve['name'], 'cube'>, (value: number) => number>> = {
  'srgb-to-linear': (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4),
  'linear-to-srgb': (value) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055),
  'cube-root': Math.cbrt,
};

/** Bits of float32 between two samples, as run_power in run-points.c has it: 512 samples an octave. */
const STEP = 1 << 14;
/**
 * Bits of 2^-30 and 2^8. Below, a straight line from 0 is at most 5e-4 off the cube root, whose result is always cubed again; above
 * comes no picture.
 */
const LOWEST_BITS = (127 - 30) << 23;
const HIGHEST_BITS = (127 + 8) << 23;

export interface PowerSamples {
  readonly samples: Float32Array;
  readonly lowestBits: number;
  readonly cellCount: number;
}

const cache = new Map<string, PowerSamples>();

/**
 * Samples a named curve at floats whose bits are evenly spaced.
 *
 * @see IEC 61966-2-1:1999 for the sRGB transfer functions.
 */
export function powerSamples(name: Exclude<NamedCurve['name'], 'cube'>): PowerSamples {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const cellCount = (HIGHEST_BITS - LOWEST_BITS) / STEP;
  const bits = Int32Array.from({ length: cellCount + 1 }, (_, i) => LOWEST_BITS + i * STEP);
  const samples = new Float32Array(bits.buffer).map(FUNCTIONS[name]);
  const made = { samples, lowestBits: LOWEST_BITS, cellCount };
  cache.set(name, made);
  return made;
}
