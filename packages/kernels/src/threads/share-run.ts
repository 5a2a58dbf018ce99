import type { PixelKernel, Raster } from '@openretouch/core';
import { KernelError } from '../kernel-error.js';
import { type KernelJob, takePieces } from './messages.js';
import type { ThreadPool } from './thread-pool.js';

/**
 * Of what has to be copied to workers and back, this part of an even share stays with the calling thread, which does the copying. What it
 * has left over when it is done, it helps with.
 */
const OWN_SHARE = 0.8;

type Samples = Uint8Array | Uint8ClampedArray | Uint16Array;

/** Shares runs of pixels between the calling thread and a pool's workers. */
export class RunSharer {
  readonly #pool: ThreadPool;
  #staging = new SharedArrayBuffer(0);

  constructor(pool: ThreadPool) {
    this.#pool = pool;
  }

  /**
   * Runs a kernel on all threads. Where both rasters lie in shared memory nothing is copied; otherwise the workers' part is, to shared
   * memory and back. A worker's failure leaves the work to the calling thread.
   *
   * @throws {@link KernelError} `worker-failed` when a worker failed in the midst of pixels it was to replace.
   */
  async run(job: KernelJob, kernel: PixelKernel, source: Raster, first: number, count: number, out: Raster): Promise<void> {
    const isInPlace = isShared(source.data) && isShared(out.data);
    try {
      if (isInPlace) await this.#runPieces(job, kernel, { source, out, end: first + count }, first);
      else await this.#runStaged(job, kernel, source, first, count, out);
    } catch (error) {
      const canRepeat = error instanceof KernelError && error.code === 'worker-failed' && !(isInPlace && source.data.buffer === out.data.buffer);
      if (!canRepeat) throw error;
      await kernel(source, first, count, out);
    }
  }

  async #runStaged(job: KernelJob, kernel: PixelKernel, source: Raster, first: number, count: number, out: Raster): Promise<void> {
    const ownCount = Math.floor((count * OWN_SHARE) / (this.#pool.workerCount + 1));
    const { channels, bitDepth } = source;
    const origin = first + ownCount;
    const data = this.#stage(bitDepth as 8 | 16, (count - ownCount) * channels);
    data.set(source.data.subarray(origin * channels, (first + count) * channels));
    const staged = { ...source, data, origin };
    await this.#runPieces(job, kernel, { source: staged, out: staged, end: first + count }, origin, () => void kernel(source, first, ownCount, out));
    out.data.set(data, origin * channels);
  }

  /** @param before - what the calling thread does before it takes pieces. */
  async #runPieces(job: KernelJob, kernel: PixelKernel, run: Parameters<typeof takePieces>[1], first: number, before?: () => void): Promise<void> {
    const others = this.#pool.run(job, run, first);
    try {
      before?.();
      takePieces(kernel, run, this.#pool.counter);
    } finally {
      await others;
    }
  }

  #stage(bitDepth: 8 | 16, sampleCount: number): Samples {
    const byteLength = (sampleCount * bitDepth) / 8;
    if (this.#staging.byteLength < byteLength) this.#staging = new SharedArrayBuffer(byteLength);
    return bitDepth === 8 ? new Uint8Array(this.#staging, 0, sampleCount) : new Uint16Array(this.#staging, 0, sampleCount);
  }
}

function isShared({ buffer }: ArrayBufferView): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}
