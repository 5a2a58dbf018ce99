import type { OnnxAttribute, OnnxNode } from '../onnx/read-model.js';
import { convolveChannels, convolvePoints, padEdges } from './convolve.js';
import { type Allocate, combineNumbers, countOf, mapNumbers, type Numbers, type Operator, splitAt } from './numbers.js';

/** Makes an operator of a node, or `undefined` where the node wants what is not computed here. */
type Prepare = (node: OnnxNode, constants: ReadonlyMap<string, Numbers>) => Operator | undefined;

const of1 = (compute: (value: number) => number): Prepare => () => ([a], allocate) => [mapNumbers(given(a), compute, allocate)];
const of2 = (compute: (a: number, b: number) => number): Prepare => () => ([a, b], allocate) => [combineNumbers(given(a), given(b), compute, allocate)];

/**
 * The operators that graphs of small models are made of, by ONNX's names.
 *
 * @see ONNX, "Operators", operator set 17
 */
export const OPERATORS: Readonly<Record<string, Prepare>> = {
  Add: of2((a, b) => a + b),
  Sub: of2((a, b) => a - b),
  Mul: of2((a, b) => a * b),
  Div: of2((a, b) => a / b),
  Neg: of1((value) => -value),
  Relu: () => ([a], allocate) => [rectify(given(a), allocate)],
  Reciprocal: of1((value) => 1 / value),
  Sigmoid: of1((value) => 1 / (1 + Math.exp(-value))),
  Clip: () => ([a, least, most], allocate) => {
    const [low, high] = [least?.values[0] ?? -Infinity, most?.values[0] ?? Infinity];
    return [mapNumbers(given(a), (value) => Math.min(Math.max(value, low), high), allocate)];
  },
  Concat: ({ attributes }) => {
    const axis = wholeOf(attributes.get('axis'));
    return axis === undefined ? undefined : (parts, allocate) => [joinAlong(axis, parts.map(given), allocate)];
  },
  Split: ({ attributes, inputs }, constants) => {
    const axis = wholeOf(attributes.get('axis') ?? 0);
    const lengths = constants.get(inputs[1] ?? '')?.values;
    return axis === undefined || lengths === undefined ? undefined : ([a], allocate) => cutAlong(axis, given(a), [...lengths], allocate);
  },
  Slice: ({ inputs }, constants) => {
    const [start, end, axis, step] = inputs.slice(1).map((name) => constants.get(name)?.values);
    if ([start, end, axis].some((values) => values?.length !== 1 || values[0] < 0) || (step !== undefined && !(step.length === 1 && step[0] > 0))) return undefined;
    return ([a], allocate) => [sliceAlong(axis![0], given(a), start![0], end![0], step?.[0] ?? 1, allocate)];
  },
  ReduceMean: ({ attributes }) => {
    const axes = attributes.get('axes');
    const isKept = (attributes.get('keepdims') ?? 1) === 1;
    return isKept && Array.isArray(axes) && axes.length > 0 && axes.every((axis) => wholeOf(axis as number) !== undefined) ? ([a], allocate) => [(axes as readonly number[]).reduce((whole, axis) => meanAlong(whole, axis, allocate), given(a))] : undefined;
  },
  Gemm: ({ attributes, inputs }, constants) => {
    const isPlain = (attributes.get('alpha') ?? 1) === 1 && (attributes.get('beta') ?? 1) === 1 && attributes.get('transB') === 1 && (attributes.get('transA') ?? 0) === 0;
    const weights = constants.get(inputs[1]);
    const bias = constants.get(inputs[2] ?? '');
    return isPlain && weights !== undefined && bias?.values.length === weights.shape[0] ? ([a], allocate) => [multiply(given(a), weights, bias.values, allocate)] : undefined;
  },
  Pad: ({ attributes, inputs }, constants) => {
    const pads = constants.get(inputs[1] ?? '')?.values;
    return attributes.get('mode') === 'edge' && pads?.join() === '0,0,1,1,0,0,1,1' && inputs.length === 2 ? ([a], allocate) => [padEdges(given(a), allocate)] : undefined;
  },
  Conv: ({ attributes, inputs }, constants) => {
    const weights = constants.get(inputs[1]);
    const bias = constants.get(inputs[2] ?? '');
    const isAll = (name: string, wanted: number): boolean => ((attributes.get(name) as readonly number[] | undefined) ?? []).every((value) => value === wanted);
    if (weights === undefined || bias === undefined || !isAll('strides', 1) || !isAll('dilations', 1) || !isAll('pads', 0) || attributes.has('auto_pad')) return undefined;
    const [outputs, perGroup, height, width] = weights.shape;
    const group = attributes.get('group') ?? 1;
    if (height === 1 && width === 1 && group === 1) return ([a], allocate) => [convolvePoints(ofChannels(a, perGroup), weights.values, bias.values, allocate)];
    if (height === 3 && width === 3 && group === outputs && perGroup === 1) return ([a], allocate) => [convolveChannels(ofChannels(a, outputs), weights.values, bias.values, allocate)];
    return undefined;
  },
};

