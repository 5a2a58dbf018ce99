import { decodeBase64 } from './decode-base64.js';
import { instantiateBytes } from './instantiate-bytes.js';
import type { KernelExports } from './kernel-exports.js';
import { KERNELS_BASE64 } from './module.generated.js';

/** @returns the bytes of the module, of the copy embedded in this package. */
export function embeddedModule(): Uint8Array {
  return decodeBase64(KERNELS_BASE64);
}

/**
 * Instantiates the module, from its own copy of it unless other bytes are given. Fetches nothing, so it works in pages of opaque origin; the
 * content security policy has to allow `'wasm-unsafe-eval'` where there is one.
 *
 * @throws {@link KernelError} `kernels-unavailable`, with the engine's error as cause.
 */
export function instantiateKernels(bytes: Uint8Array = embeddedModule()): Promise<KernelExports> {
  return instantiateBytes(bytes);
}
