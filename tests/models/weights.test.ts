import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findModel, manifest } from '@openretouch/models';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');

interface RecordedTensors {
  readonly cases: readonly { readonly file: string; readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[] }[];
}

/** Rows of the photo list that were trained on, as `source, licence`. No field of these rows but the licence holds a comma. */
function readTrainingPhotos(): { readonly source: string; readonly tier: string; readonly name: string }[] {
  return read('models/recipe/photos.csv')
    .trim()
    .split('\n')
    .filter((line) => /,(A1|A2|A3),train,/.test(line))
    .map((line) => {
      const [file, source] = line.split(',');
      return { source, tier: /,(A[123]),train,/.exec(line)?.[1] ?? '', name: file.replace(/[.]jpg$/, '').replace(/^.*?__/, '') };
    });
}

function readTensors(): Map<string, Float32Array>[] {
  const folder = 'tests/models/csrnet/';
  const recorded = JSON.parse(read(`${folder}cases.json`)) as RecordedTensors;
  return recorded.cases.map(({ file, tensors }) => {
    const bytes = readFileSync(root + folder + file);
    const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    let offset = 0;
    const byName = tensors.map(({ name, shape }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const values = numbers.subarray(offset, (offset += count));
      return [name, values] as const;
    });
    expect(offset, `${file} holds its tensors and nothing else`).toBe(numbers.length);
    return new Map(byName);
  });
}

describe('the entry of a shipped model', () => {
  it.each(manifest.models.map((model) => [model.id, model] as const))('%s states its size, opset, licence and quality', (_, model) => {
    expect(readFileSync(root + 'models/' + model.file).length).toBe(model.byteCount);
    expect(model.opset).toBeLessThanOrEqual(17);
    expect(model.licence).toBe('CC-BY-4.0');
    expect(model.measuredQuality.length).toBeGreaterThan(0);
    for (const { command } of model.measuredQuality) expect(existsSync(root + command.split(' ')[1]), command).toBe(true);
    expect(existsSync(`${root}models/cards/${model.operation}.md`)).toBe(true);
  });

  it.each(manifest.models.map((model) => [model.id, model] as const))('%s counts the photos of every source as the photo list does', (_, model) => {
    const listed = new Map<string, number>();
    for (const { source } of readTrainingPhotos()) listed.set(source, (listed.get(source) ?? 0) + 1);
    const stated = new Map<string, number>();
    for (const { name, photoCount } of model.trainingData) stated.set(name, (stated.get(name) ?? 0) + photoCount);
    expect(stated).toEqual(listed);
  });

  it('has the card of its operation name it', () => {
    for (const { id, operation } of manifest.models) expect(read(`models/cards/${operation}.md`)).toContain(`\`${id}\``);
  });
});

describe('the credits', () => {
  it('name every photo the weights were trained on, the snapshots as one collection', () => {
    const credits = read('models/CREDITS.md');
    for (const { name, source, tier } of readTrainingPhotos()) {
      expect(credits).toContain(`## ${source}\n`);
      if (tier !== 'A3') expect(credits).toContain(`| ${name} |`);
    }
  });
});

describe('the recorded tensors of CSRNet', () => {
  it('have the shapes that the manifest promises', () => {
    const recorded = JSON.parse(read('tests/models/csrnet/cases.json')) as RecordedTensors;
    const promised = ['csrnet-neutral', 'csrnet-map'].flatMap((id) => [...(findModel(id)?.inputs ?? []), ...(findModel(id)?.outputs ?? [])]);
    for (const { tensors } of recorded.cases) {
      for (const { name, shape } of promised) {
        const found = tensors.find((tensor) => tensor.name === name)?.shape;
        expect(found, name).toHaveLength(shape.length);
        shape.forEach((length, axis) => {
          if (typeof length === 'number') expect(found?.[axis], `${name}, axis ${String(axis)}`).toBe(length);
        });
      }
    }
  });

  it('stay inside the ranges that the manifest promises', () => {
    const promised = ['csrnet-neutral', 'csrnet-map'].flatMap((id) => [...(findModel(id)?.inputs ?? []), ...(findModel(id)?.outputs ?? [])]);
    for (const tensors of readTensors()) {
      for (const { name, range } of promised) {
        const values = tensors.get(name) ?? [];
        expect(values.every((value) => value >= range[0] && value <= range[1]), name).toBe(true);
      }
    }
  });

  it('are there for every file of their folder', () => {
    const recorded = JSON.parse(read('tests/models/csrnet/cases.json')) as RecordedTensors;
    const files = readdirSync(`${root}tests/models/csrnet`).filter((file) => file.endsWith('.bin'));
    expect(files.sort()).toEqual(recorded.cases.map(({ file }) => file).sort());
  });
});
