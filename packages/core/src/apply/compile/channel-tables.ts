import { fullScale, type Raster } from '../../raster/raster.js';
import { readPixels, writePixels } from '../pixel-io.js';
import type { LevelRamp } from '../kernels.js';
import type { ApplyPixels } from './compiled.js';
import { evaluateStages } from './evaluate-stages.js';
import { forEachWordRun } from './pixel-words.js';
import type { Stage } from './stage.js';

/** @param stages - separable, see `isSeparable`. */
export function evaluateRamp(stages: readonly Stage[], bitDepth: 8 | 16): LevelRamp {
  const levels = levelRaster(bitDepth);
  const rgb = new Float32Array(levels.width * 3);
  readPixels(levels, 0, levels.width, rgb);
  evaluateStages(stages, rgb);
  return { rgb, bitDepth };
}

/**
 * Three tables, one entry a level: curves, gains, offsets and their strengths in one load a sample. The
 * reference's own code fills the tables: bit-equal to it, but for the float32 rounding between matrices multiplied beforehand, which
 * can move a 16-bit result by one. Layout: Uint8Array or Uint16Array of 256 or 65536 entries a channel.
 */
export function compileChannelTables(ramp: LevelRamp): ApplyPixels {
  const [red, green, blue] = roundedTables(ramp);
  if (ramp.bitDepth === 16) return (source, first, count, out) => lookUpSamples(red, green, blue, source, first, count, out);
  return (source, first, count, out) => forEachWordRun(source, first, count, out, (input, output, length) => lookUpWords(red, green, blue, input, output, length));
}

function lookUpWords(red: ArrayLike<number>, green: ArrayLike<number>, blue: ArrayLike<number>, input: Uint32Array, output: Uint32Array, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const word = input[i];
    output[i] = (word & 0xff000000) | (blue[(word >>> 16) & 255] << 16) | (green[(word >>> 8) & 255] << 8) | red[word & 255];
  }
}

function lookUpSamples(red: ArrayLike<number>, green: ArrayLike<number>, blue: ArrayLike<number>, source: Raster, first: number, count: number, out: Raster): void {
  const { data, channels } = source;
  const target = out.data;
  const end = (first + count) * channels;
  for (let q = first * channels; q < end; q += channels) {
    target[q] = red[data[q]];
    target[q + 1] = green[data[q + 1]];
    target[q + 2] = blue[data[q + 2]];
    if (channels === 4) target[q + 3] = data[q + 3];
  }
}

function levelRaster(bitDepth: 8 | 16): Raster {
  const width = fullScale(bitDepth) + 1;
  const data = bitDepth === 8 ? new Uint8Array(width * 3) : new Uint16Array(width * 3);
  for (let level = 0; level < width; level += 1) data.fill(level, level * 3, level * 3 + 3);
  return { data, width, height: 1, channels: 3, bitDepth, encoding: 'srgb', alpha: 'none' };
}

function roundedTables({ rgb, bitDepth }: LevelRamp): [Uint8Array | Uint16Array, Uint8Array | Uint16Array, Uint8Array | Uint16Array] {
  const levels = levelRaster(bitDepth);
  const data = levels.data as Uint8Array | Uint16Array;
  writePixels(rgb, levels, 0, levels.width, levels);
  const channel = (c: number): Uint8Array | Uint16Array => {
    const table = bitDepth === 8 ? new Uint8Array(levels.width) : new Uint16Array(levels.width);
    for (let level = 0; level < table.length; level += 1) table[level] = data[level * 3 + c];
    return table;
  };
  return [channel(0), channel(1), channel(2)];
}
