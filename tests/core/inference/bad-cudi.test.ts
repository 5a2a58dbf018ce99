import { createHash } from 'node:crypto';
import { analyse, applyPlan, findPreset, planPhoto, type Raster, retouch, RetouchError } from '@openretouch/core';
import type { Decider, DeciderOptions, ModelSpec, RuntimeSession, Tensors } from '@openretouch/core/inference';
import { manifest } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { createShippedDecider, fetchModelBytes } from '../../helpers/decider.js';
import { writeOnnxModel } from '../../helpers/onnx-writer.js';
import { FakeRuntime, listOf } from './fake-models.js';

const models = manifest.models as unknown as readonly ModelSpec[];
const cudi = models.find(({ operation }) => operation === 'cudi') as ModelSpec;
const csrnet = models.filter(({ operation }) => operation === 'csrnet');
const [{ name: mapsName, shape }] = cudi.outputs;
const mapsShape = shape as number[];
const count = mapsShape.reduce((product, length) => product * length, 1);

const photo: Raster = { data: Uint8Array.from({ length: 48 * 32 * 3 }, (_, i) => (i * 7) % 120), width: 48, height: 32, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
const exposeBy = (decider: Decider, raster = photo) => planPhoto(recipeOf([{ op: 'cudi', exposure: 0.6 }]), analyse(raster), { decide: decider.decide });

/** A decider whose CuDi is this file, with an entry that fits it but for `changes`. */
function deciderOf(bytes: Uint8Array, changes: Partial<ModelSpec> = {}, options: Partial<DeciderOptions> = {}): Decider {
  const spec = { ...cudi, byteCount: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), ...changes };
  return createShippedDecider({ manifest: listOf(...csrnet, spec), fetchBytes: (file) => (file === cudi.file ? Promise.resolve(bytes) : fetchModelBytes(file)), ...options });
}

const borders = {
  inputs: Object.fromEntries(cudi.inputs.map((input) => [input.name, input.shape])),
  outputs: Object.fromEntries(cudi.outputs.map((output) => [output.name, output.shape])),
};
const constantMaps = (value: number, more: { opset?: number } = {}): Uint8Array =>
  writeOnnxModel({ ...borders, ...more, nodes: [{ operator: 'Identity', inputs: ['numbers'], outputs: [mapsName] }], tensors: { numbers: { shape: mapsShape, values: new Float32Array(count).fill(value) } } });

describe('cudi with a model that is not sound', () => {
  it.each<[string, () => Promise<Decider> | Decider, RegExp]>([
    ['cut off', async () => createShippedDecider({ fetchBytes: async (file) => (await fetchModelBytes(file)).subarray(0, file === cudi.file ? 999 : undefined) }), /bytes 999/],
    ['damaged', async () => createShippedDecider({ fetchBytes: async (file) => (await fetchModelBytes(file)).map((byte, index) => (file === cudi.file && index === 900 ? byte ^ 8 : byte)) }), /SHA-256/],
    ['another one in its place', () => createShippedDecider({ fetchBytes: (file) => fetchModelBytes(file === cudi.file ? csrnet[0].file : file) }), /expected .*another one/],
    ['of another operator set', () => deciderOf(constantMaps(1, { opset: 13 }), { opset: 17 }), /opset 13 \(expected 17\)/],
    ['of another output shape', () => deciderOf(writeOnnxModel({ ...borders, outputs: { [mapsName]: [1, 3, 64, 64] }, nodes: [{ operator: 'Identity', inputs: ['copy'], outputs: [mapsName] }] })), /shape \[1, 3, 64, 64\]/],
    ['no model at all', () => deciderOf(new Uint8Array(4000).fill(0x42)), /expected an ONNX model/],
    ['not there', () => createShippedDecider({ fetchBytes: (file) => (file === cudi.file ? Promise.reject(new Error('ENOENT')) : fetchModelBytes(file)) }), /cannot be read \(ENOENT\)/],
    ['one that gives NaN', () => deciderOf(constantMaps(NaN)), /maps\[0\] NaN/],
    ['one that gives numbers out of range', () => deciderOf(constantMaps(1e9)), /maps\[0\] 1000000000/],
  ])('refuses one that is %s', async (_, create, message) => {
    const decider = await create();
    const refused = exposeBy(decider);
    await expect(refused).rejects.toSatisfy((error) => RetouchError.isInstance(error));
    await expect(refused).rejects.toThrowError(message);
    await decider.dispose();
  });

  it('leaves every photo as it is where a model finds nothing to change', async () => {
    const decider = deciderOf(constantMaps(0.5));
    expect((await applyPlan(await exposeBy(decider), photo)).data).toEqual(photo.data);
    await decider.dispose();
  });
});

