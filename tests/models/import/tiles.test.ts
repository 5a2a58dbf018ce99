import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { analyse, applyPlan, convertEncoding, planPhoto, type Raster, type RecipeOperation, retouch } from '@openretouch/core';
import { type BakeNetwork, createDecider, type InferenceRuntime } from '@openretouch/core/inference';
import { createWasmKernels } from '@openretouch/kernels';
import { importCsrnet, type ImportCsrnetOptions, MANIFEST_SCHEMA_ID } from '@openretouch/models';
import { afterEach, describe, expect, it } from 'vitest';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { ortRuntime } from '../../helpers/decider.js';
import { PHOTO_FOLDERS, readPhoto } from '../../helpers/photos.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, import.meta.url)));
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const TILES = { condition: 'tiles' } as const;
const disposals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0)) await dispose();
});

/** A decider of one imported model, `mine`, that keeps what was found in each photo, or takes another finding in its place. */
function deciderOf(checkpoint: string, options: Partial<ImportCsrnetOptions>, recorded?: Float32Array, bakeNetwork?: BakeNetwork) {
  const graphs = importCsrnet(file(checkpoint), { id: 'mine', licence: 'unknown', hash, ...options });
  const bytes = new Map(graphs.map(({ entry, bytes }) => [entry.file, bytes]));
  const found: Float32Array[] = [];
  const runtime: InferenceRuntime = {
    name: ortRuntime.name,
    async createSession(model, provider) {
      const session = await ortRuntime.createSession(model, provider);
      return {
        async run(inputs) {
          const outputs = await session.run(inputs);
          found.push(outputs.modulation.data);
          return recorded === undefined ? outputs : { ...outputs, modulation: { ...outputs.modulation, data: recorded } };
        },
        release: () => session.release(),
      };
    },
  };
  const decider = createDecider({
    manifest: { schema: MANIFEST_SCHEMA_ID, models: graphs.map(({ entry }) => entry) },
    fetchBytes: (path) => Promise.resolve(bytes.get(path) ?? new Uint8Array()),
    runtime,
    ...(bakeNetwork === undefined ? {} : { bakeNetwork }),
  });
  disposals.push(() => decider.dispose());
  return { decide: decider.decide, found };
}

const MINE: RecipeOperation = { op: 'csrnet', model: 'mine' };
const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

/** @returns what the tiles of a photo decide, after other operations. */
async function decideByTiles(photo: Raster, before: readonly RecipeOperation[] = [], masks = {}): Promise<Float32Array> {
  const { decide, found } = deciderOf('textures.pth', TILES);
  await planPhoto(recipeOf([...before, MINE]), analyse(photo), { decide, photo, masks, lutSize: 3 });
  return found[0];
}

