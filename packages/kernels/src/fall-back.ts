import type { KernelSet, PixelKernel, Raster } from '@openretouch/core';

/**
 * Joins kernels so that a set that fails in the middle, as one whose device is lost, is replaced by the next: the range of pixels it failed at is
 * done again from what it was, in place too, and the set is not used again. When none is left, kernels decline and the core goes on by itself.
 *
 * @param sets - fastest first, at least one; the result has the first's name.
 * @param onNotice - told once for each set that fails, in words: what failed and what goes on.
 */
export function withFallback(sets: readonly [KernelSet, ...KernelSet[]], onNotice: (notice: string) => void = () => {}): KernelSet {
  const failed = new Set<KernelSet>();

  const fail = (set: KernelSet, error: unknown): void => {
    if (failed.has(set)) return;
    failed.add(set);
    const next = sets.find((other) => !failed.has(other))?.name ?? 'typescript';
    onNotice(`${describeFailure(set, error)}; going on with ${next}`);
  };

  const kernelOf = (make: (set: KernelSet) => PixelKernel | undefined): PixelKernel | undefined => {
    const made = new Map<KernelSet, PixelKernel | undefined>();
    const findKernel = (): { readonly set: KernelSet; readonly kernel: PixelKernel } | undefined => {
      for (const set of sets) {
        if (failed.has(set)) continue;
        try {
          const kernel = made.has(set) ? made.get(set) : make(set);
          made.set(set, kernel);
          if (kernel !== undefined) return { set, kernel };
        } catch (error) {
          fail(set, error);
        }
      }
      return undefined;
    };
    if (findKernel() === undefined) return undefined;
    return async (source, first, count, out) => {
      for (let found = findKernel(); found !== undefined; found = findKernel()) {
        const putBack = keepRange(source, first, count, out);
        try {
          return await found.kernel(source, first, count, out);
        } catch (error) {
          putBack();
          fail(found.set, error);
        }
      }
      return 'declined';
    };
  };

  return {
    name: sets[0].name,
    ...(sets[0].bandPixels === undefined ? {} : { bandPixels: sets[0].bandPixels }),
    lut3d: (ramp, lut) => kernelOf((set) => set.lut3d(ramp, lut)),
    matrixTables: (tables) => kernelOf((set) => set.matrixTables(tables)),
    twoMatrixTables: (tables) => kernelOf((set) => set.twoMatrixTables(tables)),
    stages: (stages, bitDepth) => kernelOf((set) => set.stages(stages, bitDepth)),
    dispose: () => sets.forEach((set) => set.dispose?.()),
  };
}

/** @returns what makes pixels that may be overwritten what they are now; a copy is kept only where there is no other. */
function keepRange({ data, channels }: Raster, first: number, count: number, out: Raster): () => void {
  if (data.buffer !== out.data.buffer) return () => {};
  const kept = data.slice(first * channels, (first + count) * channels);
  return () => data.set(kept, first * channels);
}

function describeFailure({ name }: KernelSet, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith(`${name}: `) ? message : `${name}: ${message}`;
}
