import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyse, convertEncoding, InferenceError, InvalidArgumentError, InvalidModelError, planPhoto, type Raster, type RecipeAsset, retouch } from '@openretouch/core';
import type { Decider, ModelList, ModelSpec } from '@openretouch/core/inference';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ciede2000Summary } from '../../../packages/core/src/compare/compare-images.js';
import type { GridTransform } from '../../../packages/core/src/transforms/transform.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { createShippedDecider } from '../../helpers/decider.js';
import { writeOnnxModel } from '../../helpers/onnx-writer.js';
import { TOLERANCES } from '../../tolerances.js';

const SIDE = 64;
const MODEL = 'pienet-published';
const folder = fileURLToPath(new URL('../../models/pienet-published/', import.meta.url));
/** PieNet as published, one channel wide, with weights of chance: models/recipe/make_test_enhancer.py. */
const list = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as ModelList;
const bytesOf = (file: string): Promise<Uint8Array> => Promise.resolve(new Uint8Array(readFileSync(folder + file)));
const decider = createShippedDecider({ manifest: list, fetchBytes: bytesOf });
afterAll(() => decider.dispose());

/** A light sky over dark ground with a coloured ball, as large as the model's copy. */
function drawScene(): Raster {
  const data = new Float32Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    const [x, y] = [(i % SIDE) / SIDE, Math.floor(i / SIDE) / SIDE];
    const base = y < 0.5 ? [0.5 + 0.3 * y, 0.62 + 0.25 * y, 0.85] : [0.35 - 0.2 * y, 0.3 - 0.1 * y + 0.1 * x, 0.15];
    const isBall = (x - 0.4) ** 2 + (y - 0.55) ** 2 < 0.04;
    data.set(isBall ? [0.8 - 0.5 * y, 0.25 + 0.2 * x, 0.2] : base, 3 * i);
  }
  return { data, width: SIDE, height: SIDE, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}

const scene = drawScene();
const spaceOf = (models: readonly ModelSpec[]): string => models[0].sha256.slice(0, 16);
const taste = (vector: readonly number[], models = list.models): RecipeAsset => ({ type: 'style', embedding: spaceOf(models), vector, likedCount: 5 });
const FIRST = [0, 0, 0.8, 0, 0.6, 0, 0, 0];
const SECOND = [0, -0.6, 0, 0, 0, 0.8, 0, 0];
const recipe = (vector: readonly number[], more: object = {}): ReturnType<typeof recipeOf> => recipeOf([{ op: 'pienet', model: MODEL, style: { asset: 'taste' }, ...more }], { taste: taste(vector) });

/** What the network itself makes of the scene, asked without the product. */
async function paint(vector: readonly number[]): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(await bytesOf(`${MODEL}.onnx`));
  const planes = Float32Array.from({ length: scene.data.length }, (_, at) => scene.data[(at % (SIDE * SIDE)) * 3 + Math.floor(at / (SIDE * SIDE))]);
  const { retouched } = await session.run({ copy: new ort.Tensor('float32', planes, [1, 3, SIDE, SIDE]), preference: new ort.Tensor('float32', Float32Array.from(vector), [1, 8]) });
  const painted = retouched.data as Float32Array;
  return painted.map((_, at) => Math.min(Math.max(painted[(at % 3) * SIDE * SIDE + Math.floor(at / 3)], 0), 1));
}

const meanDifference = (a: Raster['data'] | Float32Array, b: Raster['data'] | Float32Array): number => ciede2000Summary(a as Float32Array, b as Float32Array).mean;

