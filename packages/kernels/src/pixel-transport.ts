import type { Raster } from '@openretouch/core';
import type { Address } from './kernel-exports.js';
import type { KernelMemory } from './kernel-memory.js';

/** Pixels carried into the module at a time: 32 kB of RGBA, well within the second-level cache together with a LUT. */
export const CHUNK_PIXELS = 8192;

/** Bytes of a chunk of RGBA pixels. */
export function chunkBytes(bitDepth: 8 | 16): number {
  return (CHUNK_PIXELS * 4 * bitDepth) / 8;
}

/** A raster of which only a part is in hand. */
export type PlacedRaster = Raster & {
  /** The pixel of the picture that `data` begins with; 0 by default. */
  readonly origin?: number;
};

/** Copies pixels into the module as RGBA; RGB pixels get an alpha of full scale. */
export function bringIn(memory: KernelMemory, { data, channels, bitDepth, origin = 0 }: PlacedRaster, first: number, count: number, address: Address): void {
  const { u8, u16 } = memory.views;
  const samples = bitDepth === 8 ? u8 : u16;
  const at = bitDepth === 8 ? address : address / 2;
  const source = data.subarray((first - origin) * channels, (first - origin + count) * channels);
  if (channels === 4) {
    samples.set(source, at);
    return;
  }
  samples.set(source, at + count);
  if (bitDepth === 8) memory.exports.expand_8(address, count);
  else memory.exports.expand_16(address, count);
}

/** Copies pixels, RGBA in the module, out of it. Where they lay may hold anything after. */
export function carryOut(memory: KernelMemory, address: Address, first: number, count: number, { data, channels, bitDepth, origin = 0 }: PlacedRaster): void {
  if (channels === 3) {
    if (bitDepth === 8) memory.exports.compact_8(address, count);
    else memory.exports.compact_16(address, count);
  }
  const { u8, u16 } = memory.views;
  const samples = bitDepth === 8 ? u8 : u16;
  const at = bitDepth === 8 ? address : address / 2;
  data.set(samples.subarray(at, at + count * channels), (first - origin) * channels);
}

/** Calls `work` for chunks of at most {@link CHUNK_PIXELS} pixels. */
export function forEachChunk(first: number, count: number, work: (first: number, count: number) => void): void {
  for (let done = 0; done < count; done += CHUNK_PIXELS) work(first + done, Math.min(CHUNK_PIXELS, count - done));
}
