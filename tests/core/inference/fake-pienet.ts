import { createHash } from 'node:crypto';
import type { Decider, DeciderOptions, ModelSpec } from '@openretouch/core/inference';
import { manifest } from '@openretouch/models';
import { createShippedDecider, fetchModelBytes } from '../../helpers/decider.js';
import { writeOnnxModel } from '../../helpers/onnx-writer.js';

/** Dimensions of the small embedding space. */
const DIMENSIONS = 4;
const STATISTICS = 55;
/** Places of the mean of red, green, blue and luma in the statistics. */
const FIRST_MEAN = 45;
const map = manifest.models.find(({ id }) => id === 'csrnet-map') as unknown as ModelSpec;
const LENGTH = map.inputs.find(({ name }) => name === 'modulation')?.shape[1] as number;
/** Of the three shifts of the last layer, behind scale and shift of 64 and 64 units and three scales. */
const FIRST_SHIFT = 4 * 64 + 3;

const matrix = (rows: number, columns: number, entries: Readonly<Record<string, number>>): { shape: number[]; values: number[] } => ({
  shape: [rows, columns],
  values: Array.from({ length: rows * columns }, (_, i) => entries[`${Math.floor(i / columns)},${i % columns}`] ?? 0),
});

const numbers = (name: string, length: number, range: readonly [number, number]): ModelSpec['inputs'][number] => ({ name, shape: [1, length], type: 'float32', range, encoding: 'none' });

function described(id: string, bytes: Uint8Array, borders: Pick<ModelSpec, 'inputs' | 'outputs'>, more: Partial<ModelSpec> = {}): ModelSpec {
  return { id, operation: 'pienet', file: `${id}.onnx`, byteCount: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), opset: 17, ...borders, ...more };
}

/** Sees as a photo's style the means of red, green, blue and luma. */
const embeddingBytes = writeOnnxModel({
  nodes: [{ operator: 'MatMul', inputs: ['statistics', 'means'], outputs: ['vector'] }],
  tensors: { means: matrix(STATISTICS, DIMENSIONS, Object.fromEntries([0, 1, 2, 3].map((i) => [`${FIRST_MEAN + i},${i}`, 1]))) },
  inputs: { statistics: [1, STATISTICS] },
  outputs: { vector: [1, DIMENSIONS] },
});

/**
 * Adds a tenth of the first three numbers of a style to red, green and blue, wherever they are; the fourth says how much colour goes. Every scale
 * is 0, so that nothing of the map is left but its last shift and the pixel that it adds.
 */
const conditionBytes = writeOnnxModel({
  nodes: [
    { operator: 'MatMul', inputs: ['preference', 'shifts'], outputs: ['modulation'] },
    { operator: 'MatMul', inputs: ['preference', 'fourth'], outputs: ['gone'] },
    { operator: 'Sub', inputs: ['one', 'gone'], outputs: ['colour'] },
  ],
  tensors: { shifts: matrix(DIMENSIONS, LENGTH, { [`0,${FIRST_SHIFT}`]: 0.1, [`1,${FIRST_SHIFT + 1}`]: 0.1, [`2,${FIRST_SHIFT + 2}`]: 0.1 }), fourth: matrix(DIMENSIONS, 1, { '3,0': 1 }), one: { shape: [1, 1], values: [1] } },
  inputs: { statistics: [1, STATISTICS], preference: [1, DIMENSIONS] },
  outputs: { modulation: [1, LENGTH], colour: [1, 1] },
});

const embedding = described('pienet-embedding', embeddingBytes, { inputs: [numbers('statistics', STATISTICS, [0, 1])], outputs: [numbers('vector', DIMENSIONS, [-1, 1])] });
const condition = described(
  'pienet-condition',
  conditionBytes,
  { inputs: [numbers('statistics', STATISTICS, [0, 1]), numbers('preference', DIMENSIONS, [-1, 1])], outputs: [numbers('modulation', LENGTH, [-32, 32]), numbers('colour', 1, [0, 1])] },
  { map: 'pienet-map', embedding: 'pienet-embedding' },
);

/** The space of the small models. */
export const FAKE_SPACE = embedding.sha256.slice(0, 16);
export const FAKE_MODELS: readonly ModelSpec[] = [embedding, condition, { ...map, id: 'pienet-map', operation: 'pienet' }];
export const FAKE_STYLES = { schema: 'openretouch/pienet-styles@1', embedding: FAKE_SPACE, styles: [{ id: 'reddish', name: 'Reddish', description: 'More red.', vector: [1, 0, 0, 0] }, { id: 'bluish', name: 'Bluish', description: 'More blue.', vector: [0, 0, 1, 0] }] };
export const FAKE_FILES: Readonly<Record<string, Uint8Array>> = { [embedding.file]: embeddingBytes, [condition.file]: conditionBytes };

/** The small models, run by onnxruntime-web. */
export function createFakePienet(models: readonly ModelSpec[] = FAKE_MODELS, options: Partial<DeciderOptions> = {}): Decider {
  const fetchBytes = (file: string): Promise<Uint8Array> => (Object.hasOwn(FAKE_FILES, file) ? Promise.resolve(FAKE_FILES[file]) : fetchModelBytes(file));
  return createShippedDecider({ manifest: { schema: manifest.schema, models, styles: FAKE_STYLES }, fetchBytes, ...options });
}
