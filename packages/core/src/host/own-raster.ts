import type { Raster } from '../raster/raster.js';

/** @returns the raster, with its own copy of memory that is not the reader's to give away. */
export function ownRaster(raster: Raster, isKept: boolean): Raster {
  return isKept ? { ...raster, data: raster.data.slice() } : raster;
}
