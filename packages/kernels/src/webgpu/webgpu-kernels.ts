import type { KernelSet, PixelKernel } from '@openretouch/core';
import { KernelError } from '../kernel-error.js';
import { checkLimits, DeviceHealth, largestBuffer, requestDevice } from './device.js';
import type { AnyGpu, AnyGpuDevice, Gpu, GpuDevice } from './gpu.js';
import { Pipelines } from './pipelines.js';
import type { ProgramBuilder } from './program.js';
import { ResidentTables } from './resident-tables.js';
import { type ProgramRunner, programKernel } from './run-program.js';
import { lutProgram, stagesProgram } from './stage-programs.js';
import { matrixTablesProgram, twoMatrixTablesProgram } from './table-programs.js';
import { TileSlots } from './tile-slots.js';

/** Four tiles: waiting for a device's answer costs up to 3 ms, as much as the WebAssembly kernels take for a megapixel. */
const BAND_PIXELS = 1 << 21;

export interface WebGpuOptions {
  /** A device to share, as onnxruntime-web's `env.webgpu.device`; it is left alone by `dispose`. */
  readonly device?: AnyGpuDevice;
  /** Where to ask for a device of our own: `navigator.gpu`. */
  readonly gpu?: AnyGpu | undefined;
  /** Pixels a tile at most, a whole number >= 4; by default 2^19, or what the device's limits allow. */
  readonly tilePixels?: number;
}

/** The WebGPU kernels. */
export interface WebGpuKernels extends KernelSet {
  readonly name: 'webgpu';
  /** Frees every buffer, and the device if it is our own. Kernels made before reject from then on. */
  dispose(): void;
}

/**
 * Makes kernels that run on a WebGPU device.
 *
 * @remarks A kernel rejects with a `kernels-failed` {@link KernelError} when its device is lost, out of memory or finds a call invalid: use
 * `withFallback` so that something else goes on. Nothing is compiled until a kernel first runs; shaders of one shape are compiled once.
 * @throws {@link KernelError} `kernels-unavailable` where there is no WebGPU, no adapter or no device; `invalid-size` for `tilePixels`.
 */
export async function createWebGpuKernels({ device: shared, gpu, tilePixels }: WebGpuOptions): Promise<WebGpuKernels> {
  if (tilePixels !== undefined && !(Number.isInteger(tilePixels) && tilePixels >= 4)) {
    throw new KernelError('invalid-size', `tilePixels: ${tilePixels} (expected a whole number of pixels, at least 4)`, { fields: { value: tilePixels } });
  }
  const device = (shared as GpuDevice | undefined) ?? (await requestDevice(gpu as Gpu | undefined));
  checkLimits(device.limits);
  const pipelines = new Pipelines(device);
  const slots = new TileSlots(device, pipelines.tileLayout);
  const tables = new ResidentTables(device, pipelines.tablesLayout);
  const health = new DeviceHealth(device);
  const runner: ProgramRunner = { device, health, pipelines, slots, tables, tilePixels };

  const kernelOf = (builder: ProgramBuilder | undefined, bitDepth: 8 | 16): PixelKernel | undefined =>
    builder === undefined || builder.largestBytes > largestBuffer(device.limits) ? undefined : programKernel(runner, builder.finish(bitDepth));
  return {
    name: 'webgpu',
    bandPixels: BAND_PIXELS,
    lut3d: (ramp, lut) => kernelOf(lutProgram(ramp, lut), ramp.bitDepth),
    matrixTables: (matrix) => kernelOf(matrixTablesProgram(matrix), 8),
    twoMatrixTables: (matrices) => kernelOf(twoMatrixTablesProgram(matrices), 8),
    stages: (stages, bitDepth) => kernelOf(stagesProgram(stages, bitDepth), bitDepth),
    dispose: () => {
      health.dispose();
      slots.dispose();
      tables.dispose();
      if (shared === undefined) device.destroy();
    },
  };
}
