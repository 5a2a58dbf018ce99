import { analyse, convertEncoding, EmbeddingSpaceError, InvalidArgumentError, InvalidModelError, ModelUnavailableError, planPhoto, type Raster, type RecipeAsset } from '@openretouch/core';
import { checkManifest, type Decider } from '@openretouch/core/inference';
import { createWasmKernels } from '@openretouch/kernels';
import { afterAll, describe, expect, it } from 'vitest';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { largestDifference } from '../../helpers/laws/law.js';
import { lawPicture } from '../../helpers/pictures.js';
import { TOLERANCES } from '../../tolerances.js';
import { createFakePienet, FAKE_MODELS, FAKE_SPACE, FAKE_STYLES } from './fake-pienet.js';

const decider = createFakePienet();
afterAll(() => decider.dispose());

const photo = lawPicture(8, { channels: 3 });
const taste = (vector: readonly number[], embedding = FAKE_SPACE): RecipeAsset => ({ type: 'style', embedding, vector, likedCount: 5 });

async function mapOf(style: string | RecipeAsset, { raster = photo, by = decider, model }: { raster?: Raster; by?: Decider; model?: string } = {}): Promise<Lut3dTransform> {
  const entry = { op: 'pienet', style: typeof style === 'string' ? style : { asset: 'taste' }, ...(model === undefined ? {} : { model }) };
  const { steps } = await planPhoto(recipeOf([entry], typeof style === 'string' ? {} : { taste: style }), analyse(raster), { decide: by.decide, lutSize: 5 });
  return steps[0].transforms[0] as Lut3dTransform;
}

/** Node by node, what a style adds to the colour that stands there. */
const added = ({ values, size }: Lut3dTransform): number[] => Array.from(values, (value, i) => value - (Math.floor(Math.floor(i / 3) / size ** (i % 3)) % size) / (size - 1));

