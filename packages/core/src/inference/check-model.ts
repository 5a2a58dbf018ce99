import { InvalidModelError } from '../errors.js';
import type { ModelSpec, TensorSpec } from './manifest.js';
import { ProtobufError } from './onnx/protobuf.js';
import { type OnnxBorder, type OnnxModel, readOnnxModel } from './onnx/read-model.js';
import { hashBytes } from './sha256.js';

/**
 * Holds a model file against its entry: length, hash, operator set, and the name and shape of every input and output.
 *
 * @returns what the file says of itself.
 * @throws {@link InvalidModelError} naming the first thing that differs.
 */
export function checkModelFile(spec: ModelSpec, bytes: Uint8Array): OnnxModel {
  const refuse = (what: string, found: unknown, expected: unknown, cause?: unknown): never => {
    throw new InvalidModelError(`model ${spec.id}: ${what} ${String(found)} (expected ${String(expected)})`, { model: spec.id, file: spec.file, what, found, expected }, cause);
  };
  if (bytes.length !== spec.byteCount) refuse('bytes', bytes.length, `${spec.byteCount}: the file is cut off or another one`);
  const sha256 = hashBytes(bytes);
  if (sha256 !== spec.sha256) refuse('SHA-256', sha256.slice(0, 16), `${spec.sha256.slice(0, 16)}: the file is damaged or another one`);
  let model: OnnxModel;
  try {
    model = readOnnxModel(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    return refuse('content', error.message, 'an ONNX model', error);
  }
  if (model.opset !== spec.opset) refuse('opset', model.opset, spec.opset);
  for (const [side, specs, borders] of [['input', spec.inputs, model.inputs], ['output', spec.outputs, model.outputs]] as const) {
    const names = borders.map(({ name }) => name).sort().join(', ');
    const wanted = specs.map(({ name }) => name).sort().join(', ');
    if (names !== wanted) refuse(`${side}s`, names || 'none', wanted);
    for (const one of specs) {
      const border = borders.find(({ name }) => name === one.name) as OnnxBorder;
      if (!hasShape(one, border)) refuse(`${side} ${one.name} of shape`, `[${border.shape.join(', ')}]`, `[${one.shape.join(', ')}]`);
    }
  }
  return model;
}

/** Sizes the manifest fixes are those of the graph; where it leaves one free, the graph has to as well. */
function hasShape({ shape }: TensorSpec, border: OnnxBorder): boolean {
  return shape.length === border.shape.length && shape.every((length, axis) => (typeof length === 'number' ? border.shape[axis] === length : typeof border.shape[axis] === 'string'));
}
