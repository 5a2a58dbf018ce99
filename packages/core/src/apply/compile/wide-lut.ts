import { fullScale, type Raster } from '../../raster/raster.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import type { LevelRamp } from '../kernels.js';
import type { ApplyPixels } from './compiled.js';
import { tetrahedronSteps } from './tetrahedron-steps.js';

/** Weights are whole numbers that sum to 2^20. */
const WEIGHT_ONE = 1 << 20;

/** Where levels of one channel lie between nodes: the node below, as an index into the nodes, and the fraction in 1 / 2^20. */
interface AxisPositions {
  readonly nodes: Int32Array;
  readonly fractions: Int32Array;
}

/**
 * [tables] -> 3D LUT on 16-bit pixels, tetrahedral, float64 sums of float32 nodes of any range.
 *
 * Layout: `nodes` holds three numbers a node in 16-bit levels over 2^20. Positions are rounded to 2^-21 of the way to the next node:
 * an error below one 16-bit level where neighbouring nodes are closer than ten times black to white.
 */
export function compileWideLut(ramp: LevelRamp, lut: Lut3dTransform): ApplyPixels {
  const { size } = lut;
  const scale = fullScale(16) / WEIGHT_ONE;
  // Padded by one step along every axis, so that neighbours of weight 0 beyond the last node can be read.
  const nodes = new Float32Array((size ** 3 + size * size + size + 1) * 3);
  for (let i = 0; i < lut.values.length; i += 1) nodes[i] = lut.values[i] * scale;
  const positions = [0, 1, 2].map((channel) => levelPositions(ramp, channel, size));
  return (source, first, count, out) => interpolateSamples(nodes, positions[0], positions[1], positions[2], size, source, first, count, out);
}

function levelPositions({ rgb }: LevelRamp, channel: number, size: number): AxisPositions {
  const stride = 3 * size ** channel;
  const nodes = new Int32Array(rgb.length / 3);
  const fractions = new Int32Array(nodes.length);
  for (let level = 0; level < nodes.length; level += 1) {
    const value = rgb[level * 3 + channel];
    const fixed = Math.round((value > 0 ? Math.min(value, 1) : 0) * (size - 1) * WEIGHT_ONE);
    nodes[level] = Math.floor(fixed / WEIGHT_ONE) * stride;
    fractions[level] = fixed % WEIGHT_ONE;
  }
  return { nodes, fractions };
}

function interpolateSamples(
  nodes: Float32Array,
  red: AxisPositions,
  green: AxisPositions,
  blue: AxisPositions,
  size: number,
  source: Raster,
  first: number,
  count: number,
  out: Raster,
): void {
  const { data, channels } = source;
  const target = out.data;
  const { nodes: redNodes, fractions: redFractions } = red;
  const { nodes: greenNodes, fractions: greenFractions } = green;
  const { nodes: blueNodes, fractions: blueFractions } = blue;
  const { firstSteps, secondSteps } = tetrahedronSteps(size, 3);
  const lastStep = 3 * (1 + size + size * size);
  const end = (first + count) * channels;
  for (let q = first * channels; q < end; q += channels) {
    const levelR = data[q];
    const levelG = data[q + 1];
    const levelB = data[q + 2];
    const x = redFractions[levelR];
    const y = greenFractions[levelG];
    const z = blueFractions[levelB];
    // Sorted without branches, as in the integer LUT.
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

    const a = redNodes[levelR] + greenNodes[levelG] + blueNodes[levelB];
    const b = a + firstSteps[order];
    const c = a + secondSteps[order];
    const d = a + lastStep;
    const wa = WEIGHT_ONE - w1;
    const wb = w1 - w2;
    const wc = w2 - w3;
    const r = wa * nodes[a] + wb * nodes[b] + wc * nodes[c] + w3 * nodes[d];
    const g = wa * nodes[a + 1] + wb * nodes[b + 1] + wc * nodes[c + 1] + w3 * nodes[d + 1];
    const v = wa * nodes[a + 2] + wb * nodes[b + 2] + wc * nodes[c + 2] + w3 * nodes[d + 2];
    target[q] = r > 0 ? (r < 65535 ? (r + 0.5) | 0 : 65535) : 0;
    target[q + 1] = g > 0 ? (g < 65535 ? (g + 0.5) | 0 : 65535) : 0;
    target[q + 2] = v > 0 ? (v < 65535 ? (v + 0.5) | 0 : 65535) : 0;
    if (channels === 4) target[q + 3] = data[q + 3];
  }
}
