import { encodedSpaceOf, type Raster } from '@openretouch/core';

/** Draws an 8-bit RGBA raster on a canvas of its size, in its own colour space. */
export function drawRaster(canvas: HTMLCanvasElement, raster: Raster): void {
  const { data, width, height } = raster;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const colorSpace = encodedSpaceOf(raster.encoding);
  const context = canvas.getContext('2d', { colorSpace });
  const pixels = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  context?.putImageData(new ImageData(pixels, width, height, { colorSpace }), 0, 0);
}

/** Red where the lightest channel is full, blue where the darkest is empty, clear elsewhere. */
export function drawClipping(canvas: HTMLCanvasElement, { data, width, height, channels }: Raster): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const overlay = new ImageData(width, height);
  const words = new Uint32Array(overlay.data.buffer);
  // Bytes are red, green, blue, alpha; every machine this runs on is little-endian.
  const [high, low] = [0xff4f5aff, 0xffff9d4c];
  for (let pixel = 0, at = 0; pixel < words.length; pixel += 1, at += channels) {
    if (Math.max(data[at], data[at + 1], data[at + 2]) === 255) words[pixel] = high;
    else if (Math.min(data[at], data[at + 1], data[at + 2]) === 0) words[pixel] = low;
  }
  canvas.getContext('2d')?.putImageData(overlay, 0, 0);
}
