import type { OnnxModel, OnnxNode } from '../onnx/read-model.js';
import { type ColorMap, UNITS } from './network.js';

/** Three layers, each scaled and shifted by a part of `modulation`. */
const LAYER_OPERATORS = ['Conv', 'Mul', 'Add', 'Relu', 'Conv', 'Mul', 'Add', 'Relu', 'Conv', 'Mul', 'Add'];
/** The photo's own stretch of black and white, beside the pixels as they are. */
const STRETCH_OPERATORS = ['Mul', 'Add', 'Concat'];
/** Those that carry modulation and constants to the layers. */
const CARRYING_OPERATORS = ['Constant', 'Unsqueeze', 'Reshape', 'Split', 'Slice'];
const PIXELS = 'pixels';

/**
 * Finds the three layers of a colour map in its graph, so that it can be folded and baked with headroom: as published, or with a
 * stretch before and the pixels added after.
 *
 * @param graph - inputs `pixels` and `modulation`.
 * @returns `undefined` for a graph of another form, which then has to be run itself.
 */
export function readColorMapGraph(graph: OnnxModel): ColorMap | undefined {
  const chain = graph.nodes.filter(({ operator }) => !CARRYING_OPERATORS.includes(operator));
  const isStretched = chain.some(({ operator }) => operator === 'Concat');
  const isResidual = chain.at(-2)?.operator === 'Add' && chain.at(-2)?.inputs.includes(PIXELS) === true;
  const operators = [...(isStretched ? STRETCH_OPERATORS : []), ...LAYER_OPERATORS, ...(isResidual ? ['Add'] : []), 'Clip'];
  if (chain.length !== operators.length || !chain.every(({ operator }, index) => operator === operators[index])) return undefined;
  if (!isChained(chain)) return undefined;
  const sizes = [[UNITS * (isStretched ? 6 : 3), UNITS], [UNITS * UNITS, UNITS], [3 * UNITS, 3]] as const;
  const [first, second, third] = chain.filter(({ operator }) => operator === 'Conv').map((node, layer) => readLayer(graph, node, sizes[layer]));
  if (first === undefined || second === undefined || third === undefined) return undefined;
  return { base: { hidden1: first.weights, bias1: first.bias, hidden2: second.weights, bias2: second.bias, output: third.weights, bias3: third.bias }, isStretched, isResidual };
}

/** Each operator takes what the one before it gave; the first the pixels, and where they are joined they come first. */
function isChained(chain: readonly OnnxNode[]): boolean {
  return chain.every(({ operator, inputs }, index) => (index === 0 ? inputs[0] === PIXELS : inputs.includes(chain[index - 1].outputs[0])) && (operator !== 'Concat' || inputs[0] === PIXELS));
}

function readLayer({ tensors }: OnnxModel, { inputs }: OnnxNode, [weightCount, biasCount]: readonly [number, number]): { readonly weights: Float32Array; readonly bias: Float32Array } | undefined {
  const [weights, bias] = inputs.slice(1).map((name) => tensors.get(name)?.values);
  return weights?.length === weightCount && bias?.length === biasCount ? { weights, bias } : undefined;
}
