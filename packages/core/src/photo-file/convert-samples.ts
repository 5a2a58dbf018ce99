import { linearToSrgb } from '../color/transfer-functions.js';
import type { ToneResponse } from './icc-curve.js';

/*
 * Maintainer notes. Encoding goes through a table over linear light, because a power per sample takes seconds for 12 MP. Of its
 * 65536 steps none is worth more than 0.051 of an 8-bit level (slope 12.92 near black), and read with linear interpolation the
 * largest error is 7e-8, a two-hundredth of a 16-bit level: h^2 / 8 times the curvature where sRGB's segments meet.
 */

type Samples = Uint8Array | Uint16Array;

const TABLE_STEPS = 65_535;
let encodeTable: Float64Array | undefined;

function highestValue(samples: Samples): number {
  return samples instanceof Uint16Array ? 65535 : 255;
}

/**
 * Converts grey samples, in place, from their own tone response to sRGB's.
 *
 * @param samples - 8 or 16 bit, `channels` per pixel of which the first is grey; alpha is left alone.
 */
export function convertGreySamples(samples: Samples, channels: number, response: ToneResponse): void {
  const highest = highestValue(samples);
  const table = samples instanceof Uint16Array ? new Uint16Array(highest + 1) : new Uint8Array(highest + 1);
  for (let value = 0; value <= highest; value++) table[value] = Math.round(linearToSrgb(response(value / highest)) * highest);
  for (let index = 0; index < samples.length; index += channels) samples[index] = table[samples[index]];
}

/**
 * Converts RGB(A) samples, in place, from a matrix profile's space to one with sRGB's curve: colorimetric, out-of-gamut values
 * clamped by channel.
 *
 * @param samples - 8 or 16 bit, straight alpha left alone.
 * @param toLinearTarget - linear RGB of the profile to linear RGB of the target, row-major.
 * @param responses - encoded to linear of the profile, one per channel.
 */
export function convertRgbSamples(samples: Samples, channels: 3 | 4, toLinearTarget: readonly number[], responses: readonly ToneResponse[]): void {
  const highest = highestValue(samples);
  const [red, green, blue] = responses.map((response) => Float64Array.from({ length: highest + 1 }, (_, value) => response(value / highest)));
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = toLinearTarget;
  for (let index = 0; index < samples.length; index += channels) {
    const r = red[samples[index]];
    const g = green[samples[index + 1]];
    const b = blue[samples[index + 2]];
    samples[index] = encodeSample(m0 * r + m1 * g + m2 * b, highest);
    samples[index + 1] = encodeSample(m3 * r + m4 * g + m5 * b, highest);
    samples[index + 2] = encodeSample(m6 * r + m7 * g + m8 * b, highest);
  }
}

function encodeSample(linear: number, highest: number): number {
  encodeTable ??= Float64Array.from({ length: TABLE_STEPS + 1 }, (_, step) => linearToSrgb(step / TABLE_STEPS));
  if (!(linear > 0)) return 0;
  if (linear >= 1) return highest;
  const position = linear * TABLE_STEPS;
  const step = Math.floor(position);
  const encoded = encodeTable[step] + (encodeTable[step + 1] - encodeTable[step]) * (position - step);
  return Math.round(encoded * highest);
}
