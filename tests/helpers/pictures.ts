import { fullScale, type BitDepth, type Raster } from '../../packages/core/src/raster/raster.js';
import { seededRandom } from './seeded-random.js';

/** Width of the pictures made here: not a power of two, so that rows are odd in every depth. */
const WIDTH = 27;
const RAMP_LENGTH = 64;
const LATTICE_EDGE = 6;
const NOISE_COUNT = 165;

/**
 * A picture for laws: a neutral ramp, a lattice over the whole colour cube, and noise.
 *
 * @param range - float values to spread over; integers always use 0..1. The ramp and the lattice contain both ends exactly.
 * @returns RGBA with straight alpha that varies, 0 and full included, or RGB.
 */
export function lawPicture(bitDepth: BitDepth, options: { channels?: 3 | 4; range?: readonly [number, number] } = {}): Raster {
  const { channels = 4, range = [0, 1] } = options;
  const colours = lawColours().map((value) => range[0] + (range[1] - range[0]) * value);
  const count = colours.length / 3;
  const height = count / WIDTH;
  const scale = fullScale(bitDepth);
  const data = bitDepth === 8 ? new Uint8Array(count * channels) : bitDepth === 16 ? new Uint16Array(count * channels) : new Float32Array(count * channels);
  for (let pixel = 0; pixel < count; pixel += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      // Integers are whole 8-bit levels in every depth, so that the same picture exists in all three.
      const value = channel === 3 ? (pixel % 5) / 4 : colours[pixel * 3 + channel];
      const level = Math.round(Math.min(Math.max(value, 0), 1) * 255) / 255;
      data[pixel * channels + channel] = bitDepth === 32 ? (range[0] === 0 && range[1] === 1 ? level : value) : Math.round(level * scale);
    }
  }
  return { data, width: WIDTH, height, channels, bitDepth, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

/** A float picture of neutral pixels only, R = G = B, from 0 to 1. */
export function neutralPicture(): Raster {
  const data = new Float32Array(256 * 3);
  for (let index = 0; index < data.length; index += 1) data[index] = Math.floor(index / 3) / 255;
  return { data, width: 32, height: 8, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}

function lawColours(): number[] {
  const colours: number[] = [];
  for (let index = 0; index < RAMP_LENGTH; index += 1) colours.push(...Array<number>(3).fill(index / (RAMP_LENGTH - 1)));
  const edge = LATTICE_EDGE - 1;
  for (let index = 0; index < LATTICE_EDGE ** 3; index += 1) {
    colours.push((index % LATTICE_EDGE) / edge, (Math.floor(index / LATTICE_EDGE) % LATTICE_EDGE) / edge, Math.floor(index / LATTICE_EDGE ** 2) / edge);
  }
  const random = seededRandom(7);
  // The pixels that fill the last row are noise too.
  const count = Math.ceil((RAMP_LENGTH + LATTICE_EDGE ** 3 + NOISE_COUNT) / WIDTH) * WIDTH;
  while (colours.length < count * 3) colours.push(random());
  return colours;
}

/** A float picture that every automatic mode has something to do on: flat, without black or white, under a warm light. */
export function dullPicture(): Raster {
  const cast = [0.95, 0.8, 0.55];
  const colours = lawColours();
  const data = Float32Array.from(colours, (value, index) => (0.2 + 0.4 * (0.7 * value + 0.3 * colours[index - (index % 3)])) * cast[index % 3]);
  return { data, width: WIDTH, height: colours.length / 3 / WIDTH, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}
