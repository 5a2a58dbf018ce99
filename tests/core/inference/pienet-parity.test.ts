import { manifest } from '@openretouch/models';
import { afterAll, describe, expect, it } from 'vitest';
import { keepColorShare } from '../../../packages/core/src/inference/csrnet/keep-color.js';
import { type ColorMap, evaluateNetwork, foldModulation } from '../../../packages/core/src/inference/csrnet/network.js';
import { readColorMapGraph } from '../../../packages/core/src/inference/csrnet/read-color-map.js';
import { interleavePlanes } from '../../../packages/core/src/inference/copy-tensor.js';
import { ModelStore } from '../../../packages/core/src/inference/model-store.js';
import type { Tensors } from '../../../packages/core/src/inference/runtime.js';
import { SessionRoom } from '../../../packages/core/src/inference/session-room.js';
import { fetchModelBytes, ortRuntime } from '../../helpers/decider.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { readRecordedCases, readRecordedTensors } from '../../helpers/recorded-tensors.js';
import { TOLERANCES } from '../../tolerances.js';

const store = new ModelStore({ manifest, fetchBytes: fetchModelBytes });
const room = new SessionRoom(ortRuntime, { name: 'wasm', reason: 'test' });
afterAll(() => room.dispose());

/** Tensors as PyTorch computed them, by name. */
const recorded = readRecordedCases('pienet').map((one): Tensors => {
  const numbers = readRecordedTensors('pienet', one);
  return Object.fromEntries(one.tensors.map(({ name, shape }) => [name, { shape, data: numbers.get(name) ?? new Float32Array() }]));
});

describe('the shipped pienet', () => {
  it.each([['pienet-embedding'], ['pienet-condition']])('%s gives here, with its weights in half precision, what it gave in PyTorch', async (id) => {
    const model = await store.load(id);
    for (const tensors of recorded) {
      const outputs = await room.run(model, Object.fromEntries(model.spec.inputs.map(({ name }) => [name, tensors[name]])));
      for (const { name } of model.spec.outputs) expect(largestDifference(outputs[name].data, tensors[name].data), name).toBeLessThan(TOLERANCES.inference.modulation);
    }
  });

  it('has a map that, folded and mixed towards luma, gives the pixels that PyTorch gave', async () => {
    const { graph } = await store.load('pienet-map');
    for (const { pixels, modulation, colour, result } of recorded) {
      const rgb = interleavePlanes(pixels);
      const map = readColorMapGraph(graph) as ColorMap;
      evaluateNetwork(foldModulation(map, modulation.data), map.isResidual, rgb, rgb.length / 3);
      keepColorShare(rgb, colour.data[0]);
      expect(largestDifference(rgb.map((value) => Math.min(Math.max(value, 0), 1)), interleavePlanes(result))).toBeLessThan(TOLERANCES.inference.colorMap);
    }
  });
});
