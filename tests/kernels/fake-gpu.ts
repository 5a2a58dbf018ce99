import type {
  GpuBindGroup, GpuBuffer, GpuCommandEncoder, GpuCommands, GpuComputePass, GpuDevice, GpuErrorFilter, GpuLimits, GpuQueue,
} from '../../packages/kernels/src/webgpu/gpu.js';

/** What goes wrong, and at which submission (counted from 1). */
export interface Trouble {
  readonly kind: 'lost' | 'invalid-submission' | 'out-of-memory' | 'invalid-shader';
  readonly at: number;
}

class FakeBuffer implements GpuBuffer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  isMapped = false;
  isDestroyed = false;
  readonly #device: FakeGpuDevice;
  readonly isValid: boolean;

  constructor(device: FakeGpuDevice, size: number, isValid: boolean) {
    this.#device = device;
    this.bytes = new Uint8Array(size);
    this.isValid = isValid;
  }

  async mapAsync(): Promise<void> {
    await Promise.resolve();
    if (this.#device.isLost || !this.isValid || this.isDestroyed) throw new Error('the buffer cannot be mapped');
    this.isMapped = true;
  }

  getMappedRange(offset = 0, size = this.bytes.length): ArrayBuffer {
    if (!this.isMapped) throw new Error('the buffer is not mapped');
    return this.bytes.slice(offset, offset + size).buffer;
  }

  unmap(): void {
    this.isMapped = false;
  }

  destroy(): void {
    if (!this.isDestroyed) this.#device.liveBytes -= this.bytes.length;
    this.isDestroyed = true;
  }
}

/**
 * A device that knows one program, whatever the shader: it inverts the colours of 8-bit RGBA pixels. It keeps the rules that are easily
 * forgotten: calls never throw, what is invalid is not done, its error goes to the innermost scope of its kind, and a submission that was not
 * executed leaves buffers that can be mapped and hold something old.
 */
export class FakeGpuDevice implements GpuDevice {
  readonly limits: GpuLimits;
  readonly queue: GpuQueue;
  readonly lost: GpuDevice['lost'];
  /** Errors that no scope caught. */
  readonly uncaptured: string[] = [];
  /** Pixels of each dispatch that was executed. */
  readonly dispatched: number[] = [];
  /** Texts of the shaders made. */
  readonly shaders: string[] = [];
  isLost = false;
  liveBytes = 0;
  #lose: (info: { readonly reason: string; readonly message: string }) => void = () => {};
  readonly #trouble: Trouble | undefined;
  readonly #scopes: { readonly filter: GpuErrorFilter; error: { readonly message: string } | null }[] = [];
  #submissions = 0;

  constructor({ limits, trouble }: { readonly limits?: Partial<GpuLimits>; readonly trouble?: Trouble } = {}) {
    this.limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28, maxComputeWorkgroupsPerDimension: 65535, maxStorageBuffersPerShaderStage: 8, ...limits };
    this.#trouble = trouble;
    this.lost = new Promise((resolve) => (this.#lose = resolve));
    this.queue = {
      writeBuffer: (buffer, offset, data, dataOffset = 0, size) => this.#write(buffer as FakeBuffer, offset, data, dataOffset, size),
      submit: (commands) => this.#submit(commands as readonly (() => void)[]),
    };
  }

  destroy(): void {
    this.isLost = true;
    this.#lose({ reason: 'destroyed', message: 'pulled out' });
  }

  createBuffer({ size }: { readonly size: number }): FakeBuffer {
    const isRefused = this.#trouble?.kind === 'out-of-memory' && this.#submissions + 1 >= this.#trouble.at;
    if (isRefused) this.#report('out-of-memory', 'not enough memory left');
    if (size > this.limits.maxBufferSize) this.#report('validation', `a buffer of ${size} bytes`);
    this.liveBytes += size;
    return new FakeBuffer(this, size, !isRefused && size <= this.limits.maxBufferSize);
  }

  createShaderModule({ code }: { readonly code: string }): object {
    this.shaders.push(code);
    return {};
  }
  createBindGroupLayout = (): object => ({});
  createPipelineLayout = (): object => ({});
  createComputePipelineAsync(): Promise<object> {
    return this.#trouble?.kind === 'invalid-shader' ? Promise.reject(new Error('the shader is not understood')) : Promise.resolve({});
  }
  createBindGroup({ entries }: Parameters<GpuDevice['createBindGroup']>[0]): GpuBindGroup {
    return entries.map(({ resource }) => resource.buffer);
  }

  createCommandEncoder(): GpuCommandEncoder {
    const commands: (() => void)[] = [];
    const groups: FakeBuffer[][] = [];
    const pass: GpuComputePass = {
      setPipeline: () => {},
      setBindGroup: (index, group) => (groups[index] = group as FakeBuffer[]),
      dispatchWorkgroups: (x) => commands.push(() => this.#dispatch(x, groups)),
      end: () => {},
    };
    return {
      beginComputePass: () => pass,
      copyBufferToBuffer: (source, from, target, to, size) => commands.push(() => (target as FakeBuffer).bytes.set((source as FakeBuffer).bytes.subarray(from, from + size), to)),
      finish: (): GpuCommands => () => commands.forEach((command) => command()),
    };
  }

  pushErrorScope(filter: GpuErrorFilter): void {
    this.#scopes.push({ filter, error: null });
  }

  popErrorScope(): Promise<{ readonly message: string } | null> {
    const scope = this.#scopes.pop();
    if (scope === undefined) return Promise.reject(new Error('no error scope to pop'));
    return Promise.resolve(this.isLost ? null : scope.error);
  }

  #report(filter: GpuErrorFilter, message: string): void {
    const scope = this.#scopes.filter((each) => each.filter === filter).at(-1);
    if (scope === undefined) this.uncaptured.push(message);
    else scope.error ??= { message };
  }

  #write(buffer: FakeBuffer, offset: number, data: ArrayBufferView, dataOffset: number, size: number | undefined): void {
    const { BYTES_PER_ELEMENT: unit, length } = data as Uint8Array;
    const bytes = new Uint8Array(data.buffer, data.byteOffset + dataOffset * unit, (size ?? length - dataOffset) * unit);
    if (bytes.length % 4 !== 0 || offset % 4 !== 0 || buffer.isDestroyed) this.#report('validation', `a write of ${bytes.length} bytes at ${offset}`);
    else buffer.bytes.set(bytes, offset);
  }

  #submit(commands: readonly (() => void)[]): void {
    this.#submissions += 1;
    const isTime = this.#submissions === this.#trouble?.at;
    if (isTime && this.#trouble.kind === 'lost') this.destroy();
    if (this.isLost) return;
    if (isTime && this.#trouble.kind === 'invalid-submission') this.#report('validation', 'the commands are not valid');
    else for (const command of commands) command();
  }

  #dispatch(workgroups: number, [tile, tables]: readonly FakeBuffer[][]): void {
    const [{ bytes }, pixels] = tile;
    const count = new Uint32Array(bytes.buffer)[1];
    const isFitting = [...tile.slice(1), ...tables].every((buffer) => buffer.isValid && !buffer.isDestroyed && buffer.bytes.length <= this.limits.maxStorageBufferBindingSize);
    if (!isFitting || workgroups > this.limits.maxComputeWorkgroupsPerDimension || workgroups * 64 < count) {
      this.#report('validation', `a dispatch of ${workgroups} workgroups for ${count} pixels`);
      return;
    }
    this.dispatched.push(count);
    for (let p = 0; p < count * 4; p += 1) if (p % 4 !== 3) pixels.bytes[p] = 255 - pixels.bytes[p];
  }
}
