import type { PixelKernel } from '@openretouch/core';
import type { WasmKernels } from '../assemble-kernels.js';
import { embeddedModule } from '../instantiate.js';
import type { KernelError } from '../kernel-error.js';
import { createWasmKernels } from '../wasm-kernels.js';
import { compileJob, type KernelJob } from './messages.js';
import { RunSharer } from './share-run.js';
import { ThreadPool } from './thread-pool.js';
import { WORKER_SOURCE } from './worker-source.generated.js';
import type { ThreadOptions } from './worker-handle.js';
import { WorkersInWaiting } from './workers-in-waiting.js';

/** Fewer pixels are done by the calling thread sooner than a worker could begin. */
const FEWEST_PIXELS = 1 << 16;
/** Bands of applyPlan: between two of them threads wait for each other. A LUT on this many pixels takes two threads seven milliseconds. */
const BAND_PIXELS = 1 << 22;

export interface ThreadedKernelsOptions extends ThreadOptions {
  /** Runs of fewer pixels stay on the calling thread; default 65536. */
  readonly fewestPixels?: number;
}

/** {@link WasmKernels} on several threads, with the same results. Looking at pictures and baking stay on the calling thread. */
export interface ThreadedKernels extends WasmKernels {
  /** Settles when the workers have begun, or have turned out not to. The kernels run before, on one thread. Where workers wait to begin, so does this. */
  readonly ready: Promise<void>;
  /** Threads in use, the calling one included: 1 until {@link ThreadedKernels.ready}, when a worker has failed, and once disposed of. */
  readonly threads: number;
  /** Why there is but one thread, where it was not asked for. */
  readonly failure: KernelError | undefined;
  /** Ends the workers. The kernels go on with one thread. */
  dispose(): void;
}

/**
 * Instantiates the kernels on this thread and on workers. Pixels in `SharedArrayBuffer`s are worked on where they lie; of others the workers'
 * part is copied to shared memory and back. Workers begin while the caller goes on.
 *
 * @param options - threads and how to start a worker: `nodeThreads()` of `@openretouch/kernels/node`, `webThreads()` of
 * `@openretouch/kernels/web`, or one's own.
 * @throws {@link KernelError} `kernels-unavailable` where WebAssembly SIMD is absent or forbidden on this thread. Where only workers fail, the
 * kernels have one thread and say why.
 */
export async function createThreadedKernels(options: ThreadedKernelsOptions): Promise<ThreadedKernels> {
  const { fewestPixels = FEWEST_PIXELS, startsAfterMilliseconds = 0 } = options;
  const kernels = await createWasmKernels();
  const pool = new ThreadPool(options, WORKER_SOURCE, embeddedModule());
  const sharer = new RunSharer(pool);
  const waiting = new WorkersInWaiting(pool, startsAfterMilliseconds);
  let last: Promise<void> = Promise.resolve();

  const share = (job: KernelJob): PixelKernel | undefined => {
    const kernel = compileJob(kernels, job);
    if (kernel === undefined) return undefined;
    return (source, first, count, out) => {
      if (count < fewestPixels || pool.workerCount === 0) return waiting.watch(source.width * source.height - first, count, () => kernel(source, first, count, out));
      const run = last.then(() => sharer.run(job, kernel, source, first, count, out));
      last = run.catch(() => undefined);
      return run;
    };
  };
  return {
    ...kernels,
    ready: pool.ready,
    get threads() {
      return pool.workerCount + 1;
    },
    get failure() {
      return pool.failure;
    },
    get bandPixels() {
      return pool.workerCount === 0 ? undefined : BAND_PIXELS;
    },
    lut3d: (ramp, lut) => share({ kind: 'lut3d', ramp, lut }),
    matrixTables: (tables) => share({ kind: 'matrixTables', tables }),
    twoMatrixTables: (tables) => share({ kind: 'twoMatrixTables', tables }),
    stages: (stages, bitDepth) => share({ kind: 'stages', stages, bitDepth }),
    network: (network, bitDepth) => share({ kind: 'network', network, bitDepth }) ?? kernels.network(network, bitDepth),
    dispose: () => pool.end(),
  };
}
