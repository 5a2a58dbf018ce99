import type { Raster } from '@openretouch/core';
import type { Address } from './kernel-exports.js';
import type { KernelMemory } from './kernel-memory.js';

/** Pixels carried into the module at a time: 32 kB of RGBA, well within the second-level cache together with a LUT. */
export const CHUNK_PIXELS = 8192;

/** Bytes of a chunk of RGBA pixels. */
export function chunkBytes(bitDepth: 8 | 16): number {
  return (CHUNK_PIXELS * 4 * bitDepth) / 8;
}

/** Copies pixels into the module as RGBA; RGB pixels get an alpha of full scale. */
export function bringIn(memory: KernelMemory, source: Raster, first: number, count: number, address: Address): void {
  const { data, channels, bitDepth } = source;
  const { u8, u16 } = memory.views;
  const samples = bitDepth === 8 ? u8 : u16;
  const at = bitDepth === 8 ? address : address / 2;
  if (channels === 4) {
    samples.set(data.subarray(first * 4, (first + count) * 4), at);
    return;
  }
  const full = bitDepth === 8 ? 255 : 65535;
  for (let p = at, q = first * 3, end = (first + count) * 3; q < end; p += 4, q += 3) {
    samples[p] = data[q];
    samples[p + 1] = data[q + 1];
    samples[p + 2] = data[q + 2];
    samples[p + 3] = full;
  }
}

/** Copies RGBA pixels out of the module. */
export function carryOut(memory: KernelMemory, address: Address, first: number, count: number, out: Raster): void {
  const { data, channels, bitDepth } = out;
  const { u8, u16 } = memory.views;
  const samples = bitDepth === 8 ? u8 : u16;
  const at = bitDepth === 8 ? address : address / 2;
  if (channels === 4) {
    data.set(samples.subarray(at, at + count * 4), first * 4);
    return;
  }
  for (let p = at, q = first * 3, end = (first + count) * 3; q < end; p += 4, q += 3) {
    data[q] = samples[p];
    data[q + 1] = samples[p + 1];
    data[q + 2] = samples[p + 2];
  }
}

/** Calls `work` for chunks of at most {@link CHUNK_PIXELS} pixels. */
export function forEachChunk(first: number, count: number, work: (first: number, count: number) => void): void {
  for (let done = 0; done < count; done += CHUNK_PIXELS) work(first + done, Math.min(CHUNK_PIXELS, count - done));
}
