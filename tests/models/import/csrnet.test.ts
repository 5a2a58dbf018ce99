import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkModelFile } from '@openretouch/core/inference';
import { findModel, importCsrnet, type ImportCsrnetOptions, ModelFileError, readCheckpoint } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { checkpointOf, op, tensor } from '../../helpers/make-checkpoint.js';

const file = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url));
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const importAs = (bytes: Uint8Array, options: Partial<ImportCsrnetOptions> = {}) => importCsrnet(bytes, { id: 'mine', licence: 'unknown', hash, ...options });
const [decide, map] = importAs(file('csrnet.pth'));

/** Parameters as the paper counts them. */
const PUBLISHED_COUNT = 36_489;

const shapes = Object.fromEntries([...readCheckpoint(file('csrnet.pth'))].map(([name, { shape }]) => [name, shape]));

/** A network of these shapes whose numbers are all the same. */
function networkOf(shapesByName: Readonly<Record<string, readonly number[]>>, value: number): Uint8Array {
  const { tupleOf } = tensor;
  const state = Object.entries(shapesByName).flatMap(([name, shape]) => [...op.text(name), ...tensor({ count: 1, shape: tupleOf(shape), strides: tupleOf(shape.map(() => 0)) })]);
  return checkpointOf([...op.start, ...op.dict, ...op.mark, ...state, ...op.setItems, ...op.stop], Float32Array.of(value));
}

describe('a checkpoint of the published network', () => {
  it('keeps every one of its numbers', () => {
    const constants = [decide, map].flatMap(({ entry, bytes }) => [...checkModelFile(entry, bytes).tensors.values()]).reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
    const [shapes, parts, limits] = [4, 6, 2];
    expect(constants - shapes - parts - limits).toBe(PUBLISHED_COUNT);
  });

  it('gets entries that its files agree with', () => {
    for (const { entry, bytes } of [decide, map]) expect(() => checkModelFile(entry, bytes)).not.toThrow();
  });

  it('names its tensors as the shipped model does', () => {
    const names = (id: string) => findModel(id)?.outputs.map(({ name }) => name);
    expect(decide.entry.outputs.map(({ name }) => name)).toEqual(names('csrnet-neutral'));
    expect(map.entry.outputs.map(({ name }) => name)).toEqual(names('csrnet-map'));
    expect(map.entry.inputs.map(({ name }) => name)).toEqual(findModel('csrnet-map')?.inputs.map(({ name }) => name));
  });

  it('records the size its condition runs at: the published one unless another is given', () => {
    expect(decide.entry.inputs[0].size).toEqual([500, 500]);
    expect(importAs(file('csrnet.pth'), { conditionSide: 256 })[0].entry.inputs[0].size).toEqual([256, 256]);
  });

  it('needs no newer operators than those of every runtime', () => {
    expect(decide.entry.opset).toBeLessThanOrEqual(17);
    expect(map.entry.opset).toBeLessThanOrEqual(17);
  });
});

describe('importing', () => {
  it.each(['', 'Mine', '../mine', 'mine/x', '-mine', 'mine-', 'a b', 'x'.repeat(49), 'né'])('refuses the id %j', (id) => {
    expect(() => importAs(file('csrnet.pth'), { id })).toThrow('lowercase letters, digits and inner hyphens');
  });

  it.each([31, 2049, 500.5, NaN, -500])('refuses the condition size %s', (conditionSide) => {
    expect(() => importAs(file('csrnet.pth'), { conditionSide })).toThrow('32 to 2048');
  });

  it('refuses a network of other layers, and says what is missing', () => {
    const other = checkpointOf([...op.start, ...op.dict, ...op.text('fc.weight'), ...tensor(), ...op.setItem, ...op.stop]);
    expect(() => importAs(other)).toThrow('"cond_net.conv1.weight", "cond_net.conv1.bias", "cond_net.conv2.weight", 21 more missing (expected the state of CSRNet as published; the file has "fc.weight")');
  });

  it.each([
    ['a layer of another width', { 'conv3.bias': [4] }, 'conv3.bias: of shape [4] (expected [3])'],
    ['a transposed layer', { 'cond_scale1.weight': [32, 64] }, 'cond_scale1.weight: of shape [32, 64] (expected [64, 32])'],
    ['a tensor of the extended network besides', { 'statistics.weight': [1] }, '"statistics.weight" besides those of CSRNet'],
  ])('refuses %s', (_, changes, message) => {
    const changed = (): unknown => importAs(networkOf({ ...shapes, ...changes }, 0));
    expect(changed).toThrow(message);
    expect(changed).toThrow(ModelFileError);
  });

  it('refuses weights that no training leaves: their sums would pass float32', () => {
    expect(() => importAs(networkOf(shapes, 1e30))).toThrow('weights of a trained network');
  });
});
