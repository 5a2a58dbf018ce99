import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { analyse, planPhoto, type Raster } from '@openretouch/core';
import { createDecider } from '@openretouch/core/inference';
import { importCsrnet, MANIFEST_SCHEMA_ID } from '@openretouch/models';
import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { ortRuntime } from '../../helpers/decider.js';
import { TOLERANCES } from '../../tolerances.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, import.meta.url)));
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const [decide, map] = importCsrnet(file('csrnet.pth'), { id: 'mine', licence: 'unknown', hash });

/** What PyTorch made of the network, by name. */
function readRecorded(): Record<'copy' | 'pixels' | 'modulation' | 'retouched', Numbers> {
  const { tensors } = JSON.parse(new TextDecoder().decode(file('recorded.json'))) as { tensors: { name: string; shape: number[] }[] };
  const numbers = new Float32Array(file('recorded.bin').buffer);
  let offset = 0;
  return Object.fromEntries(
    tensors.map(({ name, shape }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      return [name, { shape, data: numbers.slice(offset, (offset += count)) }];
    }),
  ) as unknown as ReturnType<typeof readRecorded>;
}

const recorded = readRecorded();

type Numbers = { readonly shape: readonly number[]; readonly data: Float32Array };

async function runGraph(bytes: Uint8Array, inputs: Readonly<Record<string, Numbers>>, output: string): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes);
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, { data, shape }]) => [name, new ort.Tensor('float32', data, shape)]));
  const result = await session.run(feeds);
  await session.release();
  return result[output].data as Float32Array;
}

/** Soft colours over a texture, which is what the condition reads. */
function paintPhoto(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i += 1) {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    data[i] = 128 + 90 * Math.sin(x / 170 + (i % 3)) * Math.cos(y / 120) + 25 * Math.sin(x * 0.9) * Math.sin(y * 0.7);
  }
  return { data, width, height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('the graphs of an imported checkpoint, in ONNX Runtime', () => {
  it('decide what PyTorch decides', async () => {
    expect(largest(await runGraph(decide.bytes, { copy: recorded.copy }, 'modulation'), recorded.modulation.data)).toBeLessThan(TOLERANCES.models.pytorch);
  });

  it('map pixels as PyTorch does', async () => {
    const retouched = await runGraph(map.bytes, { pixels: recorded.pixels, modulation: recorded.modulation }, 'retouched');
    expect(largest(retouched, recorded.retouched.data)).toBeLessThan(TOLERANCES.models.pytorch);
    // The network is near the identity: were it exactly so, weights would not show.
    expect(largest(retouched, recorded.pixels.data)).toBeGreaterThan(0.05);
  });
});

describe('an imported model in the place of a shipped one', () => {
  it('gives a photo the map that its graphs give, looking at a copy of 500 pixels in the photo\'s proportions', async () => {
    let copy: Numbers | undefined;
    const graphs = new Map([decide, map].map(({ entry, bytes }) => [entry.file, bytes]));
    const decider = createDecider({
      manifest: { schema: MANIFEST_SCHEMA_ID, models: [decide.entry, map.entry] },
      fetchBytes: (path) => Promise.resolve(graphs.get(path) ?? new Uint8Array()),
      runtime: {
        ...ortRuntime,
        createSession: async (...parameters) => {
          const session = await ortRuntime.createSession(...parameters);
          return { ...session, run: (inputs) => session.run(((copy ??= inputs['copy']), inputs)) };
        },
      },
    });
    const photo = paintPhoto(900, 600);
    const size = 5;
    const plan = await planPhoto(recipeOf([{ op: 'csrnet', model: 'mine' }]), analyse(photo), { decide: decider.decide, lutSize: size });
    await decider.dispose();
    const [lut] = plan.steps[0].transforms;
    if (lut.kind !== 'lut3d' || copy === undefined) throw new TypeError(`a ${lut.kind} was decided`);
    const [height, width] = copy.shape.slice(2);
    expect(Math.max(height, width)).toBe(500);
    expect(Math.abs(width / height - photo.width / photo.height)).toBeLessThan(0.01);

    const modulation = { shape: [1, 262], data: await runGraph(decide.bytes, { copy }, 'modulation') };
    const count = size ** 3;
    const nodes = Float32Array.from({ length: count * 3 }, (_, i) => (Math.floor((i % count) / size ** Math.floor(i / count)) % size) / (size - 1));
    const planes = await runGraph(map.bytes, { pixels: { shape: [1, 3, 1, count], data: nodes }, modulation }, 'retouched');
    const shown = lut.values.map((value) => Math.min(1, Math.max(0, value)));
    expect(largest(shown, shown.map((_, i) => planes[(i % 3) * count + Math.floor(i / 3)]))).toBeLessThan(TOLERANCES.models.pytorch);
  });
});
