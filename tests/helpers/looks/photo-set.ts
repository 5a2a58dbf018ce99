import { ciede2000 } from '../../../packages/core/src/color/ciede2000.js';
import { srgbToLab } from '../../../packages/core/src/color/lab.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../photos.js';

/** The finished photos below one another in one raster: looks that do not measure the photo run once for all of them. */
export interface PhotoSet {
  readonly raster: Raster;
  /** First value and the one after the last of each photo. */
  readonly photos: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** Of all pixels one in so many is compared; a prime, so that no column of a photo is preferred. */
const SAMPLE_EVERY = 97;
/** 8-bit levels from an end within which nobody sees whether a value is there or at the end. */
const NEAR_LEVELS = 8;

export async function readPhotoSet(): Promise<PhotoSet> {
  const photos: { name: string; from: number; to: number }[] = [];
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const path of listPhotos(PHOTO_FOLDERS.good)) {
    const { data } = await readPhoto(path);
    photos.push({ name: path.replace(/^.*\//, ''), from: length, to: length + data.length });
    parts.push(data as Uint8Array);
    length += data.length;
  }
  const data = new Uint8Array(length);
  for (const [i, part] of parts.entries()) data.set(part, photos[i].from);
  return { raster: { data, width: 1, height: length / 3, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' }, photos };
}

/** @returns the photo with the largest share of pixels that have a channel at 0 or 255 which was not near that end before. */
export function findNewClipping({ raster: before, photos }: PhotoSet, after: Raster): { name: string; fraction: number } {
  const isClippedAnew = (i: number): boolean => (after.data[i] === 0 && before.data[i] > NEAR_LEVELS) || (after.data[i] === 255 && before.data[i] < 255 - NEAR_LEVELS);
  const fractions = photos.map(({ name, from, to }) => {
    let count = 0;
    for (let p = from; p < to; p += 3) if (isClippedAnew(p) || isClippedAnew(p + 1) || isClippedAnew(p + 2)) count += 1;
    return { name, fraction: (count * 3) / (to - from) };
  });
  return fractions.reduce((worst, one) => (one.fraction > worst.fraction ? one : worst));
}

/** @returns CIELAB of every {@link SAMPLE_EVERY}th pixel, flat. */
export function sampleLab({ data }: Raster): Float64Array {
  const count = Math.floor(data.length / 3 / SAMPLE_EVERY);
  const lab = new Float64Array(count * 3);
  for (let i = 0; i < count; i += 1) {
    const p = i * SAMPLE_EVERY * 3;
    lab.set(srgbToLab(data[p] / 255, data[p + 1] / 255, data[p + 2] / 255), i * 3);
  }
  return lab;
}

/** @returns the mean CIEDE2000 of two results of {@link sampleLab}. */
export function meanDifference(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 3) sum += ciede2000([a[i], a[i + 1], a[i + 2]], [b[i], b[i + 1], b[i + 2]]);
  return sum / (a.length / 3);
}
