import { manifest } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { prepareSmallGraph } from '../../../packages/core/src/inference/direct/small-graph.js';
import type { ModelSpec } from '../../../packages/core/src/inference/manifest.js';
import { ModelStore } from '../../../packages/core/src/inference/model-store.js';
import { readOnnxModel } from '../../../packages/core/src/inference/onnx/read-model.js';
import type { Tensors } from '../../../packages/core/src/inference/runtime.js';
import { fetchModelBytes, ortRuntime } from '../../helpers/decider.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { type WrittenModel, type WrittenNode, writeOnnxModel } from '../../helpers/onnx-writer.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const store = new ModelStore({ manifest, fetchBytes: fetchModelBytes });

/** Models that decide in a photo's way, and so stand between a person and a first result. */
const COMPUTED_HERE = ['csrnet-neutral', 'csrnet-warm', 'csrnet-vivid', 'csrnet-soft', 'cudi-student', 'pienet-condition'];

function randomInputs({ inputs }: Pick<ModelSpec, 'inputs'>, seed: number): Tensors {
  const random = seededRandom(seed);
  return Object.fromEntries(
    inputs.map(({ name, shape, range: [least, most] }) => {
      const sizes = shape.map(Number);
      const count = sizes.reduce((product, length) => product * length, 1);
      return [name, { shape: sizes, data: Float32Array.from({ length: count }, () => least + (most - least) * random()) }];
    }),
  );
}

const modelOf = (nodes: readonly WrittenNode[], more: Partial<WrittenModel> = {}): Uint8Array => writeOnnxModel({ nodes, inputs: { x: [1, 4, 5, 6] }, outputs: { y: [1, 4, 5, 6] }, ...more });
const numbers = (count: number, seed: number): Float32Array => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random() - 0.5);
};

