import type { OnnxConstant, OnnxGraph, OnnxNode } from '../onnx/write-onnx.js';
import { CONDITION_FEATURES, CSRNET_LAYOUT, MAP_LAYERS, MODULATION_COUNT } from './layout.js';

/*
 * Maintainer notes. The network is split where the shipped one is: what looks at the photo once, and what maps pixels. The six
 * linear layers that turn the condition into scales and shifts read the same 32 numbers, so they are one matrix here; the published
 * code adds the unscaled features once more, y = x scale + shift + x, which is a scale one larger.
 */

const OPSET = 17;

const CONVOLUTIONS = [1, 2, 3].map((layer) => `cond_net.conv${layer}`);

type Weights = ReadonlyMap<string, Float32Array>;

/** Turns a copy of the photo of any size into the numbers of its colour map: `copy` [1, 3, H, W] to `modulation` [1, 262]. */
export function makeDecideGraph(weights: Weights): OnnxGraph {
  const nodes: OnnxNode[] = [
    ...CONVOLUTIONS.flatMap((_, index) => convolve(index, index === 0 ? 'copy' : `condition${index}`, 1)),
    { operator: 'GlobalAveragePool', inputs: [`condition${CONVOLUTIONS.length}`], outputs: ['condition.mean'] },
    ...decideByMean(),
  ];
  return decideGraph([{ name: 'copy', shape: [1, 3, 'H', 'W'] }], nodes, decideConstants(weights));
}

/**
 * Turns tiles of the photo into the same numbers: `tiles` [N, 3, H, W], zeros outside of the photo; `tiles.inside1` and
 * `tiles.inside2`, 1 where a convolution gives a feature of the photo and 0 where the next one is to find padding; `tiles.shares`,
 * the weight of each output in the mean. The convolutions add no padding, so that a tile can lie anywhere.
 */
export function makeTilesGraph(weights: Weights): OnnxGraph {
  const outputs = CONVOLUTIONS.length;
  const nodes: OnnxNode[] = [
    ...CONVOLUTIONS.flatMap((_, index) => [
      ...convolve(index, index === 0 ? 'tiles' : `condition${index}.counted`, 0),
      { operator: 'Mul', inputs: [`condition${index + 1}`, index + 1 < outputs ? `tiles.inside${index + 1}` : 'tiles.shares'], outputs: [`condition${index + 1}.counted`] },
    ]),
    { operator: 'ReduceSum', inputs: [`condition${outputs}.counted`, 'condition.axes'], outputs: ['condition.mean'], attributes: { keepdims: 1 } },
    ...decideByMean(),
  ];
  return decideGraph(TILE_INPUTS, nodes, [...decideConstants(weights), { name: 'condition.axes', shape: [3], values: [0, 2, 3] }]);
}

/** Those of {@link makeTilesGraph}. */
export const TILE_INPUTS = [
  { name: 'tiles', shape: ['N', 3, 'H', 'W'] },
  { name: 'tiles.inside1', shape: ['N', 1, 'H1', 'W1'] },
  { name: 'tiles.inside2', shape: ['N', 1, 'H2', 'W2'] },
  { name: 'tiles.shares', shape: ['N', 1, 'H3', 'W3'] },
] as const;

function decideGraph(inputs: OnnxGraph['inputs'], nodes: readonly OnnxNode[], constants: readonly OnnxConstant[]): OnnxGraph {
  return { name: 'csrnet-decide', opset: OPSET, inputs, outputs: [{ name: 'modulation', shape: [1, MODULATION_COUNT] }], constants, nodes };
}

function convolve(index: number, features: string, padding: number): OnnxNode[] {
  const name = CONVOLUTIONS[index];
  const kernelSide = CSRNET_LAYOUT[`${name}.weight`][2];
  const output = `condition${index + 1}`;
  return [
    { operator: 'Conv', inputs: [features, `${name}.weight`, `${name}.bias`], outputs: [`${output}.convolved`], attributes: { kernel_shape: [kernelSide, kernelSide], pads: Array<number>(4).fill(padding), strides: [2, 2] } },
    { operator: 'Relu', inputs: [`${output}.convolved`], outputs: [output] },
  ];
}

