import type { EncodedSpace } from '../../packages/core/src/raster/raster.js';
import { evaluateLut3d, sampleLut3d } from '../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../packages/core/src/transforms/transform.js';
import { seededRandom } from './seeded-random.js';

/** Colour maps that tell apart what a writer of tables can confuse: channels, axes, and values that have to be clipped late. */
export const MAPS: Readonly<Record<string, (r: number, g: number, b: number) => readonly [number, number, number]>> = {
  asymmetric: (r, g, b) => [r ** 0.8, 0.7 * g + 0.3 * r * b, 0.9 * b ** 1.3 + 0.05 * g],
  clipping: (r, g, b) => [1.9 * r - 0.3, 1.6 * (g - 0.5) + 0.5 + 0.2 * r, 1.4 * b - 0.4 * g + 0.1],
};

export function lutOfMap(name: string, size: number, space: EncodedSpace = 'srgb'): Lut3dTransform {
  const map = MAPS[name];
  return sampleLut3d(size, space, (rgb, count) => {
    for (let i = 0; i < count * 3; i += 3) rgb.set(map(rgb[i], rgb[i + 1], rgb[i + 2]), i);
  });
}

/** 16-bit colours: a lattice of all corners and quarters, greys, and seeded ones between. */
export function testColours(count: number): Uint16Array {
  const lattice = Array.from({ length: 125 }, (_, i) => [i % 5, Math.floor(i / 5) % 5, Math.floor(i / 25)].map((step) => Math.round((step * 65535) / 4))).flat();
  const greys = Array.from({ length: 52 }, (_, i) => Array<number>(3).fill(i * 1285)).flat();
  const random = seededRandom(11);
  const between = Array.from({ length: count * 3 }, () => Math.floor(random() * 65536));
  return Uint16Array.from([...lattice, ...greys, ...between]);
}

/** The colours through the LUT by our own interpolation, clipped, in 8-bit levels. */
export function levelsOfLut(lut: Lut3dTransform, rgb: Uint16Array): Float64Array {
  const values = Float32Array.from(rgb, (code) => code / 65535);
  evaluateLut3d(lut, values, values.length / 3);
  return Float64Array.from(values, (value) => Math.min(1, Math.max(0, value)) * 255);
}

/** Largest difference between 16-bit codes and levels, in 8-bit levels. */
export function largestDifference(codes: Uint16Array, levels: Float64Array): number {
  return levels.reduce((largest, level, i) => Math.max(largest, Math.abs(codes[i] / 257 - level)), 0);
}
