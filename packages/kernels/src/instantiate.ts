import { decodeBase64 } from './decode-base64.js';
import { KernelError } from './kernel-error.js';
import type { KernelExports } from './kernel-exports.js';
import { KERNELS_BASE64 } from './module.generated.js';

/**
 * Instantiates the module, from its own copy of it unless other bytes are given. Fetches nothing, so it works in pages of opaque origin; the
 * content security policy has to allow `'wasm-unsafe-eval'` where there is one.
 *
 * @throws {@link KernelError} `kernels-unavailable`, with the engine's error as cause.
 */
export async function instantiateKernels(bytes: Uint8Array = decodeBase64(KERNELS_BASE64)): Promise<KernelExports> {
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
