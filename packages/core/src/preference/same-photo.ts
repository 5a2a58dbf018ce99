import type { SmallCopy } from '../analyse/analysis.js';

/** Cells a side of the pictures that are compared. */
const SIDE = 16;
/** Mean difference of two pictures' cells, of 0..1: a photo saved anew stays below a level of 8 bit, one retouched anew does not. */
const SAME = 0.6 / 255;

/** A photo in few numbers, to find it again in another file or size. */
export type Thumbnail = Float64Array;

/** @returns means of the cells of a grid laid over the copy, RGB; uncovered pixels count as they are. */
export function thumbnailOf({ rgb, width, height }: SmallCopy): Thumbnail {
  const sums = new Float64Array(SIDE * SIDE * 3);
  const counts = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor((y * SIDE) / height) * SIDE + Math.floor((x * SIDE) / width);
      counts[cell] += 1;
      for (let channel = 0; channel < 3; channel += 1) sums[cell * 3 + channel] += rgb[(y * width + x) * 3 + channel];
    }
  }
  return sums.map((sum, index) => sum / Math.max(counts[Math.floor(index / 3)], 1));
}

/** Whether two files show one photo, finished in one way. */
export function isSamePhoto(a: Thumbnail, b: Thumbnail): boolean {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += Math.abs(a[i] - b[i]);
  return sum / a.length < SAME;
}
