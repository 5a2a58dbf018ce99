import { createRasterLike, fullScale, type Raster } from '../raster/raster.js';
import { maskScale } from '../raster/mask.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import type { PlacedMask, PlacedRaster } from './placed.js';
import type { PictureLayer, ResultLayer } from './memory-document.js';

/*
 * Maintainer notes. This is how an editor shows layers: one after the other, each blended by its own mask and opacity, each
 * rounded and clamped to the document's depth. It shares no code with applyPlan, so that the two can be held against each
 * other: a write plan that forgets the rounding, the clamping or the order of layers differs here.
 */

type Rgb = [number, number, number];

/** @returns a picture with its result layers over it, in the picture's own depth, alpha and bounds. */
export function compositeLayers(picture: PictureLayer, layers: readonly ResultLayer[]): PlacedRaster {
  const { raster, bounds } = picture;
  const out = createRasterLike(raster);
  const top = fullScale(raster.bitDepth);
  for (let y = 0; y < raster.height; y += 1) {
    for (let x = 0; x < raster.width; x += 1) {
      const sample = (y * raster.width + x) * raster.channels;
      let color: Rgb = [raster.data[sample] / top, raster.data[sample + 1] / top, raster.data[sample + 2] / top];
      for (const layer of layers) color = showLayer(layer, color, bounds.left + x, bounds.top + y, raster);
      for (let c = 0; c < 3; c += 1) out.data[sample + c] = raster.bitDepth === 32 ? color[c] : Math.round(color[c] * top);
      if (raster.channels === 4) out.data[sample + 3] = raster.data[sample + 3];
    }
  }
  return { raster: out, bounds };
}

function showLayer({ content }: ResultLayer, below: Rgb, x: number, y: number, { bitDepth }: Raster): Rgb {
  const amount = content.opacity * (content.mask === undefined ? 1 : coverageAt(content.mask, x, y));
  if (amount === 0) return below;
  const above = content.kind === 'curves' ? readTables(content.tables, below) : content.kind === 'lut' ? readLut(content.lut, below) : pixelAt(content.pixels, x, y);
  if (above === undefined) return below;
  const blended = below.map((value, c) => value * (1 - amount) + above[c] * amount) as Rgb;
  if (bitDepth === 32) return blended;
  const top = fullScale(bitDepth);
  return blended.map((value) => Math.round(Math.min(1, Math.max(0, value)) * top) / top) as Rgb;
}

/** @returns the coverage of a placed mask at a document pixel, 0..1. */
export function coverageAt({ mask, bounds, outsideCoverage }: PlacedMask, x: number, y: number): number {
  const column = x - bounds.left;
  const row = y - bounds.top;
  if (column < 0 || row < 0 || column >= bounds.width || row >= bounds.height) return outsideCoverage;
  return mask.data[row * mask.width + column] * maskScale(mask);
}

function pixelAt({ raster, bounds }: PlacedRaster, x: number, y: number): Rgb | undefined {
  const column = x - bounds.left;
  const row = y - bounds.top;
  if (column < 0 || row < 0 || column >= bounds.width || row >= bounds.height) return undefined;
  const sample = (row * raster.width + column) * raster.channels;
  const top = fullScale(raster.bitDepth);
  return [raster.data[sample] / top, raster.data[sample + 1] / top, raster.data[sample + 2] / top];
}

function readTables(tables: readonly [Float32Array, Float32Array, Float32Array], color: Rgb): Rgb {
  return color.map((value, c) => {
    const position = Math.min(1, Math.max(0, value)) * (tables[c].length - 1);
    const low = Math.floor(position);
    const high = Math.ceil(position);
    return tables[c][low] * (1 - (position - low)) + tables[c][high] * (position - low);
  }) as Rgb;
}

/** Tetrahedral by its definition: from the cell's lowest corner, add one axis at a time in order of falling fraction. */
function readLut({ size, values }: Lut3dTransform, color: Rgb): Rgb {
  const position = color.map((value) => Math.min(1, Math.max(0, value)) * (size - 1));
  const cell = position.map((value) => Math.min(Math.floor(value), size - 2));
  const axes = [0, 1, 2].map((axis) => ({ axis, fraction: position[axis] - cell[axis] })).sort((a, b) => b.fraction - a.fraction);
  const node = (corner: readonly number[]): number[] => {
    const start = 3 * (corner[0] + size * (corner[1] + size * corner[2]));
    return [values[start], values[start + 1], values[start + 2]];
  };
  const corner = [...cell];
  let previous = node(corner);
  const result: Rgb = [previous[0], previous[1], previous[2]];
  for (const { axis, fraction } of axes) {
    corner[axis] += 1;
    const next = node(corner);
    for (let c = 0; c < 3; c += 1) result[c] += fraction * (next[c] - previous[c]);
    previous = next;
  }
  return result;
}
