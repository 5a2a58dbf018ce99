import { KernelError } from '../kernel-error.js';
import type { Gpu, GpuDevice, GpuLimits } from './gpu.js';

/** Storage buffers a shader of ours binds. */
const STORAGE_BUFFERS = 5;
const WORKGROUP_PIXELS = 64;
/** Bytes a pixel at 16 bit; a word of mask is less. */
const LARGEST_PIXEL_BYTES = 8;
/** 4 MB of 16-bit pixels: large enough that a tile costs more than its submission, small enough that four of them are no burden. */
const PREFERRED_TILE_PIXELS = 1 << 19;

/** @throws {@link KernelError} `kernels-unavailable` where there is no WebGPU, no adapter, or none that lends a device. */
export async function requestDevice(gpu: Gpu | undefined): Promise<GpuDevice> {
  if (gpu === undefined) throw unavailable('no WebGPU here (expected navigator.gpu)');
  let adapter;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (error) {
    throw unavailable(`no adapter (${messageOf(error)})`, error);
  }
  if (adapter === null) throw unavailable('no adapter');
  try {
    return await adapter.requestDevice();
  } catch (error) {
    throw unavailable(`no device (${messageOf(error)})`, error);
  }
}

/** @throws {@link KernelError} `kernels-unavailable` for a device that was made with less than every WebGPU device may have. */
export function checkLimits({ maxStorageBuffersPerShaderStage }: GpuLimits): void {
  if (maxStorageBuffersPerShaderStage >= STORAGE_BUFFERS) return;
  throw unavailable(`limits.maxStorageBuffersPerShaderStage: ${maxStorageBuffersPerShaderStage} (expected at least ${STORAGE_BUFFERS})`);
}

/** @returns the largest buffer a shader of the device can read, in bytes. */
export function largestBuffer({ maxStorageBufferBindingSize, maxBufferSize }: GpuLimits): number {
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** @returns pixels a tile, so that no buffer and no dispatch is beyond the device's limits. */
export function tilePixelsFor(limits: GpuLimits, maskCount: number, preferred = PREFERRED_TILE_PIXELS): number {
  const bytes = largestBuffer(limits);
  // A multiple of four, so that the words of every kind of mask end with the tile.
  const fitting = Math.min(preferred, bytes / LARGEST_PIXEL_BYTES, bytes / (4 * Math.max(maskCount, 1)), limits.maxComputeWorkgroupsPerDimension * WORKGROUP_PIXELS);
  return Math.max(4, Math.floor(fitting / 4) * 4);
}

/** @returns workgroups for so many pixels. */
export function workgroupsFor(pixelCount: number): number {
  return Math.ceil(pixelCount / WORKGROUP_PIXELS);
}

/** Remembers why a device can no longer be used, which what fails because of it does not say. */
export class DeviceHealth {
  readonly #device: GpuDevice;
  #lost: string | undefined;

  constructor(device: GpuDevice) {
    this.#device = device;
    void device.lost.then(({ reason, message }) => (this.#lost ??= `the device was lost (${message === '' ? reason : message})`));
  }

  /** Has every later call fail. */
  dispose(): void {
    this.#lost = 'the kernels were disposed of';
  }

  /** @throws {@link KernelError} `kernels-failed` once the device cannot be used. */
  check(): void {
    if (this.#lost !== undefined) throw new KernelError('kernels-failed', `webgpu: ${this.#lost}`);
  }

  /**
   * @returns `error` as one of ours. What fails because a device is lost may fail before the loss is told: asked for errors, the device answers
   * after it.
   */
  async explain(error: unknown): Promise<KernelError> {
    if (error instanceof KernelError) return error;
    this.#device.pushErrorScope('internal');
    await this.#device.popErrorScope().catch(() => null);
    return new KernelError('kernels-failed', `webgpu: ${this.#lost ?? messageOf(error)}`, { cause: error });
  }
}

function unavailable(message: string, cause?: unknown): KernelError {
  return new KernelError('kernels-unavailable', `webgpu: ${message}`, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
