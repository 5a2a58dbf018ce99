import type { LevelRamp, Lut3dTransform, PixelKernel } from '@openretouch/core';
import type { Address } from './kernel-exports.js';
import type { KernelMemory } from './kernel-memory.js';
import { floatNodes, LARGEST_FLOAT_LUT_SIZE, paddedNodeCount } from './lut-nodes.js';
import { bringIn, carryOut, chunkBytes, forEachChunk } from './pixel-transport.js';
import type { Run } from './run.js';
import { runThrough } from './stages-kernel.js';

const FRACTION_BITS = 12;
const FRACTION_ONE = 1 << FRACTION_BITS;
const NODE_BITS = 20;
/** Fixed point of nodes in bits below one 8-bit level: 6 leaves room for -2..2 and rounds to 1/128 level, 4 for -8..8 and 1/32. */
const LEVEL_BITS = [6, 4];
const LARGEST_INT16 = 32767;

/** @returns `undefined` for nodes that are not finite or beyond -8..8, and for more than 2^20 of them. */
export function compileLut8(memory: KernelMemory, ramp: LevelRamp, { size, values }: Lut3dTransform): PixelKernel | undefined {
  const levelBits = chooseLevelBits(values);
  if (levelBits === undefined || size ** 3 > 1 << NODE_BITS) return undefined;
  const shift = FRACTION_BITS + levelBits;
  const { exports } = memory;
  const layout = memory.createLayout();
  const positions = isIdentityRamp(ramp) ? 0 : layout.addTable(levelPositions(ramp, size));
  const valuesAt = layout.addTable(values);
  const pairs = layout.addBuffer(paddedNodeCount(size) * 16);
  const pixels = layout.addBuffer(chunkBytes(8));
  return (source, first, count, out) => {
    if (memory.enter(layout)) exports.prepare_lut_8(valuesAt, pairs, size, shift);
    forEachChunk(first, count, (start, length) => {
      bringIn(memory, source, start, length, pixels);
      exports.lut_8(pixels, pixels, length, positions, pairs, size, shift);
      carryOut(memory, pixels, start, length, out);
    });
  };
}

/** [tables] -> LUT on 16-bit pixels, in float32: int16 nodes would be two levels of 16 bits off. */
export function compileLut16(memory: KernelMemory, levels: LevelRamp, lut: Lut3dTransform): PixelKernel | undefined {
  if (lut.size > LARGEST_FLOAT_LUT_SIZE) return undefined;
  const layout = memory.createLayout();
  const { exports } = memory;
  const nodes = layout.addTable(floatNodes(lut));
  const ramp = isIdentityRamp(levels) ? undefined : layout.addTable(levels.rgb);
  const readThrough = ramp === undefined ? undefined : (source: Address, run: Address, count: number) => exports.read_ramp_16(source, run, count, ramp);
  const stage = ({ address, count }: Run): void => exports.run_lut(address, count, nodes, lut.size);
  return runThrough({ memory, layout, onEntered: () => {} }, [], [stage], 16, false, readThrough);
}

function isIdentityRamp({ rgb, bitDepth }: LevelRamp): boolean {
  const full = bitDepth === 8 ? 255 : 65535;
  return rgb.every((value, i) => value === Math.fround(Math.floor(i / 3) / full));
}

/** The finest of {@link LEVEL_BITS} at which every value and half a level more are int16. */
function chooseLevelBits(values: Float32Array): number | undefined {
  // Bits without the sign rise with the size, and those of NaN lie above all: comparing them takes a fifth of the time of comparing numbers, and a
  // LUT of 65 nodes an edge has 800,000.
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  let largest = 0;
  for (let i = 0; i < bits.length; i += 1) {
    const size = bits[i] & 0x7fffffff;
    if (size > largest) largest = size;
  }
  const [size] = new Float32Array(Int32Array.of(largest).buffer);
  return LEVEL_BITS.find((levelBits) => size <= (LARGEST_INT16 / 2 ** levelBits - 0.5) / 255);
}

function levelPositions({ rgb }: LevelRamp, size: number): Uint32Array {
  const positions = new Uint32Array(3 * 256);
  for (let channel = 0, stride = 1; channel < 3; channel += 1, stride *= size) {
    for (let level = 0; level < 256; level += 1) {
      const value = rgb[level * 3 + channel];
      const fixed = Math.round((value > 0 ? Math.min(value, 1) : 0) * (size - 1) * FRACTION_ONE);
      positions[channel * 256 + level] = ((fixed % FRACTION_ONE) << NODE_BITS) | (Math.floor(fixed / FRACTION_ONE) * stride);
    }
  }
  return positions;
}
