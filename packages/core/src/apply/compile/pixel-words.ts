import type { Raster } from '../../raster/raster.js';

/** Reads `count` RGBA pixels as words and writes as many; red in the lowest byte. Input and output may be the same. */
export type WordKernel = (input: Uint32Array, output: Uint32Array, count: number) => void;

/** Pixels packed at a time where the raster itself cannot be seen as words: 16 kB, within the first-level cache. */
const RUN_PIXELS = 4096;

/** Kernels take red from the lowest byte of a word, which only little-endian machines put there. */
export const IS_LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * Runs a word kernel over 8-bit pixels: directly on RGBA data that starts at a multiple of four bytes, through a packed run of
 * words for RGB and for unaligned data.
 */
export function forEachWordRun(source: Raster, first: number, count: number, out: Raster, kernel: WordKernel): void {
  const input = wordsOf(source, first, count);
  const output = wordsOf(out, first, count);
  if (input !== undefined && output !== undefined) {
    kernel(input, output, count);
    return;
  }
  const words = new Uint32Array(Math.min(count, RUN_PIXELS));
  for (let done = 0; done < count; done += RUN_PIXELS) {
    const length = Math.min(RUN_PIXELS, count - done);
    packWords(source, first + done, length, words);
    kernel(words, words, length);
    unpackWords(words, first + done, length, out);
  }
}

/** @returns a view of the pixels as words, or `undefined` where the data is not RGBA on a multiple of four bytes. */
function wordsOf({ data, channels }: Raster, first: number, count: number): Uint32Array | undefined {
  if (channels !== 4 || data.byteOffset % 4 !== 0) return undefined;
  return new Uint32Array(data.buffer, data.byteOffset + first * 4, count);
}

function packWords({ data, channels }: Raster, first: number, count: number, words: Uint32Array): void {
  for (let i = 0, q = first * channels; i < count; i += 1, q += channels) {
    words[i] = data[q] | (data[q + 1] << 8) | (data[q + 2] << 16) | (channels === 4 ? data[q + 3] << 24 : 0);
  }
}

function unpackWords(words: Uint32Array, first: number, count: number, out: Raster): void {
  const { data, channels } = out;
  for (let i = 0, q = first * channels; i < count; i += 1, q += channels) {
    const word = words[i];
    data[q] = word & 255;
    data[q + 1] = (word >>> 8) & 255;
    data[q + 2] = (word >>> 16) & 255;
    if (channels === 4) data[q + 3] = word >>> 24;
  }
}