/** Colours over a texture that grows finer to the right. */
function paint(width: number, height: number, channels: 3 | 4 = 3): Raster {
  const random = seededRandom(3);
  const data = Float32Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    return i % channels === 3 ? 1 : 0.5 + 0.3 * Math.sin(x / 90 + (i % channels)) * Math.cos(y / 70) + 0.15 * (random() - 0.5) * (x / width);
  });
  return { data, width, height, channels, bitDepth: 32, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

describe('a photo with fewer pixels than all tiles', () => {
  it('decides what PyTorch decides of all of it, borders and all', async () => {
    const { tensors } = JSON.parse(new TextDecoder().decode(file('recorded.json'))) as { tensors: { name: string; shape: number[] }[] };
    const numbers = new Float32Array(file('recorded.bin').buffer);
    const lengths = tensors.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
    const [, , height, width] = tensors[0].shape;
    const plane = width * height;
    const photo: Raster = { data: Float32Array.from({ length: lengths[0] }, (_, i) => numbers[(i % 3) * plane + Math.floor(i / 3)]), width, height, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
    const { decide, found } = deciderOf('csrnet.pth', TILES);
    await planPhoto(recipeOf([MINE]), analyse(photo), { decide, photo, lutSize: 3 });
    expect(tensors.map(({ name }) => name).slice(0, 3)).toEqual(['copy', 'pixels', 'modulation']);
    expect(largest(found[0], numbers.subarray(lengths[0] + lengths[1], lengths[0] + lengths[1] + lengths[2]))).toBeLessThan(TOLERANCES.models.pytorch);
  });

  it.each([[3, 3], [2, 1], [700, 1], [8, 900]])('of %d x %d pixels gets a finite map', async (width, height) => {
    expect((await decideByTiles(paint(width, height))).every(Number.isFinite)).toBe(true);
  });
});

describe('a photo by its tiles', () => {
  const { modulations } = JSON.parse(new TextDecoder().decode(file('textures.json'))) as { modulations: Record<string, number[]> };

  it.each(Object.keys(modulations))('%s is given nearly what the network gives that sees all of it, and a copy of 500 pixels is not', async (name) => {
    const photo = await readPhoto(`${PHOTO_FOLDERS.samples}/${name}.jpg`);
    const analysis = analyse(photo);
    // The photo's colours, one of each cell: the map is the same wherever they stand.
    const { rgb, width, height } = analysis.sample;
    const sample: Raster = { data: rgb, width, height, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
    const { bakeNetwork } = await createWasmKernels();
    const render = async (options: Partial<ImportCsrnetOptions>, recorded?: Float32Array): Promise<number[]> => {
      const { decide } = deciderOf('textures.pth', options, recorded, bakeNetwork);
      const { data } = await applyPlan(await planPhoto(recipeOf([MINE]), analysis, { decide, photo }), sample);
      return Array.from(data, (value) => Math.min(Math.max(value, 0), 1) * 255);
    };
    const published = await render(TILES, Float32Array.from(modulations[name]));
    const mean = (values: readonly number[], measure: (difference: number) => number): number => values.reduce((sum, value, i) => sum + measure(value - published[i]), 0) / values.length;
    const [byTiles, byCopy] = [await render(TILES), await render({})];
    const { tiles: limits } = TOLERANCES.inference;
    expect(10 * Math.log10(255 ** 2 / mean(byTiles, (difference) => difference ** 2))).toBeGreaterThan(limits.psnr);
    expect(mean(byTiles, Math.abs)).toBeLessThan(limits.levels);
    expect(mean(byCopy, Math.abs)).toBeGreaterThan(limits.betterThanCopy * mean(byTiles, Math.abs));
  });

  it('is decided alike every time', async () => {
    const photo = paint(800, 640);
    expect(await decideByTiles(photo)).toEqual(await decideByTiles(photo));
  });

  it('is decided as one that the operations before have been applied to', async () => {
    const photo = paint(800, 640);
    const before: RecipeOperation[] = [{ op: 'brightness', gain: 0.7 }, { op: 'toneCurve', points: [[0, 0.1], [0.4, 0.6], [1, 0.9]], strength: 0.8 }];
    const { raster } = await retouch(photo, recipeOf(before));
    const expected = await decideByTiles(raster);
    expect(largest(await decideByTiles(photo, before), expected)).toBeLessThan(TOLERANCES.inference.modulation);
    expect(largest(await decideByTiles(photo), expected)).toBeGreaterThan(0.01);
  });

  it('is decided as one that an operation before was painted into', async () => {
    const photo = paint(800, 640);
    const soft = Uint8Array.from({ length: 800 * 640 }, (_, i) => Math.min(Math.max(((i % 800) - 300) / 300, 0), 1) * 255);
    const masks = { brush: { data: soft, width: 800, height: 640 } };
    const before: RecipeOperation[] = [{ op: 'brightness', gain: 0.4, mask: { slot: 'brush' } }];
    const { raster } = await retouch(photo, recipeOf(before), { masks });
    const expected = await decideByTiles(raster);
    // The mask is read from its small copy, to half a level of its 8 bit.
    expect(largest(await decideByTiles(photo, before, masks), expected)).toBeLessThan(0.002);
    expect(largest(await decideByTiles(photo), expected)).toBeGreaterThan(0.02);
  });

  it('is decided alike in sRGB and in Display P3', async () => {
    const photo = paint(800, 640);
    expect(largest(await decideByTiles(convertEncoding(photo, 'display-p3')), await decideByTiles(photo))).toBeLessThan(TOLERANCES.inference.modulation);
  });

  it.each([[300, 200], [800, 640]])('of %d x %d pixels does not show what is transparent', async (width, height) => {
    const photo = paint(width, height, 4);
    const random = seededRandom(5);
    const hidden = (colour: () => number): Raster => ({ ...photo, data: Float32Array.from(photo.data, (value, i) => (Math.floor(i / 4) % width < width / 2 + 3.5 ? value : i % 4 === 3 ? 0 : colour())) });
    expect(largest(await decideByTiles(hidden(() => 1)), await decideByTiles(hidden(random)))).toBeLessThan(1e-6);
  });

  it('is refused where planning has its small copy alone, or another photo', async () => {
    const photo = paint(40, 30);
    const { decide } = deciderOf('textures.pth', TILES);
    const plan = (given: object) => planPhoto(recipeOf([MINE]), analyse(photo), { decide, ...given });
    await expect(plan({})).rejects.toThrow('model mine: looks at parts of the photo at its own pixels, and planning has only its small copy (expected the option "photo"');
    await expect(plan({ photo: paint(30, 40) })).rejects.toThrow('photo: 30 x 40 in srgb (expected the one that was analysed, 40 x 30 in srgb)');
  });
});

describe('importing for tiles', () => {
  it('refuses a size beside', () => {
    expect(() => importCsrnet(file('csrnet.pth'), { id: 'mine', licence: 'unknown', hash, condition: 'tiles', conditionSide: 500 })).toThrow('expected none beside tiles');
  });

  it('leaves the colour map as it is', () => {
    const map = (options: Partial<ImportCsrnetOptions>) => importCsrnet(file('csrnet.pth'), { id: 'mine', licence: 'unknown', hash, ...options })[1];
    expect(map(TILES)).toEqual(map({}));
  });
});
