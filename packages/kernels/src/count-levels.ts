import type { Raster } from '@openretouch/core';
import type { KernelMemory } from './kernel-memory.js';
import { bringIn, chunkBytes, forEachChunk } from './pixel-transport.js';

const LUMA_BINS = 1025;
const SUMS = 8;

/** Weighted counts and sums over every pixel of a raster; a pixel weighs its alpha where the raster has one. Weights are 0..1. */
export interface LevelCounts {
  /** Counts of one channel: 256 bins, one a level, for 8 bit; 1024 bins of 64 levels for 16 bit. */
  readonly red: Float64Array;
  readonly green: Float64Array;
  readonly blue: Float64Array;
  readonly maximum: Float64Array;
  readonly minimum: Float64Array;
  /** 1024 bins over 0..1; white is in the last. */
  readonly luma: Float64Array;
  /** Sums of R, G, B, max and min over the pixels, each 0..1 times weight. */
  readonly totals: Float64Array;
  readonly weight: number;
  /** Weight of pixels with a channel at 0, and of pixels with one at full scale. */
  readonly blackWeight: number;
  readonly whiteWeight: number;
}

/** Counts levels of an integer raster in one walk over it. */
export function countLevels(memory: KernelMemory, raster: Raster & { readonly bitDepth: 8 | 16 }): LevelCounts {
  const { bitDepth, width, height } = raster;
  const binCount = bitDepth === 8 ? 256 : 1024;
  const layout = memory.createLayout();
  const pixels = layout.addBuffer(chunkBytes(bitDepth));
  const countsAt = layout.addBuffer(5 * binCount * 4);
  const lumaAt = layout.addBuffer(LUMA_BINS * 4);
  const sumsAt = layout.addBuffer(SUMS * 8);
  memory.enter(layout);
  const { u32, f64 } = memory.views;
  const counted = u32.subarray(countsAt / 4, countsAt / 4 + 5 * binCount);
  const lumaCounted = u32.subarray(lumaAt / 4, lumaAt / 4 + LUMA_BINS);
  const sums = f64.subarray(sumsAt / 8, sumsAt / 8 + SUMS);
  sums.fill(0);
  const counts = new Float64Array(5 * binCount);
  const luma = new Float64Array(LUMA_BINS);
  const hasAlpha = raster.alpha === 'straight' ? 1 : 0;
  const count = bitDepth === 8 ? memory.exports.levels_8 : memory.exports.levels_16;
  forEachChunk(0, width * height, (first, length) => {
    counted.fill(0);
    lumaCounted.fill(0);
    bringIn(memory, raster, first, length, pixels);
    count(pixels, length, hasAlpha, countsAt, lumaAt, sumsAt);
    for (let i = 0; i < counts.length; i += 1) counts[i] += counted[i];
    for (let i = 0; i < luma.length; i += 1) luma[i] += lumaCounted[i];
  });

  const full = bitDepth === 8 ? 255 : 65535;
  const weighed = (values: Float64Array, unit: number): Float64Array => values.map((value) => value / unit);
  const channel = (index: number): Float64Array => weighed(counts.subarray(index * binCount, (index + 1) * binCount), full);
  luma[LUMA_BINS - 2] += luma[LUMA_BINS - 1];
  return {
    red: channel(0),
    green: channel(1),
    blue: channel(2),
    maximum: channel(3),
    minimum: channel(4),
    luma: weighed(luma.subarray(0, LUMA_BINS - 1), full),
    totals: weighed(sums.subarray(0, 5), full * full),
    weight: sums[5] / full,
    blackWeight: sums[6] / full,
    whiteWeight: sums[7] / full,
  };
}
