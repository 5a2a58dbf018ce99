import type { KernelSet } from '@openretouch/core';
import type { BakeNetwork } from '@openretouch/core/inference';

/** @returns the baking of networks that comes with the WebAssembly kernels; other kernels have none. */
export function bakeNetworkOf(kernels: (KernelSet & { readonly bakeNetwork?: BakeNetwork }) | undefined): BakeNetwork | undefined {
  return kernels?.bakeNetwork;
}
