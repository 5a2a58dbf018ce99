import type { PlacedRaster, Raster } from '@openretouch/core';

/** @returns the original with the pixels over it, which may cover a part of it alone. */
export function compositeRaster(original: Raster, { raster, bounds }: PlacedRaster): Raster {
  if (bounds.width === original.width && bounds.height === original.height) return raster;
  const data = original.data.slice();
  const rowLength = bounds.width * raster.channels;
  for (let row = 0; row < bounds.height; row += 1) {
    const start = ((bounds.top + row) * original.width + bounds.left) * original.channels;
    data.set(raster.data.subarray(row * rowLength, (row + 1) * rowLength), start);
  }
  return { ...original, data };
}
