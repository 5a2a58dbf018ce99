import type { IntegerRaster, LevelCounts } from '@openretouch/core';
import type { KernelMemory } from './kernel-memory.js';
import { bringIn, chunkBytes, forEachChunk } from './pixel-transport.js';

const LUMA_BINS = 1025;
/** ITU-R BT.601-7, 2.5.1. */
const LUMA_WEIGHTS = [0.299, 0.587, 0.114];
/** Counts are kept twice, see levels.c. */
const COPIES = 2;
const SUMS = 7;

/** What differs between bit depths: bins a channel, the unit of places among the luma bins, and pixels before a count could overflow. */
const FORMS = {
  8: { binCount: 256, fullScale: 255, lumaUnits: 2 ** 21, mostPixels: 1 << 24 },
  16: { binCount: 1024, fullScale: 65535, lumaUnits: 2 ** 31, mostPixels: 1 << 16 },
} as const;

/** Counts levels of an integer raster in one walk over it. */
export function countLevels(memory: KernelMemory, raster: IntegerRaster): LevelCounts {
  const { bitDepth, width, height } = raster;
  const { binCount, fullScale, lumaUnits, mostPixels } = FORMS[bitDepth];
  const countCount = 5 * binCount + LUMA_BINS;
  const layout = memory.createLayout();
  const pixels = layout.addBuffer(chunkBytes(bitDepth));
  const lumaSteps = layout.addTable(BigUint64Array.from(LUMA_WEIGHTS, (weight) => BigInt(Math.round((weight * 1024 * lumaUnits) / fullScale))));
  const countsAt = layout.addBuffer(COPIES * countCount * 4);
  const sumsAt = layout.addBuffer(SUMS * 8);
  memory.enter(layout);
  const counted = memory.views.u32.subarray(countsAt / 4, countsAt / 4 + COPIES * countCount);
  const sums = memory.views.u64.subarray(sumsAt / 8, sumsAt / 8 + SUMS);
  sums.fill(0n);
  const counts = new Float64Array(countCount);
  const hasAlpha = raster.alpha === 'straight' ? 1 : 0;
  const { exports } = memory;
  const pixelCount = width * height;
  for (let start = 0; start < pixelCount; start += mostPixels) {
    counted.fill(0);
    forEachChunk(start, Math.min(mostPixels, pixelCount - start), (first, length) => {
      bringIn(memory, raster, first, length, pixels);
      if (bitDepth === 8) exports.levels_8(pixels, length, hasAlpha, lumaSteps, countsAt);
      else exports.levels_16(pixels, length, hasAlpha, lumaSteps, countsAt, sumsAt);
    });
    for (let i = 0; i < countCount; i += 1) counts[i] += counted[i] + counted[countCount + i];
  }
  return describeCounts(counts, binCount, bitDepth === 8 ? undefined : sums);
}

/** @param sums - what bins of several levels do not tell. */
function describeCounts(counts: Float64Array, binCount: number, sums: BigUint64Array | undefined): LevelCounts {
  const channel = (index: number): Float64Array => counts.slice(index * binCount, (index + 1) * binCount);
  const [red, green, blue, maximum, minimum] = [channel(0), channel(1), channel(2), channel(3), channel(4)];
  const luma = counts.slice(5 * binCount, -1);
  luma[luma.length - 1] += counts[counts.length - 1];
  return {
    red,
    green,
    blue,
    maximum,
    minimum,
    luma,
    totals: sums === undefined ? Float64Array.of(...[red, green, blue, maximum, minimum].map(sumOfLevels)) : Float64Array.from(sums.subarray(0, 5), Number),
    weight: red.reduce((sum, count) => sum + count, 0),
    blackWeight: sums === undefined ? minimum[0] : Number(sums[5]),
    whiteWeight: sums === undefined ? maximum[binCount - 1] : Number(sums[6]),
  };
}

function sumOfLevels(counts: Float64Array): number {
  return counts.reduce((sum, count, level) => sum + count * level, 0);
}
