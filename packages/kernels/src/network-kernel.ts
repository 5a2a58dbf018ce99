import type { PixelKernel } from '@openretouch/core';
import { KernelError } from './kernel-error.js';
import type { KernelMemory } from './kernel-memory.js';
import { RUN_BYTES, RUN_PIXELS, type RunStage, type StageCompiler } from './run.js';
import { runThrough } from './stages-kernel.js';

/**
 * Weights of a folded 3-64-64-3 network with max(0, x) after both hidden layers, encoded RGB 0..1 in and out.
 *
 * @remarks *Shapes:* `hidden1` (64, 3), `bias1` (64), `hidden2` (64, 64), `bias2` (64), `output` (3, 64), `bias3` (3); row-major, (out, in).
 */
export interface FoldedNetwork {
  readonly hidden1: Float32Array;
  readonly bias1: Float32Array;
  readonly hidden2: Float32Array;
  readonly bias2: Float32Array;
  readonly output: Float32Array;
  readonly bias3: Float32Array;
}

const UNITS = 64;
const LENGTHS: Readonly<Record<keyof FoldedNetwork, number>> = { hidden1: 3 * UNITS, bias1: UNITS, hidden2: UNITS * UNITS, bias2: UNITS, output: 3 * UNITS, bias3: 3 };

/** @returns one array in the layout of network.c. */
function packWeights(network: FoldedNetwork): Float32Array {
  for (const [name, expected] of Object.entries(LENGTHS)) {
    const { length } = network[name as keyof FoldedNetwork];
    if (length !== expected) {
      throw new KernelError('invalid-network', `network.${name}.length: ${length} (expected ${expected})`, { fields: { field: name, value: length, expected } });
    }
  }
  const hidden2 = new Float32Array(UNITS * UNITS);
  for (let out = 0; out < UNITS; out += 1) {
    for (let input = 0; input < UNITS; input += 1) hidden2[input * UNITS + out] = network.hidden2[out * UNITS + input];
  }
  const parts = [network.hidden1, network.bias1, hidden2, network.bias2, network.output, network.bias3];
  const packed = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** Runs the network on every pixel. */
export function compileNetwork(memory: KernelMemory, network: FoldedNetwork, bitDepth: 8 | 16): PixelKernel {
  const layout = memory.createLayout();
  const weights = layout.addTable(packWeights(network));
  const compiler: StageCompiler = { memory, layout, onEntered: () => {} };
  const stage: RunStage = ({ address, count }) => memory.exports.run_network(address, count, weights);
  return runThrough(compiler, [], [stage], bitDepth, false);
}

/**
 * Evaluates the network at the nodes of a cube: size^3 RGB triples, red fastest, not clamped.
 *
 * @param nodes - as many triples to evaluate it at in their place, for a cube of another space.
 */
export function bakeNetwork(memory: KernelMemory, network: FoldedNetwork, size: number, nodes?: Float32Array): Float32Array {
  const expected = size ** 3 * 3;
  if (nodes !== undefined && nodes.length !== expected) throw new KernelError('invalid-network', `nodes.length: ${nodes.length} (expected ${expected})`, { fields: { field: 'nodes', value: nodes.length, expected } });
  const layout = memory.createLayout();
  const weights = layout.addTable(packWeights(network));
  const run = layout.addBuffer(RUN_BYTES);
  memory.enter(layout);
  const values = new Float32Array(expected);
  const { f32 } = memory.views;
  for (let first = 0; first < size ** 3; first += RUN_PIXELS) {
    const count = Math.min(RUN_PIXELS, size ** 3 - first);
    for (let i = 0, p = run / 4; i < count; i += 1, p += 4) {
      const node = first + i;
      f32[p] = nodes?.[node * 3] ?? (node % size) / (size - 1);
      f32[p + 1] = nodes?.[node * 3 + 1] ?? (Math.floor(node / size) % size) / (size - 1);
      f32[p + 2] = nodes?.[node * 3 + 2] ?? Math.floor(node / (size * size)) / (size - 1);
    }
    memory.exports.run_network(run, count, weights);
    for (let i = 0, p = run / 4, q = first * 3; i < count; i += 1, p += 4, q += 3) {
      values[q] = f32[p];
      values[q + 1] = f32[p + 1];
      values[q + 2] = f32[p + 2];
    }
  }
  return values;
}
