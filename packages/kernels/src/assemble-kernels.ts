import type { AxisWeights, IntegerRaster, KernelSet, LevelCounts, PixelKernel } from '@openretouch/core';
import { averageArea } from './average-area.js';
import { countLevels } from './count-levels.js';
import type { KernelExports } from './kernel-exports.js';
import { KernelMemory } from './kernel-memory.js';
import { compileLut16, compileLut8 } from './lut-kernel.js';
import { compileMatrixTables, compileTwoMatrixTables } from './matrix-kernels.js';
import { bakeNetwork, compileNetwork, type FoldedNetwork } from './network-kernel.js';
import { compileStages } from './stages-kernel.js';

/** The WebAssembly kernels: what `applyPlan` and `analyse` take, and the loops of folded networks. */
export interface WasmKernels extends KernelSet {
  readonly name: 'wasm';
  countLevels(raster: IntegerRaster): LevelCounts;
  averageArea(raster: IntegerRaster, columns: AxisWeights, rows: AxisWeights): Float64Array;
  /** The network on every pixel: exact, and some fifty times the time of its LUT. */
  network(network: FoldedNetwork, bitDepth: 8 | 16): PixelKernel;
  /** The network at the nodes of a cube of 2..129 an edge, or at as many `nodes` given: size^3 RGB triples, red fastest, with headroom. */
  bakeNetwork(network: FoldedNetwork, size: number, nodes?: Float32Array): Float32Array;
}

/** Puts the kernels of one module together: they share its memory, and all run on the calling thread to their end. */
export function assembleKernels(exports: KernelExports): WasmKernels {
  const memory = new KernelMemory(exports);
  return {
    name: 'wasm',
    lut3d: (ramp, lut) => (ramp.bitDepth === 8 ? compileLut8 : compileLut16)(memory, ramp, lut),
    matrixTables: (tables) => compileMatrixTables(memory, tables),
    twoMatrixTables: (tables) => compileTwoMatrixTables(memory, tables),
    stages: (stages, bitDepth) => compileStages(memory, stages, bitDepth),
    countLevels: (raster) => countLevels(memory, raster),
    averageArea: (raster, columns, rows) => averageArea(memory, raster, columns, rows),
    network: (network, bitDepth) => compileNetwork(memory, network, bitDepth),
    bakeNetwork: (network, size, nodes) => bakeNetwork(memory, network, size, nodes),
  };
}
