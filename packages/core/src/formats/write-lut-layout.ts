import { InvalidArgumentError } from '../errors.js';
import { allocateData, fullScale, type Raster } from '../raster/raster.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { type LutLayout, MAXIMUM_LUT_LEVEL, MINIMUM_LUT_LEVEL, nodeCounts, pixelOfNode } from './lut-layout.js';

/** Bits a channel of a LUT picture. */
export type LutPictureDepth = 8 | 16;

/** @returns k of a cube of k^2 nodes an edge. */
export function levelOfLutSize(size: number): number {
  const level = Math.round(Math.sqrt(size));
  if (level * level === size && level >= MINIMUM_LUT_LEVEL && level <= MAXIMUM_LUT_LEVEL) return level;
  const expected = `a square number of nodes an edge, ${MINIMUM_LUT_LEVEL ** 2} to ${MAXIMUM_LUT_LEVEL ** 2}: 4, 9, 16, 25, 36, 49, 64, ...`;
  throw new InvalidArgumentError(`lut.size: ${size} (expected ${expected})`, { field: 'lut.size', value: size, expected });
}

/** Makes a picture of a LUT whose nodes fit the layout; what the layout leaves free is black. */
export function writeLutLayout(lut: Lut3dTransform, layout: LutLayout, side: number, bitDepth: LutPictureDepth): Raster {
  const data = allocateData(bitDepth, side * side * 3);
  const scale = fullScale(bitDepth);
  const [red, green, blue] = nodeCounts(layout);
  const pixelOf = pixelOfNode(layout, side);
  let source = 0;
  for (let b = 0; b < blue; b += 1) {
    for (let g = 0; g < green; g += 1) {
      for (let r = 0; r < red; r += 1) {
        const target = pixelOf(r, g, b) * 3;
        for (let c = 0; c < 3; c += 1, source += 1) data[target + c] = Math.round(clampNode(lut.values[source], source) * scale);
      }
    }
  }
  return { data, width: side, height: side, channels: 3, bitDepth, encoding: lut.space, alpha: 'none' };
}

function clampNode(value: number, index: number): number {
  if (Number.isNaN(value)) throw new InvalidArgumentError(`lut.values[${index}]: NaN (expected a number)`, { field: `lut.values[${index}]`, value });
  return value > 0 ? (value < 1 ? value : 1) : 0;
}
