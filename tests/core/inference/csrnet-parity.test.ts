import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifest } from '@openretouch/models';
import { createWasmKernels } from '@openretouch/kernels';
import { afterAll, describe, expect, it } from 'vitest';
import { checkModelFile } from '../../../packages/core/src/inference/check-model.js';
import { bakeColorMap } from '../../../packages/core/src/inference/csrnet/bake-color-map.js';
import { type ColorMap, evaluateNetwork, foldModulation } from '../../../packages/core/src/inference/csrnet/network.js';
import { readColorMapGraph } from '../../../packages/core/src/inference/csrnet/read-color-map.js';
import { ModelStore } from '../../../packages/core/src/inference/model-store.js';
import { SessionRoom } from '../../../packages/core/src/inference/session-room.js';
import type { Tensors } from '../../../packages/core/src/inference/runtime.js';
import { fetchModelBytes, ortRuntime } from '../../helpers/decider.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const folder = fileURLToPath(new URL('../../models/csrnet/', import.meta.url));
const { cases } = JSON.parse(readFileSync(`${folder}cases.json`, 'utf8')) as { cases: { file: string; model?: string; tensors: { name: string; shape: number[] }[] }[] };

/** Tensors as PyTorch computed them, by name. */
const recorded: Tensors[] = cases.map(({ file, tensors }) => {
  const bytes = readFileSync(folder + file);
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let at = 0;
  return Object.fromEntries(tensors.map(({ name, shape }) => [name, { shape, data: numbers.subarray(at, (at += shape.reduce((product, length) => product * length, 1))) }]));
});

const store = new ModelStore({ manifest, fetchBytes: fetchModelBytes });
const room = new SessionRoom(ortRuntime, { name: 'wasm', reason: 'test' });
afterAll(() => room.dispose());

const pick = (tensors: Tensors, names: readonly { readonly name: string }[]): Tensors => Object.fromEntries(names.map(({ name }) => [name, tensors[name]]));

async function readMap(): Promise<ColorMap> {
  const { graph } = await store.load('csrnet-map');
  return readColorMapGraph(graph) as ColorMap;
}

describe('the shipped csrnet', () => {
  it.each(manifest.models.filter(({ operation }) => operation === 'csrnet').map(({ id }) => [id]))('%s gives here what it gave in PyTorch', async (id) => {
    const model = await store.load(id);
    const own = recorded.filter((_, index) => (cases[index].model ?? id) === id || id === 'csrnet-map');
    expect(own.length).toBeGreaterThan(0);
    for (const tensors of own) {
      const outputs = await room.run(model, pick(tensors, model.spec.inputs));
      for (const { name } of model.spec.outputs) expect(largestDifference(outputs[name].data, tensors[name].data), name).toBeLessThan(TOLERANCES.inference.modulation);
    }
  });

  it('has a map that is found in its graph and, folded, is the graph', async () => {
    const map = await readMap();
    for (const { pixels, modulation, retouched } of recorded) {
      const count = pixels.data.length / 3;
      const rgb = Float32Array.from({ length: count * 3 }, (_, at) => pixels.data[(at % 3) * count + Math.floor(at / 3)]);
      evaluateNetwork(foldModulation(map, modulation.data), map.isResidual, rgb, count);
      const clamped = Float32Array.from({ length: count * 3 }, (_, at) => Math.min(Math.max(rgb[(at % count) * 3 + Math.floor(at / count)], 0), 1));
      expect(largestDifference(clamped, retouched.data)).toBeLessThan(TOLERANCES.inference.colorMap);
    }
  });

  it.each(['srgb', 'display-p3'] as const)('is baked alike by the kernels and without them, for %s', async (space) => {
    const map = await readMap();
    const kernels = await createWasmKernels();
    for (const { modulation } of recorded) {
      const network = foldModulation(map, modulation.data);
      const [slow, fast] = [undefined, kernels.bakeNetwork].map((bake) => bakeColorMap(network, map.isResidual, 17, space, bake));
      expect(largestDifference(fast.values, slow.values)).toBeLessThan(TOLERANCES.inference.colorMap);
    }
  });
});

describe('a map that adds its input', () => {
  it('is found, and evaluated as input plus network, by the kernels too', async () => {
    const network = foldModulation(await readMap(), recorded[0]['modulation'].data);
    const kernels = await createWasmKernels();
    const plain = bakeColorMap(network, false, 5, 'srgb');
    const nodes = bakeColorMap({ ...network, output: new Float32Array(192), bias3: new Float32Array(3) }, true, 5, 'srgb');
    for (const bake of [undefined, kernels.bakeNetwork]) {
      const residual = bakeColorMap(network, true, 5, 'srgb', bake);
      expect(largestDifference(residual.values, plain.values.map((value, index) => value + nodes.values[index]))).toBeLessThan(TOLERANCES.inference.colorMap);
    }
  });
});

describe('the graph of a colour map', () => {
  const shipped = manifest.models.find(({ id }) => id === 'csrnet-map');
  const graphOf = async () => checkModelFile(shipped as never, await fetchModelBytes((shipped as { file: string }).file));

  it('is not taken for a map when its operators, their order or the sizes of its layers are others', async () => {
    const graph = await graphOf();
    const random = seededRandom(5);
    const withNodes = (change: (nodes: (typeof graph.nodes)[number][]) => (typeof graph.nodes)[number][]) => readColorMapGraph({ ...graph, nodes: change([...graph.nodes]) });
    expect(withNodes((nodes) => nodes)).toBeDefined();
    expect(withNodes((nodes) => nodes.map((node) => (node.operator === 'Relu' ? { ...node, operator: 'Sigmoid' } : node)))).toBeUndefined();
    expect(withNodes((nodes) => nodes.filter(({ operator }) => operator !== 'Clip'))).toBeUndefined();
    expect(withNodes((nodes) => nodes.map((node) => (node.inputs[0] === 'pixels' ? { ...node, inputs: ['elsewhere', ...node.inputs.slice(1)] } : node)))).toBeUndefined();
    const tensors = new Map([...graph.tensors].map(([name, tensor]) => [name, name.includes('conv2.weight') ? { shape: [64, 32, 1, 1], values: Float32Array.from({ length: 2048 }, random) } : tensor]));
    expect(readColorMapGraph({ ...graph, tensors })).toBeUndefined();
  });
});
