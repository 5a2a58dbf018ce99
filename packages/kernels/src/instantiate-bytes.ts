import { KernelError } from './kernel-error.js';
import type { KernelExports } from './kernel-exports.js';

/**
 * Instantiates the module from its bytes.
 *
 * @throws {@link KernelError} `kernels-unavailable`, with the engine's error as cause.
 */
export async function instantiateBytes(bytes: Uint8Array): Promise<KernelExports> {
  if (typeof WebAssembly === 'undefined') {
    throw new KernelError('kernels-unavailable', 'WebAssembly: absent (expected an engine with WebAssembly and 128-bit SIMD)');
  }
  try {
    const { instance } = await WebAssembly.instantiate(bytes, {});
    return instance.exports as unknown as KernelExports;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KernelError('kernels-unavailable', `WebAssembly kernels: ${reason} (expected an engine with 128-bit SIMD and a policy that allows 'wasm-unsafe-eval')`, { cause });
  }
}
