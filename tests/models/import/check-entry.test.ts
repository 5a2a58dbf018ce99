import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkEntry, manifest, type ModelEntry, ModelFileError, readOnnx } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../helpers/seeded-random.js';

const root = fileURLToPath(new URL('../../../models/', import.meta.url));
const read = ({ file }: ModelEntry): Uint8Array => readFileSync(root + file);
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const map = manifest.models.find(({ id }) => id === 'csrnet-map') ?? manifest.models[0];

describe('a shipped graph', () => {
  it.each(manifest.models.map((entry) => [entry.id, entry] as const))('%s, written by PyTorch, is what its entry says', (_, entry) => {
    expect(() => checkEntry(entry, read(entry), hash(read(entry)))).not.toThrow();
  });
});

describe('a graph that is not what its entry says', () => {
  const [pixels] = map.inputs;
  const changed: readonly (readonly [string, Partial<ModelEntry>, string])[] = [
    ['another size', { byteCount: 1 }, 'bytes (expected 1'],
    ['another hash', { sha256: '0'.repeat(64) }, `SHA-256: ${map.sha256}`],
    ['another operator set', { opset: 13 }, 'operator set: 17 (expected 13'],
    ['an input less', { inputs: [pixels] }, 'inputs: pixels, modulation (expected pixels,'],
    ['another name', { outputs: [{ ...map.outputs[0], name: 'picture' }] }, 'outputs: retouched (expected picture'],
    ['another type', { inputs: [{ ...pixels, type: 'float16' }, map.inputs[1]] }, 'type of pixels: float32 (expected float16'],
    ['another shape', { inputs: [pixels, { ...map.inputs[1], shape: [1, 263] }] }, '(expected [1, 263], as the manifest says)'],
    ['a fixed size', { inputs: [{ ...pixels, shape: [1, 3, 64, 64] }, map.inputs[1]] }, 'shape of pixels: [1, 3, H, W] (expected [1, 3, 64, 64]'],
  ];

  it.each(changed)('is refused: %s', (_, change, message) => {
    expect(() => checkEntry({ ...map, ...change }, read(map), map.sha256)).toThrow(message);
  });
});

describe('bytes that are no whole graph', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a text', new TextEncoder().encode('not a graph at all')],
    ['half a graph', read(map).slice(0, 9000)],
  ])('are refused: %s', (_, bytes) => {
    expect(() => readOnnx(bytes)).toThrow(ModelFileError);
  });

  it('are refused in words wherever a byte is changed', () => {
    const random = seededRandom(5);
    const original = read(map);
    let refused = 0;
    for (let round = 0; round < 300; round += 1) {
      const bytes = original.slice();
      // The end of the file names nodes and tensors; the middle is numbers, which may be any.
      bytes[bytes.length - 1 - Math.floor(random() * 400)] ^= 1 << Math.floor(random() * 8);
      try {
        readOnnx(bytes);
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(ModelFileError);
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
