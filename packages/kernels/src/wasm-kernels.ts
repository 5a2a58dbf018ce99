import type { AxisWeights, IntegerRaster, KernelSet, LevelCounts, PixelKernel } from '@openretouch/core';
import { averageArea } from './average-area.js';
import { countLevels } from './count-levels.js';
import { instantiateKernels } from './instantiate.js';
import { KernelMemory } from './kernel-memory.js';
import { compileLut16, compileLut8 } from './lut-kernel.js';
import { compileMatrixTables, compileTwoMatrixTables } from './matrix-kernels.js';
import { bakeNetwork, compileNetwork, type FoldedNetwork } from './network-kernel.js';
import { compileStages } from './stages-kernel.js';

/**
 * The WebAssembly kernels: what `applyPlan` takes, and the loops of analysis and of folded networks.
 *
 * @remarks Everything runs on the calling thread, to its end, in one memory of a few megabytes, whatever the picture's size.
 */
export interface WasmKernels extends KernelSet {
  readonly name: 'wasm';
  countLevels(raster: IntegerRaster): LevelCounts;
  averageArea(raster: IntegerRaster, columns: AxisWeights, rows: AxisWeights): Float64Array;
  /** The network on every pixel: exact, and some fifty times the time of its LUT. */
  network(network: FoldedNetwork, bitDepth: 8 | 16): PixelKernel;
  /** The network at the nodes of a cube of 2..129 an edge: size^3 RGB triples, red fastest, with headroom. */
  bakeNetwork(network: FoldedNetwork, size: number): Float32Array;
}

/**
 * Instantiates the kernels.
 *
 * @param bytes - the module; by default the copy embedded in this package.
 * @throws {@link KernelError} `kernels-unavailable` where WebAssembly SIMD is absent or forbidden.
 */
export async function createWasmKernels(bytes?: Uint8Array): Promise<WasmKernels> {
  const memory = new KernelMemory(await instantiateKernels(bytes));
  return {
    name: 'wasm',
    lut3d: (ramp, lut) => (ramp.bitDepth === 8 ? compileLut8 : compileLut16)(memory, ramp, lut),
    matrixTables: (tables) => compileMatrixTables(memory, tables),
    twoMatrixTables: (tables) => compileTwoMatrixTables(memory, tables),
    stages: (stages, bitDepth) => compileStages(memory, stages, bitDepth),
    countLevels: (raster) => countLevels(memory, raster),
    averageArea: (raster, columns, rows) => averageArea(memory, raster, columns, rows),
    network: (network, bitDepth) => compileNetwork(memory, network, bitDepth),
    bakeNetwork: (network, size) => bakeNetwork(memory, network, size),
  };
}
