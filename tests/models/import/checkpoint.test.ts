import { readFileSync } from 'node:fs';
import { ModelFileError, readCheckpoint } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { checkpointOf, op, stateOf, tensor, zipOf } from '../../helpers/make-checkpoint.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const file = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url));
const forms = JSON.parse(new TextDecoder().decode(file('forms.json'))) as Record<string, { shape: number[]; values: number[] }>;

describe.each(['forms.pth', 'forms-legacy.pth'])('%s, as PyTorch wrote it', (name) => {
  const tensors = readCheckpoint(file(name));

  it('gives its tensors without the prefix, out of the wrapper', () => {
    expect([...tensors.keys()]).toEqual(Object.keys(forms));
  });

  it.each(Object.entries(forms))('gives PyTorch\'s numbers of %s', (key, { shape, values }) => {
    const found = tensors.get(key);
    expect(found?.shape).toEqual(shape);
    const numbers = [...(found?.read() ?? [])];
    expect(numbers).toHaveLength(values.length);
    numbers.forEach((number, index) => expect(Math.abs(number - values[index])).toBeLessThanOrEqual(TOLERANCES.models.float32Rounding * Math.abs(values[index])));
  });
});

describe('a checkpoint', () => {
  it('is read from a zip archive with a comment behind it', () => {
    const bytes = zipOf([{ name: 'a/data.pkl', content: stateOf('x', tensor()) }, { name: 'a/data/0', content: new Uint8Array(16) }], [1, 2, 3]);
    expect(readCheckpoint(bytes).get('x')?.read()).toEqual(new Float32Array(4));
  });

  it('may hold one value many times: a dictionary that doubles forty times costs nothing', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => [...op.mark, ...op.get(i), ...op.get(i), ...op.tuple, ...op.put(i + 1)]).flat();
    const pickle = [...op.start, ...op.list, ...op.put(0), ...doubling, ...op.stop];
    expect(() => readCheckpoint(checkpointOf(pickle))).toThrow(/\d+ values \(expected one\)/);
    const wrapped = [...op.start, ...op.dict, ...op.text('x'), ...op.list, ...op.put(0), ...op.get(0), ...op.append, ...op.setItem, ...op.stop];
    expect(() => readCheckpoint(checkpointOf(wrapped))).toThrow('"x": a list of 1 (expected names and tensors alone)');
  });

  it.each(['forms.pth', 'forms-legacy.pth'])('is refused in words wherever a byte of %s is changed or the file ends', (name) => {
    const random = seededRandom(11);
    const original = file(name);
    let refused = 0;
    for (let round = 0; round < 600; round += 1) {
      const bytes = round % 3 === 0 ? original.slice(0, Math.floor(random() * original.length)) : original.slice();
      if (round % 3 !== 0) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      try {
        for (const tensor of readCheckpoint(bytes).values()) tensor.read();
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(ModelFileError);
      }
    }
    expect(refused).toBeGreaterThan(200);
  });
});
