import type { KernelSet, PixelKernel } from '../kernels.js';

/** Kernels, and whose loop something is that was compiled with them. */
export interface WatchedKernels {
  readonly kernels: KernelSet | undefined;
  nameOf(apply: PixelKernel): 'typescript' | KernelSet['name'];
}

/** Hands on what kernels make and remembers it: whether a loop is theirs is decided deep inside, and told to people. */
export function watchKernels(kernels: KernelSet | undefined): WatchedKernels {
  if (kernels === undefined) return { kernels, nameOf: () => 'typescript' };
  const made = new WeakSet<PixelKernel>();
  const remember = (kernel: PixelKernel | undefined): PixelKernel | undefined => {
    if (kernel !== undefined) made.add(kernel);
    return kernel;
  };
  return {
    kernels: {
      name: kernels.name,
      lut3d: (ramp, lut) => remember(kernels.lut3d(ramp, lut)),
      matrixTables: (tables) => remember(kernels.matrixTables(tables)),
      twoMatrixTables: (tables) => remember(kernels.twoMatrixTables(tables)),
      stages: (stages, bitDepth) => remember(kernels.stages(stages, bitDepth)),
    },
    nameOf: (apply) => (made.has(apply) ? kernels.name : 'typescript'),
  };
}
