import type { Mask } from '@openretouch/core';

/**
 * A shader and the numbers it works with. The text depends on what is done alone, never on a number that came in: two programs of one
 * text share a pipeline.
 */
export interface Program {
  readonly bitDepth: 8 | 16;
  readonly wgsl: string;
  readonly tables: ProgramTables;
  /** Masks of the picture's size, by their numbers. */
  readonly masks: readonly Mask[];
}

/** Contents of the buffers of group 1, as bindings.wgsl.ts has them. None is empty. */
export interface ProgramTables {
  readonly places: Uint32Array<ArrayBuffer>;
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly words: Uint32Array<ArrayBuffer>;
}

/** Collects what a program is made of. */
export class ProgramBuilder {
  readonly #snippets = new Set<string>();
  readonly #lines: string[] = [];
  readonly #places: number[] = [];
  readonly #vectors = new Parts(4);
  readonly #words = new Parts(1);
  readonly #masks: Mask[] = [];
  #nameCount = 0;

  /** Makes functions known to the shader; once, however often they are asked for. */
  use(...snippets: readonly string[]): void {
    for (const snippet of snippets) this.#snippets.add(snippet);
  }

  /** Adds a line to the body, in which `pixel` is the pixel's index in the tile. */
  line(text: string): void {
    this.#lines.push(`  ${text}`);
  }

  /** @returns a name no other line has. */
  newName(): string {
    this.#nameCount += 1;
    return `v${this.#nameCount}`;
  }

  /** @returns an expression for four whole numbers. */
  place(x: number, y = 0, z = 0, w = 0): string {
    this.#places.push(x, y, z, w);
    return `places[${this.#places.length / 4 - 1}]`;
  }

  /** @returns the index of the first vector; `data` holds whole vectors of four. */
  addVectors(data: Float32Array): number {
    return this.#vectors.add(data, new Uint32Array(data.buffer, data.byteOffset, data.length));
  }

  /** @returns the index of the first word. */
  addFloats(data: Float32Array): number {
    return this.#words.add(data, new Uint32Array(data.buffer, data.byteOffset, data.length));
  }

  /** @returns the index of the first word. */
  addBytes(data: Uint8Array): number {
    const padded = new Uint8Array(Math.ceil(data.length / 4) * 4);
    padded.set(data);
    return this.#words.add(data, new Uint32Array(padded.buffer));
  }

  /** @returns the mask's number. */
  addMask(mask: Mask): number {
    const known = this.#masks.indexOf(mask);
    return known === -1 ? this.#masks.push(mask) - 1 : known;
  }

  /** @returns bytes of the largest buffer. */
  get largestBytes(): number {
    return Math.max(this.#vectors.length, this.#words.length) * 4;
  }

  finish(bitDepth: 8 | 16): Program {
    const body = ['@compute @workgroup_size(64)', 'fn main(@builtin(global_invocation_id) id: vec3u) {', '  let pixel = id.x;', '  if (pixel >= tile.count) { return; }', ...this.#lines, '}', ''];
    const vectors = this.#vectors.joined();
    return {
      bitDepth,
      wgsl: [...this.#snippets, body.join('\n')].join('\n'),
      tables: {
        places: Uint32Array.from(this.#places.length === 0 ? [0, 0, 0, 0] : this.#places),
        vectors: new Float32Array(vectors.buffer),
        words: this.#words.joined(),
      },
      masks: this.#masks,
    };
  }
}

/** Tables laid one after the other; one that is added again is found where it lies. */
class Parts {
  readonly #unit: number;
  readonly #parts: Uint32Array[] = [];
  readonly #known = new Map<object, number>();
  length = 0;

  constructor(unit: number) {
    this.#unit = unit;
  }

  /** @returns where `words` begins, in units. */
  add(identity: object, words: Uint32Array): number {
    const known = this.#known.get(identity);
    if (known !== undefined) return known;
    const at = this.length / this.#unit;
    this.#known.set(identity, at);
    this.#parts.push(words);
    this.length += words.length;
    return at;
  }

  joined(): Uint32Array<ArrayBuffer> {
    const joined = new Uint32Array(Math.max(this.length, this.#unit));
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
