import { fullScale } from '../../raster/raster.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import type { LevelRamp } from '../kernels.js';
import type { ApplyPixels } from './compiled.js';
import { forEachWordRun } from './pixel-words.js';
import { tetrahedronSteps } from './tetrahedron-steps.js';

/** Bits of the position between two nodes; the weights of a tetrahedron sum to 2^12. */
const FRACTION_BITS = 12;
const FRACTION_ONE = 1 << FRACTION_BITS;
/** A table entry is a fraction above a node index. */
const INDEX_BITS = 32 - FRACTION_BITS;
const INDEX_MASK = (1 << INDEX_BITS) - 1;
/** Fixed point of nodes in bits below one 8-bit level: room for -2..2 or -4..4. Coarser would let fractions err by a level. */
const FINEST_LEVEL_BITS = 6;
const COARSEST_LEVEL_BITS = 5;

/**
 * [tables] -> 3D LUT on 8-bit pixels, tetrahedral, in integers. Three loads tell cell and fractions, four nodes are weighed.
 *
 * Layout: `nodes` holds four int16 a node (R, G, B, 0) in 1/64 levels (values -2..2, rounded by at most 1/128 level) or, where
 * they need it, 1/32 levels (-4..4). `positions` holds for each channel and level the node index below it, multiplied by the
 * channel's stride, under a 12-bit fraction: off by at most 1/8192 of the way to the next node along each axis. Before rounding
 * the sum errs by less than 0.02 level for nodes as close as a photographic LUT's, by 0.8 for the wildest; so by at most one byte.
 *
 * @returns `undefined` when the LUT has nodes beyond -4..4 or more than 2^20 of them.
 */
export function compileIntegerLut(ramp: LevelRamp, lut: Lut3dTransform): ApplyPixels | undefined {
  const { size } = lut;
  if (size ** 3 > INDEX_MASK) return undefined;
  const levelBits = chooseLevelBits(lut.values);
  if (levelBits === undefined) return undefined;
  const nodes = fixedPointNodes(lut, 2 ** levelBits);
  const positions = levelPositions(ramp, size);
  return (source, first, count, out) =>
    forEachWordRun(source, first, count, out, (input, output, length) => interpolateWords(nodes, positions, size, FRACTION_BITS + levelBits, input, output, length));
}

function chooseLevelBits(values: Float32Array): number | undefined {
  let largest = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) return undefined;
    largest = Math.max(largest, Math.abs(value));
  }
  for (let bits = FINEST_LEVEL_BITS; bits >= COARSEST_LEVEL_BITS; bits -= 1) {
    if (Math.round(largest * 255 * 2 ** bits) <= 32767) return bits;
  }
  return undefined;
}

/** Padded by one step along every axis, so that neighbours of weight 0 beyond the last node can be read. */
function fixedPointNodes({ size, values }: Lut3dTransform, unitsPerLevel: number): Int16Array {
  const nodes = new Int16Array((size ** 3 + size * size + size + 1) * 4);
  for (let node = 0; node < size ** 3; node += 1) {
    for (let c = 0; c < 3; c += 1) nodes[node * 4 + c] = Math.round(values[node * 3 + c] * fullScale(8) * unitsPerLevel);
  }
  return nodes;
}

function levelPositions({ rgb }: LevelRamp, size: number): Int32Array {
  const positions = new Int32Array(3 * 256);
  for (let channel = 0, stride = 1; channel < 3; channel += 1, stride *= size) {
    for (let level = 0; level < 256; level += 1) {
      const value = rgb[level * 3 + channel];
      const fixed = Math.round((value > 0 ? Math.min(value, 1) : 0) * (size - 1) * FRACTION_ONE);
      positions[channel * 256 + level] = ((fixed % FRACTION_ONE) << INDEX_BITS) | (Math.floor(fixed / FRACTION_ONE) * stride);
    }
  }
  return positions;
}

/*
 * Maintainer notes. The order of the fractions changes from pixel to pixel, so branches on it are guessed wrong half the time. Sorting
 * without branches (m = d & (d >> 31) is the smaller of d and 0) and two small tables of steps took a 12 megapixel LUT from 240
 * to 180 ms; testing all three results for a clamp at once took another 4 %.
 */
function interpolateWords(nodes: Int16Array, positions: Int32Array, size: number, shift: number, input: Uint32Array, output: Uint32Array, count: number): void {
  const half = 1 << (shift - 1);
  const { firstSteps, secondSteps } = tetrahedronSteps(size, 4);
  const lastStep = 4 * (1 + size + size * size);
  for (let i = 0; i < count; i += 1) {
    const word = input[i];
    const pr = positions[word & 255];
    const pg = positions[256 + ((word >>> 8) & 255)];
    const pb = positions[512 + ((word >>> 16) & 255)];
    const x = pr >>> INDEX_BITS;
    const y = pg >>> INDEX_BITS;
    const z = pb >>> INDEX_BITS;
    const xy = x - y;
    const isBelowXy = xy >> 31;
    const smallerXy = y + (xy & isBelowXy);
    const largerXy = x - (xy & isBelowXy);
    const toZ = largerXy - z;
    const w1 = largerXy - (toZ & (toZ >> 31));
    const rest = z + (toZ & (toZ >> 31));
    const toRest = smallerXy - rest;
    const w2 = smallerXy - (toRest & (toRest >> 31));
    const w3 = rest + (toRest & (toRest >> 31));
    const order = (isBelowXy & 1) | (((y - z) >> 31) & 2) | (((x - z) >> 31) & 4);

    const a = ((pr + pg + pb) & INDEX_MASK) << 2;
    const b = a + firstSteps[order];
    const c = a + secondSteps[order];
    const d = a + lastStep;
    const wa = FRACTION_ONE - w1;
    const wb = w1 - w2;
    const wc = w2 - w3;
    let red = (Math.imul(nodes[a], wa) + Math.imul(nodes[b], wb) + Math.imul(nodes[c], wc) + Math.imul(nodes[d], w3) + half) >> shift;
    let green = (Math.imul(nodes[a + 1], wa) + Math.imul(nodes[b + 1], wb) + Math.imul(nodes[c + 1], wc) + Math.imul(nodes[d + 1], w3) + half) >> shift;
    let blue = (Math.imul(nodes[a + 2], wa) + Math.imul(nodes[b + 2], wb) + Math.imul(nodes[c + 2], wc) + Math.imul(nodes[d + 2], w3) + half) >> shift;
    if ((red | green | blue) >>> 8 !== 0) {
      red = red > 0 ? (red < 255 ? red : 255) : 0;
      green = green > 0 ? (green < 255 ? green : 255) : 0;
      blue = blue > 0 ? (blue < 255 ? blue : 255) : 0;
    }
    output[i] = (word & 0xff000000) | (blue << 16) | (green << 8) | red;
  }
}
