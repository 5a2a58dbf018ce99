import { converter } from 'culori';
import sharp from 'sharp';
import { linearToSrgb, type Raster, srgbToLinear } from '../../packages/core/src/index.js';
import { PHOTO_FOLDERS } from './photos.js';
import { seededRandom } from './seeded-random.js';

const CAST_STOPS = 0.06;
const NOISE_LEVELS = 1.5;
const toLab = converter('lab65');

/** @returns a good photo of the repository, small. */
export async function readSmallPhoto(name: string, side = 64): Promise<Raster> {
  const { data, info } = await sharp(`${PHOTO_FOLDERS.good}/${name}.jpg`).resize(side, side, { fit: 'inside' }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

/** @returns the photo as it would have been taken at other exposures, each with a small cast and noise of its own, clipped as a camera clips. */
export function takeBurst(photo: Raster, exposuresEv: readonly number[], seed: number): Raster[] {
  const random = seededRandom(seed);
  return exposuresEv.map((ev) => {
    const gains = [random(), 0.5, random()].map((value) => 2 ** (ev + CAST_STOPS * (2 * value - 1)));
    const levels = gains.map((gain) => Float64Array.from({ length: 256 }, (_, level) => 255 * linearToSrgb(Math.min(1, gain * srgbToLinear(level / 255)))));
    const data = Uint8Array.from(photo.data, (level, i) => Math.min(255, Math.max(0, Math.round(levels[i % 3][level] + NOISE_LEVELS * (2 * random() - 1)))));
    return { ...photo, data };
  });
}

/** @returns mean CIELAB of an 8-bit sRGB raster, by culori. */
export function meanLabOf({ data }: Raster): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    const { l, a, b } = toLab({ mode: 'rgb', r: data[i] / 255, g: data[i + 1] / 255, b: data[i + 2] / 255 });
    sum[0] += l;
    sum[1] += a;
    sum[2] += b;
  }
  return sum.map((value) => value / (data.length / 3)) as [number, number, number];
}

/** @returns the sum of the variances of the components. */
export function varianceOf(labs: readonly (readonly number[])[]): number {
  return [0, 1, 2].reduce((total, i) => {
    const mean = labs.reduce((sum, lab) => sum + lab[i], 0) / labs.length;
    return total + labs.reduce((sum, lab) => sum + (lab[i] - mean) ** 2, 0) / labs.length;
  }, 0);
}
