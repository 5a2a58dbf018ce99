import { createHash } from 'node:crypto';
import { InvalidModelError, ModelUnavailableError } from '@openretouch/core';
import { checkModelFile, type ModelSpec } from '@openretouch/core/inference';
import { describe, expect, it } from 'vitest';
import { ModelStore } from '../../../packages/core/src/inference/model-store.js';
import { fakeDecision, listOf } from './fake-models.js';

const { spec, bytes } = fakeDecision();
const other = fakeDecision({ id: 'csrnet-warm', file: 'weights/warm.onnx' });

/** The entry that a file would have if it were meant. */
const entryOf = (content: Uint8Array, changes: Partial<ModelSpec> = {}): ModelSpec => ({ ...spec, byteCount: content.length, sha256: createHash('sha256').update(content).digest('hex'), ...changes });

describe('a model file', () => {
  it('is accepted when it is what its entry says', () => {
    expect(checkModelFile(spec, bytes).opset).toBe(17);
  });

  it.each<[string, ModelSpec, Uint8Array, RegExp]>([
    ['cut off', spec, bytes.subarray(0, 100), /bytes 100 \(expected \d+: the file is cut off or another one\)/],
    ['empty', spec, new Uint8Array(), /bytes 0/],
    ['damaged in one bit', spec, bytes.map((byte, index) => (index === 500 ? byte ^ 1 : byte)), /SHA-256 .*the file is damaged or another one/],
    ['no model, though meant', entryOf(new Uint8Array(300).fill(0xff)), new Uint8Array(300).fill(0xff), /content .* \(expected an ONNX model\)/],
    ['cut off, though meant', entryOf(bytes.subarray(0, 900)), bytes.subarray(0, 900), /content .* \(expected an ONNX model\)/],
    ['of another operator set', spec.opset === 17 ? entryOf(fakeDecision({}, 13).bytes) : spec, fakeDecision({}, 13).bytes, /opset 13 \(expected 17\)/],
    ['of another input', { ...spec, inputs: [{ ...spec.inputs[0], name: 'photo' }] }, bytes, /inputs copy \(expected photo\)/],
    ['of another shape', { ...spec, outputs: [{ ...spec.outputs[0], shape: [1, 32] }] }, bytes, /output modulation of shape \[1, 262\] \(expected \[1, 32\]\)/],
    ['fixed where the entry leaves a side free', { ...spec, inputs: [{ ...spec.inputs[0], shape: [1, 3, 'H', 64] }] }, bytes, /input copy of shape/],
  ])('is refused when it is %s', (_, entry, content, message) => {
    expect(() => checkModelFile(entry, content)).toThrowError(InvalidModelError);
    expect(() => checkModelFile(entry, content)).toThrowError(message);
  });

  it('is refused, never misread, wherever it is cut off', () => {
    for (let length = 0; length < bytes.length; length += 7) {
      const content = bytes.subarray(0, length);
      expect(() => checkModelFile(entryOf(content), content)).toThrowError(InvalidModelError);
    }
  });
});

describe('the store of models', () => {
  const files: Record<string, Uint8Array> = { [spec.file]: bytes, [other.spec.file]: other.bytes };
  const storeOf = (content = files, more = {}) => {
    const asked: string[] = [];
    const fetchBytes = (file: string): Promise<Uint8Array> => {
      asked.push(file);
      return file in content ? Promise.resolve(content[file]) : Promise.reject(new Error('no such file'));
    };
    return { asked, store: new ModelStore({ manifest: listOf(spec, other.spec), fetchBytes, ...more }) };
  };

  it('fetches a file once, however many ask at once', async () => {
    const { store, asked } = storeOf();
    const [first, second] = await Promise.all([store.load(spec.id), store.load(spec.id)]);
    expect(first).toBe(second);
    expect(asked).toEqual([spec.file]);
  });

  it('tries again after a failure', async () => {
    const content: Record<string, Uint8Array> = {};
    const { store } = storeOf(content);
    await expect(store.load(spec.id)).rejects.toThrowError(ModelUnavailableError);
    await expect(store.load(spec.id)).rejects.toThrowError('weights/decide.onnx cannot be read (no such file)');
    content[spec.file] = bytes;
    expect((await store.load(spec.id)).spec).toBe(spec);
  });

  it('names the models there are when another is asked for', async () => {
    await expect(storeOf().store.load('csrnet-vivid')).rejects.toThrowError('model "csrnet-vivid": not in the manifest (expected one of csrnet-neutral, csrnet-warm)');
  });

  it('refuses files that were swapped', async () => {
    const swapped = { [spec.file]: new Uint8Array([...bytes.subarray(0, -1), 7]) };
    await expect(storeOf(swapped).store.load(spec.id)).rejects.toThrowError(InvalidModelError);
  });

  it('takes a sound file from the cache, and fetches in place of a damaged one', async () => {
    const kept = new Map<string, Uint8Array>();
    const cache = { get: (sha256: string) => Promise.resolve(kept.get(sha256)), set: (sha256: string, content: Uint8Array) => Promise.resolve(void kept.set(sha256, content)) };
    const first = storeOf(files, { cache });
    await first.store.load(spec.id);
    expect([...kept.keys()]).toEqual([spec.sha256]);
    const second = storeOf(files, { cache });
    await second.store.load(spec.id);
    expect(second.asked).toEqual([]);
    kept.set(spec.sha256, bytes.subarray(1));
    const third = storeOf(files, { cache });
    await third.store.load(spec.id);
    expect(third.asked).toEqual([spec.file]);
  });

  it('works without a cache that fails', async () => {
    const cache = { get: () => Promise.reject(new Error('forbidden')), set: () => Promise.reject(new Error('full')) };
    expect((await storeOf(files, { cache }).store.load(spec.id)).bytes).toBe(bytes);
  });
});