describe('a decision for a style', () => {
  it('is made by the vector of the recipe, by the place of each number', async () => {
    for (const vector of [[0.5, 0, 0, 0], [0, -0.5, 0.8, 0]]) {
      const offsets = added(await mapOf(taste(vector)));
      for (const [i, value] of offsets.entries()) expect(value).toBeCloseTo(0.1 * vector[i % 3], 6);
    }
  });

  it('is that of the listed vector for a built-in style', async () => {
    expect((await mapOf('bluish')).values).toEqual((await mapOf(taste([0, 0, 1, 0]))).values);
  });

  it('has as much colour as the model leaves, of the same luma, by the kernels and without them', async () => {
    const { bakeNetwork } = await createWasmKernels();
    const fast = createFakePienet(FAKE_MODELS, { bakeNetwork });
    const luma = (values: Float32Array, at: number): number => 0.299 * values[at] + 0.587 * values[at + 1] + 0.114 * values[at + 2];
    for (const by of [decider, fast]) {
      const [coloured, half, grey] = await Promise.all([0, 0.5, 1].map((gone) => mapOf(taste([0.01, 0, 0, gone]), { by })));
      for (let at = 0; at < grey.values.length; at += 3) {
        expect([grey.values[at + 1], grey.values[at + 2]]).toEqual([grey.values[at], grey.values[at]]);
        expect(grey.values[at]).toBeCloseTo(luma(coloured.values, at), 6);
        for (let c = 0; c < 3; c += 1) expect(half.values[at + c]).toBeCloseTo((coloured.values[at + c] + grey.values[at + c]) / 2, 6);
      }
    }
    await fast.dispose();
  });

  it('without colour is neutral to the last bit in Display P3 as well', async () => {
    const { values, space } = await mapOf(taste([0.01, 0, 0, 1]), { raster: { ...photo, encoding: 'display-p3' } });
    expect(space).toBe('display-p3');
    for (let at = 0; at < values.length; at += 3) expect([values[at + 1], values[at + 2]]).toEqual([values[at], values[at]]);
  });

  it.each<[string, () => Promise<unknown>, RegExp, abstract new (...parts: never[]) => Error]>([
    ['of another embedding space', () => mapOf(taste([1, 0, 0, 0], 'ffffffffffffffff')), new RegExp(`^style: of the embedding space ffffffffffffffff with 4 dimensions \\(expected ${FAKE_SPACE} with 4, as the model pienet-condition was trained on: learn it anew`), EmbeddingSpaceError],
    ['of another number of dimensions', () => mapOf(taste([1, 0])), /with 2 dimensions \(expected .* with 4/, EmbeddingSpaceError],
    ['that is not built in', () => mapOf('gloomy'), /^style "gloomy": no built-in style \(expected one of reddish, bluish\)/, ModelUnavailableError],
    ['by a model of another operation', () => mapOf('bluish', { model: 'cudi-student' }), /model "cudi-student": not in the manifest/, ModelUnavailableError],
    ['by a model that takes none', () => mapOf('bluish', { model: 'pienet-embedding' }), /model pienet-embedding: takes no style/, InvalidModelError],
    ['where nothing sees styles', () => mapOf('bluish', { by: createFakePienet(FAKE_MODELS.slice(1).map(({ embedding: _, ...model }) => model)) }), /none that sees styles/, ModelUnavailableError],
  ])('is refused for a style %s', async (_, run, message, kind) => {
    await expect(run()).rejects.toThrowError(message);
    await expect(run()).rejects.toThrowError(kind);
  });
});

describe('embedPhoto', () => {
  it("sees a photo's style in the space of the model, whatever the photo's own space is", async () => {
    const [seen, display] = await Promise.all([photo, convertEncoding(photo, 'display-p3')].map((raster) => decider.embedPhoto(analyse(raster))));
    expect(seen.embedding).toBe(FAKE_SPACE);
    const means = [0, 1, 2].map((channel) => Array.from(photo.data).reduce((sum, value, i) => sum + (i % 3 === channel ? value : 0), 0) / (photo.data.length / 3) / 255);
    // Of one pixel in each of 64 x 64 cells.
    means.forEach((mean, channel) => expect(Math.abs(seen.vector[channel] - mean)).toBeLessThan(0.02));
    expect(largestDifference(Float32Array.from(seen.vector), Float32Array.from(display.vector))).toBeLessThan(TOLERANCES.inference.embeddedSpaces);
  });

  it.each<[string, Raster]>([
    ['of one colour', { data: new Uint8Array(48).fill(90), width: 4, height: 4, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' }],
    ['wholly transparent', { data: Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 0 : i * 3)), width: 4, height: 4, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' }],
  ])('refuses a photo %s, which has no style', async (_, raster) => {
    await expect(decider.embedPhoto(analyse(raster))).rejects.toThrowError(InvalidArgumentError);
  });

  it('stops when cancelled', async () => {
    await expect(decider.embedPhoto(analyse(photo), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrowError('enough');
  });
});

describe('a list of styles', () => {
  const listed = (changes: object): object => ({ schema: 'openretouch/models@1', models: FAKE_MODELS, styles: { ...FAKE_STYLES, ...changes } });
  const [style] = FAKE_STYLES.styles;

  it.each<[object, string]>([
    [{ schema: 'openretouch/pienet-styles@9' }, 'styles.schema: "openretouch/pienet-styles@9" (expected "openretouch/pienet-styles@1")'],
    [{ embedding: 'here' }, 'styles.embedding: here'],
    [{ styles: {} }, 'styles.styles: {}'],
    [{ styles: [{ ...style, id: 'Red Dish' }] }, 'styles.styles[0].id: Red Dish'],
    [{ styles: [style, style] }, 'styles.styles[1].id: reddish'],
    [{ styles: [{ ...style, vector: [1, NaN] }] }, 'styles.styles[0].vector: '],
    [{ styles: [{ ...style, vector: [2, 0] }] }, 'styles.styles[0].vector: [2,0] (expected a list of 2 to 512 numbers, each -1 to 1)'],
  ])('is refused with %j', (changes, message) => {
    const flat = message.replace(/: (here|Red Dish|reddish)$/, (_, word: string) => `: "${word}"`);
    expect(() => checkManifest(listed(changes))).toThrowError(flat);
  });

  it('is taken as it is', () => {
    expect(checkManifest(listed({})).styles).toEqual(FAKE_STYLES);
  });
});
