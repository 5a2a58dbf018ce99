import type { KernelStage, LevelRamp, Lut3dTransform, MatrixTables, PixelKernel, TwoMatrixTables } from '@openretouch/core';
import type { WasmKernels } from '../assemble-kernels.js';
import type { FoldedNetwork } from '../network-kernel.js';
import type { PlacedRaster } from '../pixel-transport.js';

/** What a kernel is compiled from: plain data, so that every thread can compile its own. */
export type KernelJob =
  | { readonly kind: 'lut3d'; readonly ramp: LevelRamp; readonly lut: Lut3dTransform }
  | { readonly kind: 'matrixTables'; readonly tables: MatrixTables }
  | { readonly kind: 'twoMatrixTables'; readonly tables: TwoMatrixTables }
  | { readonly kind: 'stages'; readonly stages: readonly KernelStage[]; readonly bitDepth: 8 | 16 }
  | { readonly kind: 'network'; readonly network: FoldedNetwork; readonly bitDepth: 8 | 16 };

/** Compiles a job, the same way on every thread. */
export function compileJob(kernels: WasmKernels, job: KernelJob): PixelKernel | undefined {
  switch (job.kind) {
    case 'lut3d':
      return kernels.lut3d(job.ramp, job.lut);
    case 'matrixTables':
      return kernels.matrixTables(job.tables);
    case 'twoMatrixTables':
      return kernels.twoMatrixTables(job.tables);
    case 'stages':
      return kernels.stages(job.stages, job.bitDepth);
    case 'network':
      return kernels.network(job.network, job.bitDepth);
  }
}

/** Pixels in shared memory that threads take pieces of until none is left. */
export interface SharedRun {
  readonly source: PlacedRaster;
  readonly out: PlacedRaster;
  /** One past the last pixel. The first lies in the counter of the pool. */
  readonly end: number;
}

export type MessageToWorker =
  | { readonly kind: 'start'; readonly bytes: Uint8Array; readonly counter: Int32Array }
  | { readonly kind: 'compile'; readonly id: number; readonly job: KernelJob }
  | { readonly kind: 'forget'; readonly id: number }
  | { readonly kind: 'run'; readonly id: number; readonly run: SharedRun };

export type MessageFromWorker = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };

/** Pixels a thread takes at a time: some 50 microseconds of a LUT, so that no thread waits long for another. */
const PIECE_PIXELS = 1 << 14;

/**
 * Runs a kernel on pieces of a run until none is left.
 *
 * @param counter - the next pixel nobody has taken.
 */
export function takePieces(kernel: PixelKernel, { source, out, end }: SharedRun, counter: Int32Array): void {
  for (;;) {
    const first = Atomics.add(counter, 0, PIECE_PIXELS);
    if (first >= end) return;
    // Kernels of one module return when their pixels are there.
    void kernel(source, first, Math.min(PIECE_PIXELS, end - first), out);
  }
}
