import { type GpuBindGroup, type GpuBindGroupLayout, type GpuBuffer, type GpuDevice, USAGE } from './gpu.js';
import type { ProgramTables } from './program.js';

/** A cube of 65 takes 4.4 MB; a folder of photos has a new one each. */
const MOST_BYTES = 64 * 2 ** 20;

interface Resident {
  readonly bytes: number;
  readonly buffers: readonly GpuBuffer[];
  readonly group: GpuBindGroup;
}

/**
 * Tables that lie on the device, the least recently used freed first: kernels have no end that anyone is told of. What was freed is
 * brought again when its kernel runs again.
 */
export class ResidentTables {
  readonly #device: GpuDevice;
  readonly #layout: GpuBindGroupLayout;
  readonly #residents = new Map<ProgramTables, Resident>();
  #bytes = 0;

  constructor(device: GpuDevice, layout: GpuBindGroupLayout) {
    this.#device = device;
    this.#layout = layout;
  }

  /** @returns the bind group of these tables, which lie on the device until the next call at least. */
  bring(tables: ProgramTables): GpuBindGroup {
    const known = this.#residents.get(tables);
    const resident = known ?? this.#create(tables);
    if (known === undefined) this.#bytes += resident.bytes;
    this.#residents.delete(tables);
    this.#residents.set(tables, resident);
    for (const [old, { bytes, buffers }] of this.#residents) {
      if (this.#bytes <= MOST_BYTES || old === tables) break;
      for (const buffer of buffers) buffer.destroy();
      this.#residents.delete(old);
      this.#bytes -= bytes;
    }
    return resident.group;
  }

  /** Forgets tables whose buffers may not be valid. */
  forget(tables: ProgramTables): void {
    const resident = this.#residents.get(tables);
    if (resident === undefined) return;
    for (const buffer of resident.buffers) buffer.destroy();
    this.#residents.delete(tables);
    this.#bytes -= resident.bytes;
  }

  dispose(): void {
    for (const tables of [...this.#residents.keys()]) this.forget(tables);
  }

  #create({ places, vectors, words }: ProgramTables): Resident {
    const contents = [places, vectors, words];
    const buffers = contents.map((data, i) => {
      const buffer = this.#device.createBuffer({ label: ['places', 'vectors', 'words'][i], size: data.byteLength, usage: USAGE.storage | USAGE.copyTarget });
      this.#device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    });
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bytes = contents.reduce((sum, data) => sum + data.byteLength, 0);
    return { bytes, buffers, group: this.#device.createBindGroup({ label: 'tables', layout: this.#layout, entries }) };
  }
}