/** Maps as a model would give them: slopes and offsets that rise with the wanted exposure. */
const answer = ({ exposure }: Tensors): Tensors => ({ [mapsName]: { shape: mapsShape, data: Float32Array.from({ length: count }, (_, i) => (i < count / 2 ? 0.5 + exposure.data[i] : 0.1 * exposure.data[i - count / 2])) } });
/** A CuDi that is not computed without a runtime, as the shipped one is. */
const decideWith = (runtime: FakeRuntime, provider: 'webgpu' | 'wasm'): Decider => deciderOf(constantMaps(1), {}, { runtime, provider: { name: provider, reason: 'test' } });

describe('cudi on a runtime that fails', () => {
  it.each([1, 2, 3, 4])('goes on in WebAssembly when WebGPU is lost in run %i, to the same plan', async (lostIn) => {
    const sound = new FakeRuntime();
    sound.run = (inputs) => Promise.resolve(answer(inputs));
    const expected = await exposeBy(decideWith(sound, 'wasm'));
    expect(sound.diary.filter((line) => line === 'begin')).toHaveLength(4);

    const failing = new FakeRuntime();
    let runCount = 0;
    failing.run = (inputs, provider) => (provider === 'webgpu' && (runCount += 1) === lostIn ? Promise.reject(new Error('device lost')) : Promise.resolve(answer(inputs)));
    const decider = decideWith(failing, 'webgpu');
    expect((await exposeBy(decider)).steps).toEqual(expected.steps);
    expect(decider.provider).toEqual({ name: 'wasm', reason: 'wasm: webgpu failed (model cudi-student: did not run to its end (device lost))' });
  });

  it('says so when memory is refused, for the session or for a run, and works again when there is some', async () => {
    const runtime = new FakeRuntime();
    let isFull = true;
    const create = runtime.createSession.bind(runtime);
    runtime.createSession = (bytes, provider): Promise<RuntimeSession> => (isFull ? Promise.reject(new RangeError('WebAssembly.Memory(): could not allocate memory')) : create(bytes, provider));
    runtime.run = (inputs) => (isFull ? Promise.reject(new Error('std::bad_alloc')) : Promise.resolve(answer(inputs)));
    const decider = decideWith(runtime, 'wasm');
    await expect(exposeBy(decider)).rejects.toMatchObject({ name: 'InferenceError', code: 'out-of-memory', message: expect.stringContaining('could not allocate memory') as string });
    isFull = false;
    await exposeBy(decider);
    isFull = true;
    await expect(exposeBy(decider)).rejects.toMatchObject({ name: 'InferenceError', code: 'out-of-memory', message: expect.stringContaining('std::bad_alloc') as string });
    isFull = false;
    expect((await exposeBy(decider)).steps).toHaveLength(1);
  });
});

describe('the look "auto-learned" on photos that are hardly any', () => {
  const learned = findPreset('auto-learned')?.recipe ?? expect.fail('no such look');
  const picture = (width: number, height: number, at: (x: number, y: number) => readonly number[]): Raster => {
    const data = Uint8Array.from(Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))).flat());
    const channels = (data.length / (width * height)) as 3 | 4;
    return { data, width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
  };

  it.each<[string, Raster]>([
    ['black', picture(20, 20, () => [0, 0, 0])],
    ['white', picture(20, 20, () => [255, 255, 255])],
    ['of one dark colour', picture(20, 20, () => [40, 30, 35])],
    ['of one pixel', picture(1, 1, () => [90, 60, 30])],
    ['wholly transparent', picture(20, 20, (x, y) => [9 * x, 9 * y, 50, 0])],
  ])('leaves one that is %s bit for bit', async (_, raster) => {
    const decider = createShippedDecider();
    expect((await retouch(raster, learned, { decide: decider.decide })).raster.data).toEqual(raster.data);
    await decider.dispose();
  });

  it.each<[string, Raster]>([
    ['3 x 3 pixels, against the light', picture(3, 3, (x, y) => (y === 0 ? [230, 240, 250] : [20 + x, 25, 22 + y]))],
    ['one row', picture(300, 1, (x) => [x % 256, 30, 20])],
    ['one pixel that is not transparent', picture(9, 9, (x, y) => [20 * x, 20 * y, 30, x === 4 && y === 4 ? 255 : 0])],
  ])('gives one of %s finite numbers, and its alpha back', async (_, raster) => {
    const decider = createShippedDecider();
    const { plan, raster: after } = await retouch(raster, learned, { decide: decider.decide });
    for (const transform of plan.steps.flatMap(({ transforms }) => transforms)) {
      if (transform.kind === 'grid') expect(transform.data.every(Number.isFinite)).toBe(true);
      if (transform.kind === 'lut3d') expect(transform.values.every(Number.isFinite)).toBe(true);
    }
    if (raster.channels === 4) for (let i = 3; i < raster.data.length; i += 4) expect(after.data[i]).toBe(raster.data[i]);
    await decider.dispose();
  });
});
