import type { AnyGpu } from './webgpu/gpu.js';

/* The one place that looks at what the platform has, for callers who hand nothing in. */

/** @returns `navigator.gpu`, where there is one. */
export function platformGpu(): AnyGpu | undefined {
  const { navigator } = globalThis as { readonly navigator?: { readonly gpu?: AnyGpu } };
  return navigator?.gpu;
}

/** @returns a clock in milliseconds, where there is one. */
export function platformClock(): (() => number) | undefined {
  const { performance } = globalThis as { readonly performance?: { now(): number } };
  return performance === undefined ? undefined : () => performance.now();
}
