/** Writes ONNX models for tests, by the field numbers of onnx.proto; the counterpart of the reader, written apart from it. */

export interface WrittenNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Integers, lists of integers and texts by name. */
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>;
}

export interface WrittenModel {
  readonly opset?: number;
  readonly nodes: readonly WrittenNode[];
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly tensors?: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] | Float32Array } | { readonly shape: readonly number[]; readonly integers: readonly number[] }>>;
}

const FLOAT32 = 1;
const INT64 = 7;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const message = (field: number, bytes: readonly number[]): number[] => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
const text = (field: number, value: string): number[] => message(field, [...Buffer.from(value)]);

function border(field: number, name: string, shape: readonly (number | string)[]): number[] {
  const dimensions = shape.flatMap((length) => message(1, typeof length === 'number' ? number(1, length) : text(2, length)));
  return message(field, [...text(1, name), ...message(2, message(1, [...number(1, FLOAT32), ...message(2, dimensions)]))]);
}

function node({ operator, inputs, outputs, attributes = {} }: WrittenNode): number[] {
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    message(5, typeof value === 'string' ? [...text(1, name), ...text(4, value), ...number(20, 3)] : typeof value === 'number' ? [...text(1, name), ...number(3, value), ...number(20, 2)] : [...text(1, name), ...value.flatMap((item) => number(8, item)), ...number(20, 7)]),
  );
  return message(1, [...inputs.flatMap((name) => text(1, name)), ...outputs.flatMap((name) => text(2, name)), ...text(4, operator), ...written]);
}

/** @returns the bytes of a model that onnxruntime reads. */
export function writeOnnxModel({ opset = 17, nodes, inputs, outputs, tensors = {} }: WrittenModel): Uint8Array {
  const initializers = Object.entries(tensors).flatMap(([name, tensor]) => {
    const isInteger = 'integers' in tensor;
    const raw = isInteger ? Buffer.from(BigInt64Array.from(tensor.integers, BigInt).buffer) : Buffer.from(Float32Array.from(tensor.values).buffer);
    return message(5, [...tensor.shape.flatMap((length) => number(1, length)), ...number(2, isInteger ? INT64 : FLOAT32), ...text(8, name), ...message(9, [...raw])]);
  });
  const graph = [
    ...nodes.flatMap(node),
    ...text(2, 'test'),
    ...initializers,
    ...Object.entries(inputs).flatMap(([name, shape]) => border(11, name, shape)),
    ...Object.entries(outputs).flatMap(([name, shape]) => border(12, name, shape)),
  ];
  return Uint8Array.from([...number(1, 8), ...message(7, graph), ...message(8, number(2, opset))]);
}
