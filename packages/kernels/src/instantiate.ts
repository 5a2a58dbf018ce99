import { decodeBase64 } from './decode-base64.js';
import { compileBytes, instantiateBytes, instantiateModule } from './instantiate-bytes.js';
import type { KernelExports } from './kernel-exports.js';
import { KERNELS_BASE64 } from './module.generated.js';

let bytes: Uint8Array | undefined;
let compiled: Promise<WebAssembly.Module> | undefined;

/** @returns the bytes of the module, of the copy embedded in this package; not to be changed. */
export function embeddedModule(): Uint8Array {
  return (bytes ??= decodeBase64(KERNELS_BASE64));
}

/**
 * Instantiates the module, from its own copy of it, which is compiled once, unless other bytes are given. Fetches nothing, so it works in pages of opaque
 * origin; the content security policy has to allow `'wasm-unsafe-eval'` where there is one.
 *
 * @throws {@link KernelError} `kernels-unavailable`, with the engine's error as cause.
 */
export async function instantiateKernels(otherBytes?: Uint8Array): Promise<KernelExports> {
  return otherBytes === undefined ? instantiateModule(await (compiled ??= compileBytes(embeddedModule()))) : instantiateBytes(otherBytes);
}
