import { createHash } from 'node:crypto';
import { analyse, applyPlan, compareRasters, convertEncoding, InvalidManifestError, InvalidModelError, ModelUnavailableError, planPhoto, type Plan, type Raster } from '@openretouch/core';
import type { Decider, ModelSpec } from '@openretouch/core/inference';
import { manifest } from '@openretouch/models';
import { afterAll, describe, expect, it } from 'vitest';
import { createShippedDecider, fetchModelBytes } from '../../helpers/decider.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { writeOnnxModel } from '../../helpers/onnx-writer.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../../helpers/photos.js';
import { TOLERANCES } from '../../tolerances.js';
import { listOf } from './fake-models.js';

const decider = createShippedDecider();
afterAll(() => decider.dispose());

const plan = (raster: Raster, by: Decider = decider): Promise<Plan> => planPhoto(recipeOf([{ op: 'csrnet' }]), analyse(raster), { decide: by.decide, lutSize: 17 });
const valuesOf = ({ steps }: Plan): Float32Array => (steps[0].transforms[0] as { values: Float32Array }).values;

function picture(width: number, height: number, values: readonly number[], channels: 3 | 4 = 3): Raster {
  const data = Uint8Array.from({ length: width * height * channels }, (_, index) => values[index % values.length]);
  return { data, width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

describe('a decider with the shipped models', () => {
  it('gives one photo one map, however often and together with others it is asked', async () => {
    const photos = await Promise.all(listPhotos(PHOTO_FOLDERS.good).slice(0, 2).map(readPhoto));
    const [first, other, again] = await Promise.all([plan(photos[0]), plan(photos[1]), plan(photos[0])]);
    expect(largestDifference(valuesOf(first), valuesOf(again))).toBe(0);
    expect(largestDifference(valuesOf(first), valuesOf(other))).toBeGreaterThan(0.01);
  });

  it.each<[string, Raster]>([
    ['of 3 x 3 pixels', picture(3, 3, [10, 200, 30, 77])],
    ['of one row', picture(500, 1, [10, 200, 30, 77])],
    ['nearly transparent', picture(20, 20, [200, 100, 50, 1, 60, 90, 150, 1], 4)],
  ])('gives a photo %s a finite map, which moves its own colours by less than half the range', async (_, raster) => {
    const decided = await plan(raster);
    expect(valuesOf(decided).every(Number.isFinite)).toBe(true);
    const { data } = await applyPlan(decided, raster);
    expect(Math.max(...Array.from(data, (value, index) => Math.abs(value - raster.data[index])))).toBeLessThan(128);
  });

  it.each<[string, Raster]>([
    ['black', picture(40, 30, [0])],
    ['white', picture(40, 30, [255])],
    ['of one colour', picture(40, 30, [200, 30, 90])],
    ['of one pixel', picture(1, 1, [90, 60, 30])],
    ['of one colour where it is covered', picture(20, 20, [200, 100, 50, 255, 9, 9, 9, 0], 4)],
    ['wholly transparent', picture(20, 20, [200, 100, 50, 0, 9, 9, 9, 0], 4)],
  ])('leaves a photo %s bit for bit', async (_, raster) => {
    expect((await applyPlan(await plan(raster), raster)).data).toEqual(raster.data);
  });

  it('gives a photo the same look in sRGB and in Display P3', async () => {
    for (const path of listPhotos(PHOTO_FOLDERS.good).slice(0, 3)) {
      const photo = await readPhoto(path);
      const display = convertEncoding(photo, 'display-p3');
      const expected = await applyPlan(await planPhoto(recipeOf([{ op: 'csrnet' }]), analyse(photo), { decide: decider.decide }), photo);
      const found = await applyPlan(await planPhoto(recipeOf([{ op: 'csrnet' }]), analyse(display), { decide: decider.decide }), display);
      expect(compareRasters(convertEncoding(found, 'srgb'), expected).ciede2000.mean, path).toBeLessThan(TOLERANCES.inference.displayP3Ciede2000);
    }
  });

  it('names the models there are when a style has none', async () => {
    const only = createShippedDecider({ manifest: listOf(...(manifest.models.filter(({ id }) => ['csrnet-neutral', 'csrnet-map'].includes(id)) as unknown as ModelSpec[])) });
    await expect(planPhoto(recipeOf([{ op: 'csrnet', style: 'vivid' }]), analyse(picture(9, 9, [9, 90])), { decide: only.decide })).rejects.toThrowError('model "csrnet-vivid": not in the manifest (expected one of csrnet-neutral, csrnet-map)');
  });

  it('does not take a model of another operation', async () => {
    await expect(planPhoto(recipeOf([{ op: 'csrnet', model: 'cudi-student' }]), analyse(picture(9, 9, [9, 90])), { decide: decider.decide })).rejects.toThrowError(ModelUnavailableError);
  });
});

describe('a decider with models that are not sound', () => {
  const shipped = manifest.models.filter(({ operation }) => operation === 'csrnet') as unknown as ModelSpec[];
  const [neutral] = shipped;
  const replaced = (bytes: Uint8Array, changes: Partial<ModelSpec> = {}): Decider => {
    const spec = { ...neutral, byteCount: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), ...changes };
    const fetchBytes = (file: string): Promise<Uint8Array> => (file === neutral.file ? Promise.resolve(bytes) : fetchModelBytes(file));
    return createShippedDecider({ manifest: listOf(spec, ...shipped.slice(1)), fetchBytes });
  };
  const borders = {
    inputs: Object.fromEntries(neutral.inputs.map(({ name, shape }) => [name, shape])),
    outputs: Object.fromEntries(neutral.outputs.map(({ name, shape }) => [name, shape])),
  };
  const lengthOf = neutral.outputs[0].shape[1] as number;
  const constant = (value: number): Uint8Array =>
    writeOnnxModel({ ...borders, nodes: [{ operator: 'Identity', inputs: ['numbers'], outputs: ['modulation'] }], tensors: { numbers: { shape: [1, lengthOf], values: new Float32Array(lengthOf).fill(value) } } });

  it('refuses a list of models of another version at once', () => {
    expect(() => createShippedDecider({ manifest: { schema: 'openretouch/models@9', models: [] } })).toThrowError(InvalidManifestError);
  });

  it('runs one that is of the stated form, whatever it is', async () => {
    const other = replaced(constant(0));
    // Every scale and shift 0: a map that gives nothing, or, where the map adds its input, that changes nothing.
    const values = valuesOf(await plan(picture(9, 9, [9, 90]), other));
    expect(new Set(values.slice(0, 3)).size).toBe(1);
    await other.dispose();
  });

  it.each<[string, () => Decider, RegExp]>([
    ['NaN', () => replaced(constant(NaN)), /modulation\[0\] NaN/],
    ['numbers out of range', () => replaced(constant(1e6)), /modulation\[0\] 1000000/],
    ['an operator that the runtime does not know', () => replaced(writeOnnxModel({ ...borders, nodes: [{ operator: 'Astonish', inputs: Object.keys(borders.inputs), outputs: ['modulation'] }] })), /refused by onnxruntime-web/],
    ['a file cut off', () => replaced(constant(0).subarray(0, 200)), /expected an ONNX model/],
    ['files that were swapped', () => createShippedDecider({ fetchBytes: (file) => fetchModelBytes(file === neutral.file ? (shipped.at(-1) as ModelSpec).file : neutral.file) }), /expected .*another one/],
  ])('refuses %s', async (_, create, message) => {
    const broken = create();
    await expect(plan(picture(9, 9, [9, 90]), broken)).rejects.toThrowError(message);
    await broken.dispose();
  });

  it('names the file that is not there', async () => {
    const missing = createShippedDecider({ fetchBytes: () => Promise.reject(new Error('ENOENT')) });
    await expect(plan(picture(9, 9, [9, 90]), missing)).rejects.toThrowError(/model csrnet-neutral: weights\/.* cannot be read \(ENOENT\)/);
  });

  it('runs a colour map of a form it does not know as its graph stands', async () => {
    const bytes = writeOnnxModel({
      nodes: [{ operator: 'Sqrt', inputs: ['pixels'], outputs: ['retouched'] }],
      inputs: { pixels: [1, 3, 'H', 'W'], modulation: [1, lengthOf] },
      outputs: { retouched: [1, 3, 'H', 'W'] },
    });
    const map = shipped.find(({ id }) => id === 'csrnet-map') as ModelSpec;
    const spec = { ...map, byteCount: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    const fetchBytes = (file: string): Promise<Uint8Array> => (file === map.file ? Promise.resolve(bytes) : fetchModelBytes(file));
    const rooted = createShippedDecider({ manifest: listOf(neutral, spec), fetchBytes });
    const values = valuesOf(await plan(picture(9, 9, [9, 90]), rooted));
    values.forEach((value, index) => {
      const node = Math.floor(Math.floor(index / 3) / 17 ** (index % 3)) % 17;
      expect(value).toBeCloseTo(Math.sqrt(node / 16), 5);
    });
    await rooted.dispose();
  });

  it('refuses a map that does not take what the decision gives', async () => {
    const map = shipped.find(({ id }) => id === 'csrnet-map') as ModelSpec;
    const bytes = writeOnnxModel({ nodes: [{ operator: 'Identity', inputs: ['pixels'], outputs: ['retouched'] }], inputs: { pixels: [1, 3, 'H', 'W'], modulation: [1, 7] }, outputs: { retouched: [1, 3, 'H', 'W'] } });
    const spec = { ...map, byteCount: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), inputs: map.inputs.map((one) => (one.name === 'modulation' ? { ...one, shape: [1, 7] } : one)) };
    const fetchBytes = (file: string): Promise<Uint8Array> => (file === map.file ? Promise.resolve(bytes) : fetchModelBytes(file));
    const unfit = createShippedDecider({ manifest: listOf(neutral, spec), fetchBytes });
    await expect(plan(picture(9, 9, [9, 90]), unfit)).rejects.toThrowError(InvalidModelError);
    await unfit.dispose();
  });
});
