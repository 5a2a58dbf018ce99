import type { Mask, Raster } from '@openretouch/core';
import type { GpuBuffer, GpuQueue } from './gpu.js';

/** Brings pixels into a buffer as RGBA; RGB pixels get an alpha of 0, which nobody reads. */
export function writePixels(queue: GpuQueue, { data, channels, bitDepth }: Raster, first: number, count: number, buffer: GpuBuffer): void {
  if (channels === 4) {
    writeSamples(queue, buffer, 0, data, first * 4, count * 4);
    return;
  }
  const rgba = bitDepth === 8 ? new Uint8Array(count * 4) : new Uint16Array(count * 4);
  for (let p = 0, q = first * 3; p < rgba.length; p += 4, q += 3) {
    rgba[p] = data[q];
    rgba[p + 1] = data[q + 1];
    rgba[p + 2] = data[q + 2];
  }
  queue.writeBuffer(buffer, 0, rgba);
}

/** Copies RGBA pixels out of mapped memory. */
export function readPixels(mapped: ArrayBuffer, first: number, count: number, { data, channels, bitDepth }: Raster): void {
  const rgba = bitDepth === 8 ? new Uint8Array(mapped, 0, count * 4) : new Uint16Array(mapped, 0, count * 4);
  if (channels === 4) {
    data.set(rgba, first * 4);
    return;
  }
  for (let p = 0, q = first * 3; p < rgba.length; p += 4, q += 3) {
    data[q] = rgba[p];
    data[q + 1] = rgba[p + 1];
    data[q + 2] = rgba[p + 2];
  }
}

/** Brings a mask's samples into a buffer from byte `offset` on. */
export function writeMask(queue: GpuQueue, { data }: Mask, first: number, count: number, buffer: GpuBuffer, offset: number): void {
  writeSamples(queue, buffer, offset, data, first, count);
}

/** Writes come in whole words; what is missing from the last is filled up. */
function writeSamples(queue: GpuQueue, buffer: GpuBuffer, offset: number, data: Raster['data'] | Mask['data'], first: number, count: number): void {
  const samplesPerWord = 4 / data.BYTES_PER_ELEMENT;
  if (count % samplesPerWord === 0) {
    queue.writeBuffer(buffer, offset, data, first, count);
    return;
  }
  const bytes = new Uint8Array(Math.ceil(count / samplesPerWord) * 4);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset + first * data.BYTES_PER_ELEMENT, count * data.BYTES_PER_ELEMENT));
  queue.writeBuffer(buffer, offset, bytes);
}
