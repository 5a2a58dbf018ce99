import type { AxisWeights, IntegerRaster } from '@openretouch/core';
import type { KernelMemory } from './kernel-memory.js';
import { bringIn } from './pixel-transport.js';

/** Averages cells of pixels, reading every source row once; see `AnalysisKernels.averageArea`. */
export function averageArea(memory: KernelMemory, raster: IntegerRaster, columns: AxisWeights, rows: AxisWeights): Float64Array {
  const width = columns.starts.length;
  const height = rows.starts.length;
  const layout = memory.createLayout();
  const starts = layout.addTable(columns.starts);
  const offsets = layout.addTable(columns.offsets);
  const weights = layout.addTable(columns.weights);
  const pixels = layout.addBuffer(raster.width * (raster.bitDepth / 2));
  const sums = layout.addBuffer(width * 32);
  const output = layout.addBuffer(width * 32);
  memory.enter(layout);

  const { exports } = memory;
  const reduce = raster.bitDepth === 8 ? exports.area_row_8 : exports.area_row_16;
  const hasAlpha = raster.alpha === 'straight' ? 1 : 0;
  const averages = new Float64Array(width * height * 4);
  const accumulated = memory.views.f64.subarray(output / 8, output / 8 + width * 4);
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
    averages.set(accumulated, y * width * 4);
  }
  return averages;
}
