import { assembleKernels, type WasmKernels } from './assemble-kernels.js';
import { instantiateKernels } from './instantiate.js';

export type { WasmKernels } from './assemble-kernels.js';

/**
 * Instantiates the kernels. Everything runs on the calling thread, to its end, in one memory of a few megabytes, whatever the picture's
 * size.
 *
 * @param bytes - the module; by default the copy embedded in this package.
 * @throws {@link KernelError} `kernels-unavailable` where WebAssembly SIMD is absent or forbidden.
 */
export async function createWasmKernels(bytes?: Uint8Array): Promise<WasmKernels> {
  return assembleKernels(await instantiateKernels(bytes));
}
