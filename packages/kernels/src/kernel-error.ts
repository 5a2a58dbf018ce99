import type { RetouchError } from '@openretouch/core';

/** What marks every error OpenRetouch throws on purpose, so that `RetouchError.isInstance` of any bundle knows it. */
const MARKER = Symbol.for('openretouch.error');

export type KernelErrorCode = 'kernels-unavailable' | 'kernels-memory' | 'kernels-failed' | 'invalid-network' | 'invalid-size' | 'worker-failed';

/**
 * The kernels cannot run here (`kernels-unavailable`: no WebAssembly, no SIMD, or forbidden by the page's policy; no WebGPU or no adapter),
 * cannot get the memory (`kernels-memory`), could not go on (`kernels-failed`: a lost device; `worker-failed`: a lost thread), or
 * were given weights of another network (`invalid-network`) or a size that is not one (`invalid-size`).
 */
export class KernelError extends Error implements Pick<RetouchError, 'code' | 'fields'> {
  readonly code: KernelErrorCode;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: KernelErrorCode, message: string, options: { readonly fields?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KernelError';
    this.code = code;
    this.fields = options.fields ?? {};
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** @returns name, code, message and fields as plain JSON; no stack. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, ...this.fields };
  }
}
