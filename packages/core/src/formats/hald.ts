import type { Raster } from '../raster/raster.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { levelOfLutSize, type LutPictureDepth, writeLutLayout } from './write-lut-layout.js';

/**
 * Makes a Hald picture of a LUT.
 *
 * @param lut - level^2 nodes an edge, level 2..16: 4, 9, 16, 25, 36, 49, 64, ... Values are clamped to 0..1 and rounded.
 * @returns level^3 pixels a side, in the numbers of the LUT's space.
 * @throws {@link InvalidArgumentError} for another number of nodes, or a node that is no number.
 * @see Eskil Steenberg, "Hald images"
 */
export function writeHald(lut: Lut3dTransform, bitDepth: LutPictureDepth = 8): Raster {
  const level = levelOfLutSize(lut.size);
  return writeLutLayout(lut, { kind: 'hald', level }, level ** 3, bitDepth);
}
