import { ProtobufWriter } from './protobuf-writer.js';

/** A tensor whose numbers are part of a graph. */
export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  /** float32, or int64 as whole numbers. */
  readonly values: Float32Array | readonly number[];
}

/** A tensor at the border of a graph; a letter stands for a free length. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** One operator. Attributes are integers, or lists of them; no operator of these graphs needs others. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A graph of float32 tensors. */
export interface OnnxGraph {
  readonly name: string;
  readonly opset: number;
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  readonly constants: readonly OnnxConstant[];
  /** In an order in which every input is there before it is used. */
  readonly nodes: readonly OnnxNode[];
}

/** Version of the file format that came with operator set 17. */
const IR_VERSION = 8;
const FLOAT32 = 1;
const INT64 = 7;
const ATTRIBUTE_INTEGER = 2;
const ATTRIBUTE_INTEGERS = 7;

/**
 * Writes a graph as the bytes of an ONNX file. The same graph gives the same bytes.
 *
 * @see onnx/onnx.proto, messages ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto and ValueInfoProto.
 */
export function writeOnnx({ name, opset, inputs, outputs, constants, nodes }: OnnxGraph): Uint8Array {
  const graph = new ProtobufWriter();
  nodes.forEach((node, index) => graph.message(1, writeNode(node, index)));
  graph.text(2, name);
  for (const constant of constants) graph.message(5, writeConstant(constant));
  for (const input of inputs) graph.message(11, writeTensor(input));
  for (const output of outputs) graph.message(12, writeTensor(output));
  return new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, 'openretouch-import')
    .message(7, graph)
    .message(8, new ProtobufWriter().text(1, '').integer(2, opset))
    .finish();
}

function writeNode({ operator, inputs, outputs, attributes = {} }: OnnxNode, index: number): ProtobufWriter {
  const node = new ProtobufWriter();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(3, `${operator}_${index}`).text(4, operator);
  for (const [name, value] of Object.entries(attributes)) node.message(5, writeAttribute(name, value));
  return node;
}

function writeAttribute(name: string, value: number | readonly number[]): ProtobufWriter {
  const attribute = new ProtobufWriter().text(1, name);
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, ATTRIBUTE_INTEGER);
  for (const item of value) attribute.integer(8, item);
  return attribute.integer(20, ATTRIBUTE_INTEGERS);
}

function writeConstant({ name, shape, values }: OnnxConstant): ProtobufWriter {
  const isFloat = values instanceof Float32Array;
  const tensor = new ProtobufWriter();
  for (const length of shape) tensor.integer(1, length);
  return tensor.integer(2, isFloat ? FLOAT32 : INT64).text(8, name).delimited(9, littleEndianBytes(values));
}

function littleEndianBytes(values: Float32Array | readonly number[]): Uint8Array {
  const isFloat = values instanceof Float32Array;
  const view = new DataView(new ArrayBuffer(values.length * (isFloat ? 4 : 8)));
  values.forEach((value, index) => (isFloat ? view.setFloat32(index * 4, value, true) : view.setBigInt64(index * 8, BigInt(value), true)));
  return new Uint8Array(view.buffer);
}

function writeTensor({ name, shape }: OnnxTensor): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const length of shape) {
    const dimension = new ProtobufWriter();
    dimensions.message(1, typeof length === 'number' ? dimension.integer(1, length) : dimension.text(2, length));
  }
  const tensorType = new ProtobufWriter().integer(1, FLOAT32).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}