describe('a graph computed without a runtime', () => {
  it.each(COMPUTED_HERE)('%s gives what onnxruntime gives', async (id) => {
    const { bytes, graph, spec } = await store.load(id);
    const here = prepareSmallGraph(graph) ?? expect.fail('left to the runtime');
    const there = await ortRuntime.createSession(bytes, 'wasm');
    for (const seed of [1, 2]) {
      const inputs = randomInputs(spec, seed);
      const [found, expected] = [await here.run(inputs), await there.run(inputs)];
      expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, { shape, data }] of Object.entries(expected)) {
        expect(found[name].shape).toEqual(shape);
        expect(largestDifference(found[name].data, data), name).toBeLessThan(TOLERANCES.inference.modulation);
      }
    }
    await there.release();
  });

  it.each<[string, WrittenNode[], Partial<WrittenModel>]>([
    ['a depthwise kernel after its edges are repeated', [
      { operator: 'Pad', inputs: ['x', 'border'], outputs: ['padded'], attributes: { mode: 'edge' } },
      { operator: 'Conv', inputs: ['padded', 'k', 'b'], outputs: ['y'], attributes: { group: 4 } },
    ], { tensors: { border: { shape: [8], integers: [0, 0, 1, 1, 0, 0, 1, 1] }, k: { shape: [4, 1, 3, 3], values: numbers(36, 3) }, b: { shape: [4], values: numbers(4, 4) } } }],
    ['a mix of five channels, which four at a time do not divide', [
      { operator: 'Slice', inputs: ['x', 'zero', 'one', 'one'], outputs: ['first'] },
      { operator: 'Concat', inputs: ['x', 'first'], outputs: ['five'], attributes: { axis: 1 } },
      { operator: 'Conv', inputs: ['five', 'k', 'b'], outputs: ['y'] },
    ], { tensors: { zero: { shape: [1], integers: [0] }, one: { shape: [1], integers: [1] }, k: { shape: [4, 5, 1, 1], values: numbers(20, 5) }, b: { shape: [4], values: numbers(4, 6) } } }],
    ['means along two axes, repeated over them, and a number for each channel', [
      { operator: 'ReduceMean', inputs: ['x'], outputs: ['mean'], attributes: { axes: [2, 3] } },
      { operator: 'Sub', inputs: ['x', 'mean'], outputs: ['rest'] },
      { operator: 'Mul', inputs: ['rest', 'c'], outputs: ['y'] },
    ], { tensors: { c: { shape: [4, 1, 1], values: numbers(4, 7) } } }],
    ['every other column from the second', [{ operator: 'Slice', inputs: ['x', 'one', 'six', 'three', 'two'], outputs: ['y'] }],
      { outputs: { y: [1, 4, 5, 3] }, tensors: { one: { shape: [1], integers: [1] }, six: { shape: [1], integers: [9] }, three: { shape: [1], integers: [3] }, two: { shape: [1], integers: [2] } } }],
    ['parts of unequal length, put together the other way round', [
      { operator: 'Split', inputs: ['x', 'lengths'], outputs: ['a', 'b'], attributes: { axis: 3 } },
      { operator: 'Sigmoid', inputs: ['a'], outputs: ['s'] },
      { operator: 'Concat', inputs: ['b', 's'], outputs: ['y'], attributes: { axis: 3 } },
    ], { tensors: { lengths: { shape: [2], integers: [2, 4] } } }],
  ])('gives what onnxruntime gives for %s', async (_, nodes, more) => {
    const bytes = modelOf(nodes, more);
    const inputs = { x: { shape: [1, 4, 5, 6], data: numbers(120, 8) } };
    const here = prepareSmallGraph(readOnnxModel(bytes)) ?? expect.fail('left to the runtime');
    const there = await ortRuntime.createSession(bytes, 'wasm');
    const [found, expected] = [(await here.run(inputs))['y'], (await there.run(inputs))['y']];
    expect(found.shape).toEqual(expected.shape);
    expect(largestDifference(found.data, expected.data)).toBeLessThan(TOLERANCES.inference.directGraph);
    await there.release();
  });

  it.each<[string, WrittenNode[], Partial<WrittenModel>]>([
    ['an operator that is not computed here', [{ operator: 'Identity', inputs: ['x'], outputs: ['y'] }], {}],
    ['free sizes', [{ operator: 'Relu', inputs: ['x'], outputs: ['y'] }], { inputs: { x: [1, 4, 'H', 'W'] } }],
    ['many weights at many places', [{ operator: 'Relu', inputs: ['x'], outputs: ['y'] }], { inputs: { x: [1, 1, 5000, 5000] }, tensors: { w: { shape: [4], values: [1, 2, 3, 4] } } }],
    ['strides', [{ operator: 'Conv', inputs: ['x', 'k', 'b'], outputs: ['y'], attributes: { strides: [2, 2] } }], { tensors: { k: { shape: [4, 4, 1, 1], values: numbers(16, 1) }, b: { shape: [4], values: numbers(4, 1) } } }],
    ['padding by zeros', [{ operator: 'Pad', inputs: ['x', 'border'], outputs: ['y'], attributes: { mode: 'constant' } }], { tensors: { border: { shape: [8], integers: [0, 0, 1, 1, 0, 0, 1, 1] } } }],
    ['a slice counted from the end', [{ operator: 'Slice', inputs: ['x', 'from', 'two', 'two'], outputs: ['y'] }], { tensors: { from: { shape: [1], integers: [-3] }, two: { shape: [1], integers: [2] } } }],
    ['parts that are not told beforehand', [{ operator: 'Split', inputs: ['x'], outputs: ['y', 'z'], attributes: { axis: 1 } }], {}],
  ])('is left to the runtime where it has %s', (_, nodes, more) => {
    expect(prepareSmallGraph(readOnnxModel(modelOf(nodes, more)))).toBeUndefined();
  });

  it('is refused, and not made of something else, where its shapes do not go together', () => {
    const bytes = modelOf([{ operator: 'Add', inputs: ['x', 'c'], outputs: ['y'] }], { tensors: { c: { shape: [5], values: numbers(5, 1) } } });
    expect(() => prepareSmallGraph(readOnnxModel(bytes))?.run({ x: { shape: [1, 4, 5, 6], data: numbers(120, 2) } })).toThrowError('shapes [1, 4, 5, 6] and [5]');
  });
});
