import { type GpuBindGroup, type GpuBindGroupLayout, type GpuBuffer, type GpuDevice, USAGE } from './gpu.js';

/** Five words of Tile in bindings.wgsl.ts, filled up to what uniform buffers come in. */
const TILE_BYTES = 32;
/** Two for a call that writes one tile while another runs, and as many for a second call. */
const MOST_FREE_SLOTS = 4;

/** Buffers one tile at a time goes through. */
export interface TileSlot {
  readonly pixelBytes: number;
  readonly maskBytes: number;
  readonly tile: GpuBuffer;
  readonly pixels: GpuBuffer;
  readonly coverage: GpuBuffer;
  readonly readback: GpuBuffer;
  readonly group: GpuBindGroup;
}

/** Lends slots and takes them back, so that a picture's tiles share a few buffers. */
export class TileSlots {
  readonly #device: GpuDevice;
  readonly #layout: GpuBindGroupLayout;
  #free: TileSlot[] = [];
  #mostFree = MOST_FREE_SLOTS;

  constructor(device: GpuDevice, layout: GpuBindGroupLayout) {
    this.#device = device;
    this.#layout = layout;
  }

  /** @returns a slot for at least so many bytes; a free one, or new. */
  lend(pixelBytes: number, maskBytes: number): TileSlot {
    const at = this.#free.findIndex((slot) => slot.pixelBytes >= pixelBytes && slot.maskBytes >= maskBytes);
    return at === -1 ? this.#create(pixelBytes, maskBytes) : this.#free.splice(at, 1)[0];
  }

  /** Takes a slot back whose readback is not mapped. The oldest beyond a few are freed. */
  takeBack(slot: TileSlot): void {
    this.#free.unshift(slot);
    for (const old of this.#free.splice(this.#mostFree)) destroySlot(old);
  }

  dispose(): void {
    this.#mostFree = 0;
    this.#free.forEach(destroySlot);
    this.#free = [];
  }

  #create(pixelBytes: number, maskBytes: number): TileSlot {
    const device = this.#device;
    const storage = (label: string, size: number, more = 0): GpuBuffer => device.createBuffer({ label, size, usage: USAGE.storage | USAGE.copyTarget | more });
    const tile = device.createBuffer({ label: 'tile', size: TILE_BYTES, usage: USAGE.uniform | USAGE.copyTarget });
    const pixels = storage('pixels', pixelBytes, USAGE.copySource);
    const coverage = storage('coverage', Math.max(maskBytes, 4));
    const readback = device.createBuffer({ label: 'readback', size: pixelBytes, usage: USAGE.copyTarget | USAGE.mapRead });
    const entries = [tile, pixels, coverage].map((buffer, binding) => ({ binding, resource: { buffer } }));
    return { pixelBytes, maskBytes, tile, pixels, coverage, readback, group: device.createBindGroup({ label: 'tile', layout: this.#layout, entries }) };
  }
}

/** Frees a slot at once, mapped or not. */
export function destroySlot({ tile, pixels, coverage, readback }: TileSlot): void {
  for (const buffer of [tile, pixels, coverage, readback]) buffer.destroy();
}
