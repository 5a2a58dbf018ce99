import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifest } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { readRecordedCases, readRecordedTensors } from '../helpers/recorded-tensors.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');

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

function readTensors(operation: string): Map<string, Float32Array>[] {
  return readRecordedCases(operation).map((recorded) => readRecordedTensors(operation, recorded));
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

describe.each(['csrnet', 'cudi', 'pienet'])('the recorded tensors of %s', (operation) => {
  const promised = manifest.models.filter((model) => model.operation === operation).flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);

  it('have the shapes that the manifest promises', () => {
    for (const { tensors } of readRecordedCases(operation)) {
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
    for (const tensors of readTensors(operation)) {
      for (const { name, range } of promised) {
        const values = tensors.get(name) ?? [];
        expect(values.every((value) => value >= range[0] && value <= range[1]), name).toBe(true);
      }
    }
  });

  it('are there for every file of their folder', () => {
    const files = readdirSync(`${root}tests/models/${operation}`).filter((file) => file.endsWith('.bin'));
    expect(files.sort()).toEqual(readRecordedCases(operation).map(({ file }) => file).sort());
  });
});

describe('the recorded maps of CuDi', () => {
  const side = 64;
  const meanOf = (values: Iterable<number>): number => {
    const all = [...values];
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };

  it('bring the mean of each copy nearer to the mean that was wanted', () => {
    for (const tensors of readTensors('cudi')) {
      const [copy, exposure, maps] = ['copy', 'exposure', 'anchoredMaps'].map((name) => tensors.get(name) ?? new Float32Array());
      const exposed = copy.map((value, index) => maps[index % side ** 2] * value + maps[side ** 2 + (index % side ** 2)]);
      const wanted = meanOf(exposure);
      expect(Math.abs(meanOf(exposed) - wanted)).toBeLessThan(Math.abs(meanOf(copy) - wanted));
      expect(Math.abs(meanOf(exposed) - wanted)).toBeLessThan(0.05);
    }
  });

  it('rise everywhere when anchored, so that no tone turns over', () => {
    for (const tensors of readTensors('cudi')) {
      const slopes = tensors.get('anchoredMaps')?.subarray(0, side ** 2) ?? [];
      expect(slopes.length).toBe(side ** 2);
      expect(slopes.every((slope) => slope > 0)).toBe(true);
    }
  });
});
