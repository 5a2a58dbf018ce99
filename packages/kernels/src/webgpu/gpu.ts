/*
 * The part of the WebGPU interface that is used here; see https://www.w3.org/TR/webgpu/ for what each member does. Own types, because the
 * typings of others (the DOM library's, @webgpu/types') differ and exclude each other: what comes in may be of any of them.
 */

/** A `GPUDevice` of any typings. */
export interface AnyGpuDevice {
  readonly limits: object;
  readonly queue: object;
  readonly lost: Promise<object>;
  createShaderModule(descriptor: never): object;
  createComputePipelineAsync(descriptor: never): Promise<object>;
}

/** `navigator.gpu` of any typings. */
export interface AnyGpu {
  requestAdapter(options?: never): Promise<object | null>;
}

/** `navigator.gpu`. */
export interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: 'low-power' | 'high-performance' }): Promise<GpuAdapter | null>;
}

export interface GpuAdapter {
  requestDevice(): Promise<GpuDevice>;
}

export interface GpuLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly maxStorageBuffersPerShaderStage: number;
}

export type GpuErrorFilter = 'validation' | 'out-of-memory' | 'internal';

export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly queue: GpuQueue;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(descriptor: { readonly label?: string; readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(descriptor: { readonly label?: string; readonly code: string }): GpuShaderModule;
  createBindGroupLayout(descriptor: { readonly label?: string; readonly entries: readonly GpuLayoutEntry[] }): GpuBindGroupLayout;
  createPipelineLayout(descriptor: { readonly label?: string; readonly bindGroupLayouts: readonly GpuBindGroupLayout[] }): GpuPipelineLayout;
  createComputePipelineAsync(descriptor: GpuPipelineDescriptor): Promise<GpuPipeline>;
  createBindGroup(descriptor: { readonly label?: string; readonly layout: GpuBindGroupLayout; readonly entries: readonly GpuBinding[] }): GpuBindGroup;
  createCommandEncoder(): GpuCommandEncoder;
  pushErrorScope(filter: GpuErrorFilter): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
}

export interface GpuQueue {
  writeBuffer(buffer: GpuBuffer, offset: number, data: ArrayBufferView, dataOffset?: number, size?: number): void;
  submit(commands: readonly GpuCommands[]): void;
}

export interface GpuBuffer {
  mapAsync(mode: number, offset?: number, size?: number): Promise<void>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GpuLayoutEntry {
  readonly binding: number;
  readonly visibility: number;
  readonly buffer: { readonly type: 'uniform' | 'storage' | 'read-only-storage' };
}

export interface GpuBinding {
  readonly binding: number;
  readonly resource: { readonly buffer: GpuBuffer };
}

export interface GpuPipelineDescriptor {
  readonly label?: string;
  readonly layout: GpuPipelineLayout;
  readonly compute: { readonly module: GpuShaderModule; readonly entryPoint: string };
}

export interface GpuCommandEncoder {
  beginComputePass(): GpuComputePass;
  copyBufferToBuffer(source: GpuBuffer, sourceOffset: number, target: GpuBuffer, targetOffset: number, size: number): void;
  finish(): GpuCommands;
}

export interface GpuComputePass {
  setPipeline(pipeline: GpuPipeline): void;
  setBindGroup(index: number, group: GpuBindGroup): void;
  dispatchWorkgroups(x: number): void;
  end(): void;
}

/* Handles: nothing is asked of them but to be handed back to the device that made them. */
export type GpuShaderModule = object;
export type GpuBindGroupLayout = object;
export type GpuPipelineLayout = object;
export type GpuPipeline = object;
export type GpuBindGroup = object;
export type GpuCommands = object;

/** `GPUBufferUsage`. */
export const USAGE = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;
/** `GPUMapMode.READ`. */
export const MAP_READ = 0x1;
/** `GPUShaderStage.COMPUTE`. */
export const COMPUTE_STAGE = 0x4;
