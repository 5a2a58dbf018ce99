import type { Raster } from '@openretouch/core';
import { KernelError } from './kernel-error.js';
import type { JobLayout, KernelMemory } from './kernel-memory.js';
import { bringIn } from './pixel-transport.js';

/** A smaller picture: RGB averaged by coverage, and the mean coverage of each pixel. Where nothing is covered the colour is 0. */
export interface AreaAverage {
  /** Encoded values 0..1, shape (height, width, 3). */
  readonly rgb: Float32Array;
  /** 0..1, shape (height, width); all 1 for a raster without alpha. */
  readonly coverage: Float32Array;
  readonly width: number;
  readonly height: number;
}

interface Axis {
  readonly starts: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float32Array;
}

/** Output sample i covers inputs i n/m to (i + 1) n/m: first input, number of inputs, and the share of each. */
function areaAxis(inputCount: number, outputCount: number): Axis {
  const starts = new Int32Array(outputCount);
  const offsets = new Int32Array(outputCount + 1);
  const weights: number[] = [];
  const cover = inputCount / outputCount;
  for (let i = 0; i < outputCount; i += 1) {
    const from = (i * inputCount) / outputCount;
    const to = ((i + 1) * inputCount) / outputCount;
    starts[i] = Math.min(Math.floor(from), inputCount - 1);
    const end = Math.max(starts[i] + 1, Math.min(Math.ceil(to), inputCount));
    for (let k = starts[i]; k < end; k += 1) weights.push((Math.min(to, k + 1) - Math.max(from, k)) / cover);
    offsets[i + 1] = weights.length;
  }
  return { starts, offsets, weights: Float32Array.from(weights) };
}

/**
 * Scales an integer raster down by area averaging of encoded values; every source row is read once.
 *
 * @param width - 1 to the raster's width.
 * @param height - 1 to the raster's height.
 */
export function averageArea(memory: KernelMemory, raster: Raster & { readonly bitDepth: 8 | 16 }, width: number, height: number): AreaAverage {
  validateSide('width', width, raster.width);
  validateSide('height', height, raster.height);
  const columns = areaAxis(raster.width, width);
  const rows = areaAxis(raster.height, height);
  const layout: JobLayout = memory.createLayout();
  const starts = layout.addTable(columns.starts);
  const offsets = layout.addTable(columns.offsets);
  const weights = layout.addTable(columns.weights);
  const pixels = layout.addBuffer(raster.width * (raster.bitDepth / 2));
  const sums = layout.addBuffer(width * 16);
  const output = layout.addBuffer(width * 16);
  memory.enter(layout);

  const { exports } = memory;
  const reduce = raster.bitDepth === 8 ? exports.area_row_8 : exports.area_row_16;
  const hasAlpha = raster.alpha === 'straight' ? 1 : 0;
  const average: AreaAverage = { rgb: new Float32Array(width * height * 3), coverage: new Float32Array(width * height), width, height };
  const accumulated = memory.views.f32.subarray(output / 4, output / 4 + width * 4);
  let reducedRow = -1;
  for (let y = 0; y < height; y += 1) {
    accumulated.fill(0);
    for (let term = rows.offsets[y]; term < rows.offsets[y + 1]; term += 1) {
      const row = rows.starts[y] + term - rows.offsets[y];
      if (row !== reducedRow) {
        bringIn(memory, raster, row * raster.width, raster.width, pixels);
        reduce(pixels, hasAlpha, width, starts, offsets, weights, sums);
        reducedRow = row;
      }
      exports.area_add(output, sums, rows.weights[term], width);
    }
    writeRow(accumulated, raster.bitDepth === 8 ? 255 : 65535, hasAlpha === 1, y * width, average);
  }
  return average;
}

function writeRow(sums: Float32Array, full: number, hasAlpha: boolean, first: number, { rgb, coverage }: AreaAverage): void {
  for (let p = 0, pixel = first; p < sums.length; p += 4, pixel += 1) {
    const weight = sums[p + 3];
    coverage[pixel] = hasAlpha ? weight / full : 1;
    if (weight <= 0) continue;
    const scale = 1 / (weight * full);
    for (let c = 0; c < 3; c += 1) rgb[pixel * 3 + c] = sums[p + c] * scale;
  }
}

function validateSide(name: string, value: number, largest: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= largest) return;
  throw new KernelError('invalid-size', `${name}: ${String(value)} (expected a whole number of pixels, 1 to ${largest})`, { fields: { argument: name, value, largest } });
}
