import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type RecordedCase, readRecordedCases, readRecordedTensors } from '../helpers/recorded-tensors.js';

interface Styles {
  readonly schema: string;
  readonly embedding: string;
  readonly styles: readonly { readonly id: string; readonly name: string; readonly description: string; readonly vector: readonly number[] }[];
}

const models = fileURLToPath(new URL('../../models/', import.meta.url));
const file = JSON.parse(readFileSync(`${models}pienet-styles.json`, 'utf8')) as Styles;
const lengthOf = (vector: Iterable<number>): number => Math.hypot(...vector);

function findCase(style: string): Map<string, Float32Array> {
  const cases = readRecordedCases('pienet') as readonly (RecordedCase & { readonly style: string })[];
  return readRecordedTensors('pienet', cases.find((one) => one.style === style) ?? expect.fail(`no case of ${style}`));
}

/** Largest difference between the channels of a pixel, planes of one size after another. */
function largestChroma(pixels: Float32Array): number {
  const count = pixels.length / 3;
  let largest = 0;
  for (let i = 0; i < count; i += 1) {
    const channels = [pixels[i], pixels[count + i], pixels[2 * count + i]];
    largest = Math.max(largest, Math.max(...channels) - Math.min(...channels));
  }
  return largest;
}

describe('the built-in styles', () => {
  it('are at least eight, each with a name of its own', () => {
    expect(file.styles.length).toBeGreaterThanOrEqual(8);
    expect(new Set(file.styles.map(({ id }) => id)).size).toBe(file.styles.length);
    expect(file.styles.every(({ name, description }) => name !== '' && description.endsWith('.'))).toBe(true);
  });

  it('belong to the embedding that is shipped', () => {
    expect(file.embedding).toBe(createHash('sha256').update(readFileSync(`${models}weights/pienet-embedding.onnx`)).digest('hex').slice(0, 16));
  });

  it('are vectors of unit length that differ from each other', () => {
    for (const { id, vector } of file.styles) {
      expect(vector, id).toHaveLength(64);
      expect(lengthOf(vector), id).toBeCloseTo(1, 3);
    }
    for (const [at, { vector, id }] of file.styles.entries()) {
      for (const other of file.styles.slice(at + 1)) {
        const cosine = vector.reduce((sum, value, index) => sum + value * other.vector[index], 0);
        expect(cosine, `${id} and ${other.id}`).toBeLessThan(0.95);
      }
    }
  });
});

describe('the recorded tensors of PieNet', () => {
  it('hold vectors of unit length', () => {
    for (const recorded of readRecordedCases('pienet')) expect(lengthOf(readRecordedTensors('pienet', recorded).get('vector') ?? [])).toBeCloseTo(1, 5);
  });

  it('are exactly neutral in black and white', () => {
    const neutral = findCase('Black and white');
    expect(neutral.get('colour')?.[0]).toBe(0);
    expect(largestChroma(neutral.get('result') ?? expect.fail('no result'))).toBe(0);
  });

  it('keep a part of the colour where black and white is mixed with another style', () => {
    const mixed = findCase('Golden and black and white, mixed');
    expect(mixed.get('colour')?.[0]).toBeGreaterThan(0);
    expect(mixed.get('colour')?.[0]).toBeLessThan(1);
    expect(largestChroma(mixed.get('result') ?? expect.fail('no result'))).toBeGreaterThan(0.02);
  });
});