function decideByMean(): OnnxNode[] {
  return [
    { operator: 'Flatten', inputs: ['condition.mean'], outputs: ['condition'], attributes: { axis: 1 } },
    { operator: 'Gemm', inputs: ['condition', 'modulation.weight', 'modulation.bias'], outputs: ['modulation'], attributes: { transB: 1 } },
  ];
}

function decideConstants(weights: Weights): OnnxConstant[] {
  return [...CONVOLUTIONS.flatMap((name) => [published(weights, `${name}.weight`), published(weights, `${name}.bias`)]), ...modulationConstants(weights)];
}

/** Maps pixels by the numbers decided: `pixels` [1, 3, H, W] and `modulation` [1, 262] to `retouched`, clamped to 0..1. */
export function makeMapGraph(weights: Weights): OnnxGraph {
  const parts = MAP_LAYERS.flatMap((_, index) => [`scale${index + 1}`, `shift${index + 1}`]);
  const nodes: OnnxNode[] = [
    { operator: 'Reshape', inputs: ['modulation', 'modulation.shape'], outputs: ['modulation.column'] },
    { operator: 'Split', inputs: ['modulation.column', 'modulation.parts'], outputs: parts, attributes: { axis: 1 } },
  ];
  let features = 'pixels';
  MAP_LAYERS.forEach((_, index) => {
    const layer = index + 1;
    const modulated = `layer${layer}.modulated`;
    nodes.push(
      { operator: 'Conv', inputs: [features, `conv${layer}.weight`, `conv${layer}.bias`], outputs: [`layer${layer}.convolved`], attributes: { kernel_shape: [1, 1] } },
      { operator: 'Mul', inputs: [`layer${layer}.convolved`, `scale${layer}`], outputs: [`layer${layer}.scaled`] },
      { operator: 'Add', inputs: [`layer${layer}.scaled`, `shift${layer}`], outputs: [modulated] },
    );
    features = modulated;
    if (layer === MAP_LAYERS.length) return;
    features = `layer${layer}`;
    nodes.push({ operator: 'Relu', inputs: [modulated], outputs: [features] });
  });
  nodes.push({ operator: 'Clip', inputs: [features, 'black', 'white'], outputs: ['retouched'] });
  return {
    name: 'csrnet-map',
    opset: OPSET,
    inputs: [
      { name: 'pixels', shape: [1, 3, 'H', 'W'] },
      { name: 'modulation', shape: [1, MODULATION_COUNT] },
    ],
    outputs: [{ name: 'retouched', shape: [1, 3, 'H', 'W'] }],
    constants: [
      { name: 'modulation.shape', shape: [4], values: [1, MODULATION_COUNT, 1, 1] },
      { name: 'modulation.parts', shape: [parts.length], values: MAP_LAYERS.flatMap((features) => [features, features]) },
      ...MAP_LAYERS.flatMap((_, index) => [published(weights, `conv${index + 1}.weight`), published(weights, `conv${index + 1}.bias`)]),
      { name: 'black', shape: [], values: Float32Array.of(0) },
      { name: 'white', shape: [], values: Float32Array.of(1) },
    ],
    nodes,
  };
}

/** The six linear layers as one, in the order scale 1, shift 1, ... shift 3; a scale holds the added one. */
function modulationConstants(weights: Weights): OnnxConstant[] {
  const layers = MAP_LAYERS.flatMap((_, index) => [`cond_scale${index + 1}`, `cond_shift${index + 1}`]);
  const bias = layers.flatMap((name) => Array.from(valuesOf(weights, `${name}.bias`), (value) => (name.startsWith('cond_scale') ? value + 1 : value)));
  const weight = layers.flatMap((name) => [...valuesOf(weights, `${name}.weight`)]);
  return [
    { name: 'modulation.weight', shape: [MODULATION_COUNT, CONDITION_FEATURES], values: Float32Array.from(weight) },
    { name: 'modulation.bias', shape: [MODULATION_COUNT], values: Float32Array.from(bias) },
  ];
}

function published(weights: Weights, name: string): OnnxConstant {
  return { name, shape: CSRNET_LAYOUT[name], values: valuesOf(weights, name) };
}

function valuesOf(weights: Weights, name: string): Float32Array {
  return weights.get(name) ?? new Float32Array();
}