describe('a model that paints pixels', () => {
  let painted: Float32Array;
  beforeAll(async () => {
    painted = await paint(FIRST);
  });

  it('is applied by what was fitted to its pixels, as near as the plan says', async () => {
    const { raster, plan } = await retouch(scene, recipe(FIRST), { decide: decider.decide });
    const off = meanDifference(raster.data, painted);
    expect(plan.steps[0].transforms.map(({ kind }) => kind)).toEqual(['lut3d', 'grid']);
    const note = plan.notes.find(({ code }) => code === 'fitted')?.message ?? '';
    expect(note).toMatch(/^pienet-published paints pixels: what is applied was fitted to them, \d+\.\d CIEDE2000 off on average, 95 % of pixels below \d+\.\d$/);
    expect(Math.abs(off - Number(/([\d.]+) CIEDE2000/.exec(note)?.[1]))).toBeLessThan(0.051);
    expect(off).toBeLessThan(TOLERANCES.inference.fittedShare * meanDifference(scene.data, painted));
  });

  it('is followed nearer by map and grid than by the map alone', async () => {
    const plan = await planPhoto(recipe(FIRST), analyse(scene), { decide: decider.decide });
    const [{ transforms }] = plan.steps;
    const offsets = (transforms[1] as GridTransform).data;
    expect(offsets.some((value, i) => i % 6 > 2 && Math.abs(value) > 0.01)).toBe(true);
    for (let i = 0; i < offsets.length; i += 6) for (let channel = 0; channel < 3; channel += 1) expect(offsets[i + channel]).toBeCloseTo(1, 2);
  });

  it('goes halfway at half the strength', async () => {
    const [whole, half] = await Promise.all([1, 0.5].map((strength) => retouch(scene, recipe(FIRST, { strength }), { decide: decider.decide })));
    for (let i = 0; i < scene.data.length; i += 1) expect(half.raster.data[i]).toBeCloseTo((scene.data[i] + whole.raster.data[i]) / 2, 5);
  });

  it('heeds the style', async () => {
    const other = await paint(SECOND);
    const [first, second] = await Promise.all([FIRST, SECOND].map((vector) => retouch(scene, recipe(vector), { decide: decider.decide })));
    expect(meanDifference(other, painted)).toBeGreaterThan(1);
    expect(meanDifference(first.raster.data, painted)).toBeLessThan(meanDifference(second.raster.data, painted));
    expect(meanDifference(second.raster.data, other)).toBeLessThan(meanDifference(first.raster.data, other));
  });

  it('gives a photo in Display P3 the same look', async () => {
    const { raster } = await retouch(convertEncoding(scene, 'display-p3'), recipe(FIRST), { decide: decider.decide });
    expect(meanDifference(convertEncoding(raster, 'srgb').data, painted)).toBeLessThan(TOLERANCES.inference.fittedShare * meanDifference(scene.data, painted));
  });

  it('looks at the whole photo at any size', async () => {
    const large = enlarge(scene, 5);
    const { raster } = await retouch(large, recipe(FIRST), { decide: decider.decide });
    expect(meanDifference(raster.data, enlarge({ ...scene, data: painted }, 5).data)).toBeLessThan(TOLERANCES.inference.fittedShare * meanDifference(scene.data, painted));
  });

  it('sees styles by its own embedding', async () => {
    const seen = await decider.embedPhoto(analyse(scene), { model: `${MODEL}-embedding` });
    expect(seen.embedding).toBe(spaceOf(list.models));
    expect(seen.vector).toHaveLength(8);
    expect(Math.hypot(...seen.vector)).toBeCloseTo(1, 4);
  });

  it('takes no mix of styles, whose map would be none of a map and a grid', async () => {
    const mixed = recipeOf([{ op: 'pienet', model: MODEL, style: [{ asset: 'taste', share: 0.5 }, { asset: 'other', share: 0.5 }] }], { taste: taste(FIRST), other: taste(SECOND) });
    await expect(planPhoto(mixed, analyse(scene), { decide: decider.decide })).rejects.toThrowError(/^style: a mix, by pienet-published, which paints pixels \(expected one style: mixPreferences, or "style mix", makes one of several\)/);
    await expect(planPhoto(mixed, analyse(scene), { decide: decider.decide })).rejects.toThrowError(InvalidArgumentError);
  });

  it.each<[string, Partial<Parameters<typeof writeOnnxModel>[0]>, RegExp, abstract new (...parts: never[]) => Error]>([
    ['another size', { nodes: [{ operator: 'MatMul', inputs: ['copy', 'half'], outputs: ['retouched'] }], tensors: { half: { shape: [SIDE, 2], values: Array<number>(SIDE * 2).fill(0) } }, outputs: { retouched: [1, 3, SIDE, 2] } }, /painted 1 x 3 x 64 x 2 \(expected 1 x 3 x 64 x 64, as its copy\)/, InferenceError],
    ['no numbers', { nodes: [{ operator: 'Div', inputs: ['copy', 'nothing'], outputs: ['retouched'] }], tensors: { nothing: { shape: [1], values: [0] } } }, /retouched\[0\] Infinity \(expected 0 to 1\)/, InferenceError],
    ['nothing it has looked at', { nodes: [{ operator: 'MatMul', inputs: ['preference', 'spread'], outputs: ['retouched'] }], tensors: { spread: { shape: [8, 3], values: Array<number>(24).fill(0.1) } }, inputs: { preference: [1, 8] }, outputs: { retouched: [1, 3] } }, /paints, and takes no picture \(expected the input "copy"\)/, InvalidModelError],
  ])('is refused when it paints %s', async (_, graph, message, kind) => {
    const borders = { inputs: { copy: [1, 3, SIDE, SIDE], preference: [1, 8] }, outputs: { retouched: [1, 3, SIDE, SIDE] } };
    const bad = createBadDecider({ nodes: [], ...borders, ...graph });
    const planning = planPhoto(recipe(FIRST), analyse(scene), { decide: bad.decide });
    await expect(planning).rejects.toThrowError(message);
    await expect(planning).rejects.toThrowError(kind);
    await bad.dispose();
  });
});

/** The embedding as it is, beside another enhancer of its name. */
function createBadDecider(graph: Parameters<typeof writeOnnxModel>[0]): Decider {
  const bytes = writeOnnxModel(graph);
  const describeSide = (borders: typeof graph.inputs): ModelSpec['inputs'] =>
    Object.entries(borders).map(([name, shape]) => ({ name, shape, type: 'float32', range: [0, 1] as const, encoding: 'srgb', ...(shape.length === 4 ? { size: [SIDE, SIDE] as const } : {}) }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const enhancer: ModelSpec = { ...list.models[1], byteCount: bytes.length, sha256, inputs: describeSide(graph.inputs), outputs: describeSide(graph.outputs) };
  return createShippedDecider({ manifest: { ...list, models: [list.models[0], enhancer] }, fetchBytes: (file) => (file === enhancer.file ? Promise.resolve(bytes) : bytesOf(file)) });
}

function enlarge(raster: Raster, factor: number): Raster {
  const width = raster.width * factor;
  const data = Float32Array.from({ length: width * width * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return raster.data[(Math.floor(Math.floor(pixel / width) / factor) * raster.width + Math.floor((pixel % width) / factor)) * 3 + (at % 3)];
  });
  return { ...raster, data, width, height: width };
}
