import type { Raster } from '@openretouch/core';
import type { Size } from './area.js';

/** A picture to tell edges by: smoothed a little, because noise and fine texture are no edges. */
export interface Guide extends Size {
  /** Encoded RGB, 0..1, interleaved. */
  readonly rgb: Float32Array;
  /** Of each pixel, 0..1. */
  readonly luma: Float32Array;
}

/** Distances of encoded RGB up to the first are the same thing, from the second on another one. */
const SAME = 0.1;
const OTHER = 0.32;
const LUMA = [0.299, 0.587, 0.114] as const;

/** @param raster - 8 bit, such as the preview. */
export function makeGuide({ data, width, height, channels }: Raster): Guide {
  const rgb = new Float32Array(width * height * 3);
  const luma = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = y * width + x;
      for (let c = 0; c < 3; c += 1) {
        let sum = 0;
        for (let v = -1; v <= 1; v += 1) {
          const row = Math.min(Math.max(y + v, 0), height - 1) * width;
          for (let u = -1; u <= 1; u += 1) sum += data[(row + Math.min(Math.max(x + u, 0), width - 1)) * channels + c];
        }
        rgb[pixel * 3 + c] = sum / (9 * 255);
        luma[pixel] += (LUMA[c] * data[pixel * channels + c]) / 255;
      }
    }
  }
  return { width, height, rgb, luma };
}

/** @returns how much a pixel looks like a place, 0..1. Places outside the picture look like its nearest pixel. */
export function likenessTo({ rgb, width, height }: Guide, x: number, y: number): (pixel: number) => number {
  const at = (Math.min(Math.max(Math.floor(y), 0), height - 1) * width + Math.min(Math.max(Math.floor(x), 0), width - 1)) * 3;
  const [red, green, blue] = [rgb[at], rgb[at + 1], rgb[at + 2]];
  return (pixel) => {
    const i = pixel * 3;
    const distance = Math.hypot(rgb[i] - red, rgb[i + 1] - green, rgb[i + 2] - blue);
    const difference = Math.min(Math.max((distance - SAME) / (OTHER - SAME), 0), 1);
    return 1 - difference * difference * (3 - 2 * difference);
  };
}
