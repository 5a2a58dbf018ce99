import type { Raster } from '../../raster/raster.js';

/** Copies `count` pixels from pixel `first` on, all channels, bit for bit; in place there is nothing to do. */
export function copyPixels(source: Raster, first: number, count: number, out: Raster): void {
  if (out.data === source.data) return;
  const { channels } = source;
  out.data.set(source.data.subarray(first * channels, (first + count) * channels), first * channels);
}
