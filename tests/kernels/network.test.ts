import { createWasmKernels, type FoldedNetwork, KernelError } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { evaluateLut3d } from '../../packages/core/src/transforms/lut3d.js';
import { TOLERANCES } from '../tolerances.js';
import { compareRasters } from './compare.js';
import { noise, seededUnit } from './pictures.js';

const kernels = await createWasmKernels();

function randomNetwork(): FoldedNetwork {
  const next = seededUnit(3);
  const weights = (count: number, scale: number): Float32Array => Float32Array.from({ length: count }, () => (next() * 2 - 1) * scale);
  return { hidden1: weights(192, 1), bias1: weights(64, 0.3), hidden2: weights(4096, 0.25), bias2: weights(64, 0.1), output: weights(192, 0.25), bias3: weights(3, 0.5) };
}

/** The network as a sum over units, in float64. */
function evaluate(network: FoldedNetwork, rgb: readonly number[]): number[] {
  const layer = (weights: Float32Array, bias: Float32Array, input: readonly number[]): number[] =>
    Array.from(bias, (start, out) => input.reduce((sum, value, i) => sum + weights[out * input.length + i] * value, start));
  const rectify = (values: number[]): number[] => values.map((value) => Math.max(value, 0));
  return layer(network.output, network.bias3, rectify(layer(network.hidden2, network.bias2, rectify(layer(network.hidden1, network.bias1, rgb)))));
}

describe('the folded network', () => {
  const network = randomNetwork();

  it('gives what a float64 evaluation gives, on every pixel', async () => {
    for (const bitDepth of [8, 16] as const) {
      const raster = noise(37, 29, 4, bitDepth);
      const full = bitDepth === 8 ? 255 : 65535;
      const out = { ...raster, data: raster.data.slice() };
      await kernels.network(network, bitDepth)(raster, 0, 37 * 29, out);
      const expected = { ...raster, data: raster.data.slice() };
      for (let p = 0; p < expected.data.length; p += 4) {
        const result = evaluate(network, [0, 1, 2].map((c) => raster.data[p + c] / full));
        result.forEach((value, c) => (expected.data[p + c] = Math.round(Math.min(Math.max(value, 0), 1) * full)));
      }
      const difference = compareRasters(out, expected);
      expect(difference.largest, difference.description).toBeLessThanOrEqual(1);
      expect(new Set(expected.data).size, 'the network tells colours apart').toBeGreaterThan(100);
    }
  });

  it('bakes into nodes that are the network at those colours, outside 0..1 as well', () => {
    const size = 9;
    const values = kernels.bakeNetwork(network, size);
    for (const colour of [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.25, 0.875], [1, 1, 1]]) {
      const rgb = Float32Array.from(colour);
      evaluateLut3d({ kind: 'lut3d', size, values, space: 'srgb' }, rgb, 1);
      evaluate(network, colour).forEach((value, c) => expect(Math.abs(rgb[c] - value)).toBeLessThan(TOLERANCES.kernels.network));
    }
    expect(values.some((value) => value < 0 || value > 1)).toBe(true);
  });

  it('bakes into its values at nodes that are given', () => {
    const nodes = Float32Array.of(0.5, 0.25, 0.875, -0.1, 0.2, 1.1, 0, 0, 0, 1, 1, 1, 0.3, 0.3, 0.3, 0.9, 0.1, 0.1, 0.7, 0.6, 0.5, 0.01, 0.02, 0.03);
    const values = kernels.bakeNetwork(network, 2, nodes);
    values.forEach((value, at) => {
      const first = at - (at % 3);
      expect(Math.abs(value - evaluate(network, [...nodes.subarray(first, first + 3)])[at % 3])).toBeLessThan(TOLERANCES.kernels.network);
    });
    expect(() => kernels.bakeNetwork(network, 3, nodes)).toThrowError('nodes.length: 24 (expected 81)');
  });

  it('refuses weights of another shape by name', () => {
    const wrong = { ...network, bias2: new Float32Array(63) };
    expect(() => kernels.network(wrong, 8)).toThrowError(KernelError);
    expect(() => kernels.bakeNetwork(wrong, 5)).toThrowError('network.bias2.length: 63 (expected 64)');
  });
});
