import type { ModelEntry, ModelTensor } from '../manifest.js';
import { ModelFileError } from './bytes/model-file-error.js';
import { type OnnxBorder, type OnnxSummary, readOnnx } from './onnx/read-onnx.js';

/** The newest operator set every supported runtime has. */
const NEWEST_OPSET = 17;

/**
 * Checks a model's file against its manifest entry: size, hash, and that the graph takes and gives what the entry says.
 *
 * @param sha256 - of `bytes`, lowercase hex.
 * @returns what the graph says about itself.
 * @throws ModelFileError `damaged-file` that names the first disagreement; what `readOnnx` throws.
 */
export function checkEntry(entry: ModelEntry, bytes: Uint8Array, sha256: string): OnnxSummary {
  if (bytes.length !== entry.byteCount) throw disagrees('size', `${bytes.length} bytes`, String(entry.byteCount));
  if (sha256 !== entry.sha256) throw disagrees('SHA-256', sha256, entry.sha256);
  const graph = readOnnx(bytes);
  if (graph.opset !== entry.opset) throw disagrees('operator set', String(graph.opset), String(entry.opset));
  if (graph.opset > NEWEST_OPSET) throw disagrees('operator set', String(graph.opset), `at most ${NEWEST_OPSET}`);
  checkBorder('inputs', graph.inputs, entry.inputs);
  checkBorder('outputs', graph.outputs, entry.outputs);
  return graph;
}

function checkBorder(side: string, found: readonly OnnxBorder[], expected: readonly ModelTensor[]): void {
  const [names, expectedNames] = [found, expected].map((tensors) => tensors.map(({ name }) => name).join(', '));
  if (names !== expectedNames) throw disagrees(side, names, expectedNames);
  found.forEach(({ name, type, shape }, index) => {
    if (type !== expected[index].type) throw disagrees(`type of ${name}`, type, expected[index].type);
    const isFitting = shape.length === expected[index].shape.length && shape.every((length, axis) => areSameLength(length, expected[index].shape[axis]));
    if (!isFitting) throw disagrees(`shape of ${name}`, `[${shape.join(', ')}]`, `[${expected[index].shape.join(', ')}]`);
  });
}

/** Free lengths may have any name. */
function areSameLength(a: number | string, b: number | string): boolean {
  return typeof a === 'string' ? typeof b === 'string' : a === b;
}

function disagrees(what: string, found: string, expected: string): ModelFileError {
  return new ModelFileError('damaged-file', `${what}: ${found} (expected ${expected}, as the manifest says)`);
}
