import type { Mask } from '@openretouch/core';
import type { Area, Size } from './area.js';

/** A mask as the panel paints it; replaced, never changed. */
export type PaintedMask = Mask & { readonly data: Uint8Array };

const FULL = 255;
/** Where the gradient ends, as a share of the height from the top. */
const GRADIENT_END = 0.22;

export type BrushMode = 'paint' | 'erase';

export function emptyMask({ width, height }: Size): PaintedMask {
  return { data: new Uint8Array(width * height), width, height };
}

export function fullMask({ width, height }: Size): PaintedMask {
  return { data: new Uint8Array(width * height).fill(FULL), width, height };
}

/** Whole at the bottom, nothing from {@link GRADIENT_END} up. Inverted it falls from the top. */
export function gradientMask({ width, height }: Size): PaintedMask {
  const data = new Uint8Array(width * height);
  const end = GRADIENT_END * (height - 1);
  for (let y = 0; y < height; y += 1) data.fill(Math.round(FULL * Math.min(Math.max((y - end) / Math.max(height - 1 - end, 1), 0), 1)), y * width, (y + 1) * width);
  return { data, width, height };
}

export function invertMask({ data, width, height }: PaintedMask): PaintedMask {
  return { data: data.map((value) => FULL - value), width, height };
}

/**
 * Adds a stroke's coverage to a mask, or takes it away.
 *
 * @param coverage - (H, W), 0..1.
 * @param area - where there is any.
 */
export function blendStroke({ data, width, height }: PaintedMask, coverage: Float32Array, area: Area, mode: BrushMode): PaintedMask {
  const blended = data.slice();
  for (let y = area.top; y < area.bottom; y += 1) {
    for (let pixel = y * width + area.left; pixel < y * width + area.right; pixel += 1) {
      const goal = mode === 'paint' ? FULL : 0;
      blended[pixel] = Math.round(data[pixel] + (goal - data[pixel]) * coverage[pixel]);
    }
  }
  return { data: blended, width, height };
}

/** @returns the share of the photo that is covered, 0..1; half coverage counts half. */
export function coveredFraction({ data }: Pick<PaintedMask, 'data'>): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / (FULL * data.length);
}

/** @returns the mask, if it is one that the panel paints on, of that size. */
export function paintedMaskOf(mask: Mask | undefined, { width, height }: Size): PaintedMask | undefined {
  return mask?.data instanceof Uint8Array && mask.width === width && mask.height === height ? (mask as PaintedMask) : undefined;
}

/**
 * Makes a mask from samples of a picture of another size.
 *
 * @param read - coverage 0..255 at a whole place of the picture.
 * @returns the mean of the samples in each pixel's cell; where there are fewer samples than pixels, the nearest.
 */
export function sampleMask({ width, height }: Size, picture: Size, read: (x: number, y: number) => number): PaintedMask {
  const data = new Uint8Array(width * height);
  const span = (at: number, from: number, to: number): readonly [number, number] => {
    const first = Math.floor((at * from) / to);
    return [first, Math.max(first + 1, Math.floor(((at + 1) * from) / to))];
  };
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    const [x0, x1] = span(pixel % width, picture.width, width);
    const [y0, y1] = span(Math.floor(pixel / width), picture.height, height);
    let sum = 0;
    for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) sum += read(x, y);
    data[pixel] = Math.round(sum / ((x1 - x0) * (y1 - y0)));
  }
  return { data, width, height };
}

/** @returns a mask of any depth as one of 8 bit. */
export function toPainted({ data, width, height }: Mask): PaintedMask {
  const scale = data instanceof Float32Array ? 255 : data instanceof Uint16Array ? 255 / 65535 : 1;
  return { data: Uint8Array.from(data, (value) => Math.round(Math.min(Math.max(value * scale, 0), 255))), width, height };
}
