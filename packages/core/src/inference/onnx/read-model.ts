import { widenHalves } from '../../transforms/widen-halves.js';
import { readBytes, readFields, readText, readVarints } from './protobuf.js';

/** One operator of a graph. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** What an operator is told besides its inputs: a number, text, several whole numbers, or a tensor. */
export type OnnxAttribute = number | string | readonly number[] | OnnxTensor;

/** A tensor at the border of a graph; a size that is free is given by its letter, `?` where it has none. */
export interface OnnxBorder {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** Weights stored in a graph. */
export interface OnnxTensor {
  readonly shape: readonly number[];
  /** Of float32, and of float16, which is widened; absent for other types. */
  readonly values?: Float32Array;
  /** Of int64, as sizes and places are given; absent for other types. */
  readonly integers?: readonly number[];
}

/** The parts of an ONNX model that are looked at before it is run. */
export interface OnnxModel {
  /** Version of the default operator set; 0 where none is named. */
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxBorder[];
  readonly outputs: readonly OnnxBorder[];
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
}

const FLOAT32 = 1;
const INT64 = 7;
const FLOAT16 = 10;

/**
 * Reads an ONNX model's form and weights.
 *
 * @throws ProtobufError when the bytes are no such message.
 * @see onnx.proto, messages ModelProto, GraphProto, NodeProto, TensorProto and ValueInfoProto; field numbers are theirs
 */
export function readOnnxModel(bytes: Uint8Array): OnnxModel {
  let opset = 0;
  const nodes: OnnxNode[] = [];
  const inputs: OnnxBorder[] = [];
  const outputs: OnnxBorder[] = [];
  const tensors = new Map<string, OnnxTensor>();
  for (const { field, value } of readFields(bytes)) {
    if (field === 8) opset = readOpset(readBytes(value)) ?? opset;
    if (field !== 7) continue;
    for (const part of readFields(readBytes(value))) {
      const message = typeof part.value === 'number' ? undefined : part.value;
      if (message === undefined) continue;
      if (part.field === 1) nodes.push(readNode(message));
      if (part.field === 5) tensors.set(...readTensor(message));
      if (part.field === 11) inputs.push(readBorder(message));
      if (part.field === 12) outputs.push(readBorder(message));
    }
  }
  return { opset, nodes, inputs: inputs.filter(({ name }) => !tensors.has(name)), outputs, tensors };
}

/** @returns the version, of the default set alone. */
function readOpset(bytes: Uint8Array): number | undefined {
  let domain = '';
  let version = 0;
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) domain = readText(value);
    if (field === 2 && typeof value === 'number') version = value;
  }
  return domain === '' || domain === 'ai.onnx' ? version : undefined;
}

function readNode(bytes: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let operator = '';
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) inputs.push(readText(value));
    if (field === 2) outputs.push(readText(value));
    if (field === 4) operator = readText(value);
    if (field === 5) readAttribute(readBytes(value), attributes);
  }
  return { operator, inputs, outputs, attributes };
}

/** Attributes of other kinds are left out. */
function readAttribute(bytes: Uint8Array, attributes: Map<string, OnnxAttribute>): void {
  const integers: number[] = [];
  let name = '';
  let found: OnnxAttribute | undefined;
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) name = readText(value);
    if (field === 2) found = readFloats(readBytes(value))[0];
    if (field === 3 && typeof value === 'number') found = asWhole(value);
    if (field === 4) found = readText(value);
    if (field === 5) found = readTensor(readBytes(value))[1];
    if (field === 8) integers.push(...readVarints(value).map(asWhole));
  }
  const attribute = found ?? (integers.length > 0 ? integers : undefined);
  if (attribute !== undefined) attributes.set(name, attribute);
}

/** Negative numbers come as 2^64 less, of which the reader keeps too few digits: whoever asks for one is told that it is none. */
function asWhole(value: number): number {
  return Number.isSafeInteger(value) ? value : NaN;
}

function readTensor(bytes: Uint8Array): [string, OnnxTensor] {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let data: Uint8Array | undefined;
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) shape.push(...readVarints(value));
    if (field === 2 && typeof value === 'number') type = value;
    if (field === 4 || field === 9) data = readBytes(value);
    if (field === 8) name = readText(value);
  }
  if (data === undefined) return [name, { shape }];
  if (type === FLOAT32) return [name, { shape, values: readFloats(data) }];
  if (type === FLOAT16) return [name, { shape, values: widenHalves(data, data.byteLength >> 1) }];
  return [name, type === INT64 ? { shape, integers: readIntegers(data) } : { shape }];
}

/** Little-endian; beyond 2^53 they are rounded. */
function readIntegers(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength >> 3 }, (_, index) => Number(view.getBigInt64(index * 8, true)));
}

/** Little-endian, wherever in the file they begin. */
function readFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 2 }, (_, index) => view.getFloat32(index * 4, true));
}

function readBorder(bytes: Uint8Array): OnnxBorder {
  let name = '';
  let shape: (number | string)[] = [];
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) name = readText(value);
    // TypeProto.tensor_type, then its shape, then one message a dimension.
    if (field === 2) shape = messagesAt(readBytes(value), [1, 2, 1]).map(readDimension);
  }
  return { name, shape };
}

/** @returns the messages at a path of field numbers. */
function messagesAt(bytes: Uint8Array, path: readonly number[]): Uint8Array[] {
  if (path.length === 0) return [bytes];
  return [...readFields(bytes)].filter(({ field }) => field === path[0]).flatMap(({ value }) => messagesAt(readBytes(value), path.slice(1)));
}

function readDimension(bytes: Uint8Array): number | string {
  for (const { field, value } of readFields(bytes)) {
    if (field === 1 && typeof value === 'number') return value;
    if (field === 2) return readText(value);
  }
  return '?';
}
