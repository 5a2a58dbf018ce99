import type { Raster } from '../raster/raster.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { levelOfLutSize, type LutPictureDepth, writeLutLayout } from './write-lut-layout.js';

/** img.ly keeps 25 nodes in a picture of a power of two. */
const BORDERED_SIZE = { size: 25, side: 128 } as const;

/**
 * Makes a picture of square tiles of a LUT, as many a side as fit its blue nodes.
 *
 * @param lut - k^2 nodes an edge, k = 2..16. 64 gives the 512 x 512 pixels of GPUImage and img.ly, 25 img.ly's 5 x 5 tiles in
 * 128 x 128 pixels with a black border. Values are clamped to 0..1 and rounded.
 * @throws {@link InvalidArgumentError} for another number of nodes, or a node that is no number.
 * @see Brad Larson, GPUImageLookupFilter.h; img.ly, "Response filters"
 */
export function writeTileLut(lut: Lut3dTransform, bitDepth: LutPictureDepth = 8): Raster {
  const tiles = levelOfLutSize(lut.size);
  const side = lut.size === BORDERED_SIZE.size ? BORDERED_SIZE.side : tiles ** 3;
  return writeLutLayout(lut, { kind: 'tiles', columns: tiles, rows: tiles, tileSize: lut.size }, side, bitDepth);
}
