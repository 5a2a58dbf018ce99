import { ByteCursor, decodeUtf8 } from '../bytes/byte-cursor.js';
import { ModelFileError } from '../bytes/model-file-error.js';

/** What an ONNX file says about itself; its numbers are counted, not kept. */
export interface OnnxSummary {
  /** Version of the standard operator set. */
  readonly opset: number;
  readonly inputs: readonly OnnxBorder[];
  readonly outputs: readonly OnnxBorder[];
  /** The operators used, each once. */
  readonly operators: readonly string[];
  /** Numbers among the constants, of any type. */
  readonly constantCount: number;
}

/** A tensor at the border of a graph. */
export interface OnnxBorder {
  readonly name: string;
  /** As the manifest names it, or the number of ONNX where it has no name there. */
  readonly type: string;
  /** A name where the length is free, `?` where it has none. */
  readonly shape: readonly (number | string)[];
}

/** A field of a message: a whole number, or the bytes of a text or message; those of fixed size are passed over. */
type Field = readonly [field: number, value: number | Uint8Array];

const TYPE_NAMES: Readonly<Record<number, string>> = { 1: 'float32', 7: 'int64', 10: 'float16' };
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 4, 7: 8, 10: 2 };

/**
 * Reads the outside of an ONNX graph, and checks that its constants are whole and its nodes in order.
 *
 * @throws ModelFileError `damaged-file` when it is no whole graph; `unsupported-file` when numbers lie in other files.
 * @see onnx/onnx.proto, messages ModelProto, GraphProto, NodeProto, TensorProto and ValueInfoProto.
 */
export function readOnnx(bytes: Uint8Array): OnnxSummary {
  const model = readMessage(bytes);
  const graphs = messages(model, 7);
  if (graphs.length !== 1) throw damaged(`${graphs.length} graphs`, 'one');
  const opsets = messages(model, 8).map(readMessage).filter((set) => ['', 'ai.onnx'].includes(text(set, 1)));
  if (opsets.length !== 1) throw damaged(`${opsets.length} versions of the standard operators`, 'one');
  const graph = readMessage(graphs[0]);
  const constants = messages(graph, 5).map(readConstant);
  const constantNames = new Set(constants.map(({ name }) => name));
  const inputs = messages(graph, 11).map(readBorder).filter(({ name }) => !constantNames.has(name));
  const outputs = messages(graph, 12).map(readBorder);
  const operators = checkNodes(messages(graph, 1).map(readMessage), new Set([...constantNames, ...inputs.map(({ name }) => name)]), outputs);
  return { opset: integer(opsets[0], 2), inputs, outputs, operators, constantCount: constants.reduce((sum, { count }) => sum + count, 0) };
}

/** Every input of a node has to be there before it; an output of the graph has to come from somewhere. */
function checkNodes(nodes: readonly (readonly Field[])[], known: Set<string>, outputs: readonly OnnxBorder[]): string[] {
  const operators = new Set<string>();
  for (const node of nodes) {
    const missing = texts(node, 1).find((name) => name !== '' && !known.has(name));
    if (missing !== undefined) throw damaged(`a node that takes ${JSON.stringify(missing)}, which nothing before it gives`, 'nodes in order');
    for (const name of texts(node, 2)) known.add(name);
    operators.add(text(node, 4));
  }
  for (const { name } of outputs) if (!known.has(name)) throw damaged(`an output ${JSON.stringify(name)} that no node gives`, 'outputs of nodes');
  return [...operators];
}

function readConstant(bytes: Uint8Array): { readonly name: string; readonly count: number } {
  const tensor = readMessage(bytes);
  const name = text(tensor, 8);
  const title = `the constant ${JSON.stringify(name)}`;
  const count = integers(tensor, 1).reduce((product, length) => product * length, 1);
  if (messages(tensor, 13).length > 0) throw new ModelFileError('unsupported-file', `ONNX graph: ${title} lies in another file (expected it in this one)`);
  const [raw] = messages(tensor, 9);
  const bytesPerElement = TYPE_BYTES[integer(tensor, 2)];
  if (raw !== undefined && bytesPerElement !== undefined && raw.length !== count * bytesPerElement) throw damaged(`${title} has ${raw.length} bytes`, `${count * bytesPerElement}`);
  return { name, count };
}

function readBorder(bytes: Uint8Array): OnnxBorder {
  const info = readMessage(bytes);
  const [type] = messages(info, 2).map(readMessage);
  const [tensor] = messages(type ?? [], 1).map(readMessage);
  if (tensor === undefined) throw damaged(`${JSON.stringify(text(info, 1))} is no tensor`, 'tensors');
  const elementType = integer(tensor, 1);
  const [shape = []] = messages(tensor, 2).map(readMessage);
  return { name: text(info, 1), type: TYPE_NAMES[elementType] ?? String(elementType), shape: messages(shape, 1).map(readDimension) };
}

function readDimension(bytes: Uint8Array): number | string {
  const dimension = readMessage(bytes);
  const [length] = integers(dimension, 1);
  return length ?? (text(dimension, 2) || '?');
}

function readMessage(bytes: Uint8Array): Field[] {
  const cursor = new ByteCursor(bytes, 0, 'ONNX graph');
  const fields: Field[] = [];
  while (cursor.position < bytes.length) {
    const tag = readVarint(cursor);
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push([field, readVarint(cursor)]);
        break;
      case 1:
        cursor.take(8);
        break;
      case 2:
        fields.push([field, cursor.take(readVarint(cursor))]);
        break;
      case 5:
        cursor.take(4);
        break;
      default:
        throw damaged(`a field of kind ${tag % 8}`, '0, 1, 2 or 5');
    }
  }
  return fields;
}

/** Negative numbers, which take ten bytes, come out as large ones; nothing that is read here may be negative. */
function readVarint(cursor: ByteCursor): number {
  let value = 0;
  for (let factor = 1; factor < 2 ** 70; factor *= 128) {
    const byte = cursor.uint8();
    value += (byte % 128) * factor;
    if (byte < 128) return value;
  }
  throw damaged('a number of more than ten bytes', 'ten at most');
}

function integers(fields: readonly Field[], wanted: number): number[] {
  return fields.flatMap(([field, value]) => {
    if (field !== wanted) return [];
    if (typeof value === 'number') return [value];
    const packed: number[] = [];
    for (const cursor = new ByteCursor(value, 0, 'ONNX graph'); cursor.position < value.length; ) packed.push(readVarint(cursor));
    return packed;
  });
}

function integer(fields: readonly Field[], wanted: number): number {
  return integers(fields, wanted)[0] ?? 0;
}

function messages(fields: readonly Field[], wanted: number): Uint8Array[] {
  return fields.flatMap(([field, value]) => (field === wanted && typeof value !== 'number' ? [value] : []));
}

function texts(fields: readonly Field[], wanted: number): string[] {
  return messages(fields, wanted).map((bytes) => decodeUtf8(bytes, 'ONNX graph'));
}

function text(fields: readonly Field[], wanted: number): string {
  return texts(fields, wanted)[0] ?? '';
}

function damaged(found: string, expected: string): ModelFileError {
  return new ModelFileError('damaged-file', `ONNX graph: ${found} (expected ${expected})`);
}