function given(numbers: Numbers | undefined): Numbers {
  if (numbers === undefined) throw new RangeError('an operator without its input');
  return numbers;
}

/** @returns the input of a convolution, one picture of so many channels. */
function ofChannels(numbers: Numbers | undefined, channels: number): Numbers {
  const { shape } = given(numbers);
  if (shape.length !== 4 || shape[0] !== 1 || shape[1] !== channels) throw new RangeError(`shape [${shape.join(', ')}] for ${channels} channels`);
  return given(numbers);
}

/** Axes counted from the end are left to others. */
function wholeOf(attribute: OnnxAttribute | undefined): number | undefined {
  return typeof attribute === 'number' && Number.isInteger(attribute) && attribute >= 0 ? attribute : undefined;
}

/** By its own loop: it is run over every number of every layer. */
function rectify({ shape, values }: Numbers, allocate: Allocate): Numbers {
  const rectified = allocate(values.length);
  for (let i = 0; i < values.length; i += 1) rectified[i] = values[i] <= 0 ? 0 : values[i];
  return { shape, values: rectified };
}

function joinAlong(axis: number, parts: readonly Numbers[], allocate: Allocate): Numbers {
  const lengths = parts.map(({ shape }) => shape[axis]);
  const shape = parts[0].shape.map((length, at) => (at === axis ? lengths.reduce((sum, one) => sum + one, 0) : length));
  const { runs, length, stride } = splitAt(shape, axis);
  const values = allocate(countOf(shape));
  let first = 0;
  parts.forEach((part, index) => {
    const run = lengths[index] * stride;
    for (let at = 0; at < runs; at += 1) values.set(part.values.subarray(at * run, (at + 1) * run), (at * length + first) * stride);
    first += lengths[index];
  });
  return { shape, values };
}

function cutAlong(axis: number, whole: Numbers, lengths: readonly number[], allocate: Allocate): Numbers[] {
  const { runs, length, stride } = splitAt(whole.shape, axis);
  let first = 0;
  return lengths.map((own) => {
    const shape = whole.shape.map((one, at) => (at === axis ? own : one));
    const values = allocate(countOf(shape));
    for (let at = 0; at < runs; at += 1) values.set(whole.values.subarray((at * length + first) * stride, (at * length + first + own) * stride), at * own * stride);
    first += own;
    return { shape, values };
  });
}

function sliceAlong(axis: number, whole: Numbers, start: number, end: number, step: number, allocate: Allocate): Numbers {
  const { runs, length, stride } = splitAt(whole.shape, axis);
  const own = Math.max(0, Math.ceil((Math.min(end, length) - start) / step));
  const shape = whole.shape.map((one, at) => (at === axis ? own : one));
  const values = allocate(countOf(shape));
  for (let run = 0; run < runs; run += 1) {
    for (let place = 0; place < own; place += 1) {
      const from = (run * length + start + place * step) * stride;
      values.set(whole.values.subarray(from, from + stride), (run * own + place) * stride);
    }
  }
  return { shape, values };
}

function meanAlong(whole: Numbers, axis: number, allocate: Allocate): Numbers {
  const { runs, length, stride } = splitAt(whole.shape, axis);
  const values = allocate(runs * stride).fill(0);
  for (let run = 0; run < runs; run += 1) {
    for (let place = 0; place < length; place += 1) for (let at = 0; at < stride; at += 1) values[run * stride + at] += whole.values[(run * length + place) * stride + at] / length;
  }
  return { shape: whole.shape.map((one, at) => (at === axis ? 1 : one)), values };
}

/** Rows of `a` by rows of `weights`, plus the bias. */
function multiply(a: Numbers, weights: Numbers, bias: Float64Array, allocate: Allocate): Numbers {
  const [rows, inner] = a.shape;
  const [columns, expected] = weights.shape;
  if (inner !== expected) throw new RangeError(`${inner} numbers for weights of ${expected}`);
  const values = allocate(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = bias[column];
      for (let k = 0; k < inner; k += 1) sum += a.values[row * inner + k] * weights.values[column * inner + k];
      values[row * columns + column] = sum;
    }
  }
  return { shape: [rows, columns], values };
}
