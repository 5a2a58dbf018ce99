import { KernelError } from './kernel-error.js';
import type { Address, KernelExports } from './kernel-exports.js';

const ALIGNMENT = 64;
const PAGE_BYTES = 65536;
/** Kernels may touch this much past the end of a buffer: 128 pixels of 16 bytes. */
const SLACK_BYTES = 2048;

interface Table {
  readonly address: Address;
  readonly bytes: Uint8Array;
}

/** Where the tables and buffers of one job lie. Tables are kept outside the module as well, and copied in when the job is entered. */
export class JobLayout {
  readonly tables: Table[] = [];
  #end: Address;

  constructor(start: Address) {
    this.#end = alignUp(start);
  }

  /** The first address after everything laid out. */
  get end(): Address {
    return this.#end;
  }

  /**
   * Lays out a table. `view` is not copied and must not change.
   *
   * @param roomBytes - for what is made of the table in its place once the job is entered.
   */
  addTable(view: ArrayBufferView, roomBytes = view.byteLength): Address {
    const address = this.addBuffer(roomBytes);
    this.tables.push({ address, bytes: new Uint8Array(view.buffer, view.byteOffset, view.byteLength) });
    return address;
  }

  addBuffer(byteLength: number): Address {
    const address = this.#end;
    this.#end = alignUp(address + byteLength + SLACK_BYTES);
    return address;
  }
}

/**
 * The module's memory, lent to one job at a time: it never holds more than the largest job's tables and a few thousand pixels, whatever
 * the size of the picture, and there is nothing to free.
 */
export class KernelMemory {
  readonly exports: KernelExports;
  readonly #start: Address;
  #resident: JobLayout | undefined;
  #views = new Views(new ArrayBuffer(0));

  constructor(exports: KernelExports) {
    this.exports = exports;
    this.#start = exports.__heap_base.value;
  }

  /** @returns an empty layout; its addresses are valid while its job is entered. */
  createLayout(): JobLayout {
    return new JobLayout(this.#start);
  }

  /**
   * Makes a job the one whose tables are in memory.
   *
   * @returns whether it was not, and its buffers may hold anything.
   * @throws {@link KernelError} when memory cannot grow.
   */
  enter(layout: JobLayout): boolean {
    if (this.#resident === layout) return false;
    this.#resident = undefined;
    this.#reserve(layout.end);
    const { u8 } = this.views;
    for (const { address, bytes } of layout.tables) u8.set(bytes, address);
    this.#resident = layout;
    return true;
  }

  /** Views of all memory; replaced when it grows, so not to be kept across {@link enter}. */
  get views(): Views {
    const { buffer } = this.exports.memory;
    if (this.#views.buffer !== buffer) this.#views = new Views(buffer);
    return this.#views;
  }

  #reserve(end: Address): void {
    const { memory } = this.exports;
    const missing = end - memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch (cause) {
      throw new KernelError('kernels-memory', `kernel memory: ${end} bytes (the engine gives no more than ${memory.buffer.byteLength})`, {
        fields: { wantedBytes: end, heldBytes: memory.buffer.byteLength },
        cause,
      });
    }
  }
}

class Views {
  readonly buffer: ArrayBuffer;
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;

  constructor(buffer: ArrayBuffer) {
    this.buffer = buffer;
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }
}

function alignUp(address: Address): Address {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
