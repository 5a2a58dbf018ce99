import type { Raster } from '@openretouch/core';
import { drawRaster } from '../photo/draw-raster.js';

/** @returns an opaque 8-bit raster as PNG, in the numbers that it has. */
export async function encodePng(raster: Raster): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  drawRaster(canvas, withAlpha(raster));
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(`PNG of ${raster.width} x ${raster.height}: not encoded (expected memory enough)`);
  return new Uint8Array(await blob.arrayBuffer());
}

function withAlpha(raster: Raster): Raster {
  const { data, width, height, channels } = raster;
  if (channels === 4) return raster;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1) for (let c = 0; c < 3; c += 1) rgba[pixel * 4 + c] = data[pixel * channels + c];
  return { ...raster, data: rgba, channels: 4 };
}
