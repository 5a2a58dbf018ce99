export { type ChooseKernelsOptions, chooseKernels, type KernelCandidate, type KernelChoice, type KernelChoiceName } from './choose-kernels.js';
export { withFallback } from './fall-back.js';
export { KernelError, type KernelErrorCode } from './kernel-error.js';
export type { FoldedNetwork } from './network-kernel.js';
export { type ProbeResult, probeKernels } from './probe.js';
export { createWasmKernels, type WasmKernels } from './wasm-kernels.js';
export type { AnyGpu, AnyGpuDevice } from './webgpu/gpu.js';
export { createWebGpuKernels, type WebGpuKernels, type WebGpuOptions } from './webgpu/webgpu-kernels.js';
