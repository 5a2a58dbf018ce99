import { KernelError } from './kernel-error.js';
import type { KernelExports } from './kernel-exports.js';

/**
 * Compiles the module.
 *
 * @throws {@link KernelError} `kernels-unavailable`, with the engine's error as cause.
 */
export async function compileBytes(bytes: Uint8Array): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') {
    throw new KernelError('kernels-unavailable', 'WebAssembly: absent (expected an engine with WebAssembly and 128-bit SIMD)');
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw unavailable(cause);
  }
}

/**
 * Makes an instance of the compiled module, with a memory of its own.
 *
 * @throws as {@link compileBytes}.
 */
export async function instantiateModule(module: WebAssembly.Module): Promise<KernelExports> {
  try {
    return (await WebAssembly.instantiate(module, {})).exports as unknown as KernelExports;
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** Instantiates the module from its bytes, as {@link compileBytes} and {@link instantiateModule}. */
export async function instantiateBytes(bytes: Uint8Array): Promise<KernelExports> {
  return instantiateModule(await compileBytes(bytes));
}

function unavailable(cause: unknown): KernelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KernelError('kernels-unavailable', `WebAssembly kernels: ${reason} (expected an engine with 128-bit SIMD and a policy that allows 'wasm-unsafe-eval')`, { cause });
}
