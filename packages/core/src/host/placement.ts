import { readCoverage } from '../apply/coverage.js';
import { allocateData, bitDepthOf, fullScale, type Raster } from '../raster/raster.js';
import { type Mask, maskScale } from '../raster/mask.js';
import type { PlacedMask, PlacedRaster, Rectangle } from './placed.js';

/** @returns the common part, or `undefined` when there is none. */
export function intersectRectangles(a: Rectangle, b: Rectangle): Rectangle | undefined {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const width = Math.min(a.left + a.width, b.left + b.width) - left;
  const height = Math.min(a.top + a.height, b.top + b.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}

/** @returns whether two rectangles are the same. */
export function areSameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

/** @returns the part of a placed raster that lies in `rectangle`, which must lie inside; the same raster when that is all of it. */
export function cropPlacedRaster(placed: PlacedRaster, rectangle: Rectangle): PlacedRaster {
  if (areSameRectangle(placed.bounds, rectangle)) return placed;
  const { raster, bounds } = placed;
  const data = allocateData(raster.bitDepth, rectangle.width * rectangle.height * raster.channels);
  const rowLength = rectangle.width * raster.channels;
  for (let row = 0; row < rectangle.height; row += 1) {
    const start = ((rectangle.top - bounds.top + row) * raster.width + rectangle.left - bounds.left) * raster.channels;
    data.set(raster.data.subarray(start, start + rowLength), row * rowLength);
  }
  const cropped: Raster = { ...raster, data, width: rectangle.width, height: rectangle.height };
  return { ...placed, raster: cropped, bounds: rectangle };
}

/** @returns the mask's coverage on exactly `rectangle`, in the mask's own sample type; an alias when it already lies so. */
export function alignMask({ mask, bounds, outsideCoverage }: PlacedMask, rectangle: Rectangle): Mask {
  if (areSameRectangle(bounds, rectangle)) return mask;
  const data = allocateLike(mask, rectangle.width * rectangle.height);
  if (outsideCoverage > 0) data.fill(outsideCoverage / maskScale(mask));
  const common = intersectRectangles(bounds, rectangle);
  if (common !== undefined) {
    for (let row = common.top; row < common.top + common.height; row += 1) {
      const start = (row - bounds.top) * mask.width + common.left - bounds.left;
      data.set(mask.data.subarray(start, start + common.width), (row - rectangle.top) * rectangle.width + common.left - rectangle.left);
    }
  }
  return { data, width: rectangle.width, height: rectangle.height };
}

/** @returns the product of two coverages of one size, float32. */
export function multiplyMasks(a: Mask, b: Mask): Mask {
  const data = new Float32Array(a.data.length);
  const other = new Float32Array(data.length);
  readCoverage(a, false, 0, data.length, data);
  readCoverage(b, false, 0, data.length, other);
  for (let index = 0; index < data.length; index += 1) data[index] *= other[index];
  return { data, width: a.width, height: a.height };
}

/** @returns 1 - coverage, in the same sample type. */
export function invertMask(mask: Mask): Mask {
  const top = fullScale(bitDepthOf(mask.data) ?? 8);
  const data = allocateLike(mask, mask.data.length);
  for (let index = 0; index < data.length; index += 1) data[index] = top - mask.data[index];
  return { ...mask, data };
}

/** @returns the smallest rectangle that holds all coverage above 0, in document pixels, or `undefined` when there is none. */
export function coveredBounds({ mask, bounds }: PlacedMask): Rectangle | undefined {
  let left = mask.width;
  let right = -1;
  let top = mask.height;
  let bottom = -1;
  for (let y = 0; y < mask.height; y += 1) {
    for (let x = 0; x < mask.width; x += 1) {
      if (!(mask.data[y * mask.width + x] > 0)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : { left: bounds.left + left, top: bounds.top + top, width: right - left + 1, height: bottom - top + 1 };
}

function allocateLike(mask: Mask, length: number): Uint8Array | Uint16Array | Float32Array {
  return allocateData(bitDepthOf(mask.data) ?? 8, length);
}
