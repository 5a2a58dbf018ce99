import { CONDITION_FEATURES, CSRNET_LAYOUT, MAP_LAYERS } from './layout.js';

type Weights = ReadonlyMap<string, Float32Array>;

/**
 * Bounds the numbers that a network can decide for any photo, by interval arithmetic: every input is in 0..1, every hidden feature
 * between 0 and the most that its positive weights can give.
 *
 * @returns the smallest and the largest modulation possible; seldom reached, never passed.
 */
export function boundModulation(weights: Weights): readonly [number, number] {
  let largest = new Float64Array(3).fill(1);
  for (const layer of [1, 2, 3]) largest = boundFeatures(weights, `cond_net.conv${layer}`, largest);
  let [low, high] = [0, 0];
  MAP_LAYERS.forEach((_, index) => {
    for (const kind of ['scale', 'shift']) {
      const weight = valuesOf(weights, `cond_${kind}${index + 1}.weight`);
      valuesOf(weights, `cond_${kind}${index + 1}.bias`).forEach((bias, feature) => {
        const start = bias + (kind === 'scale' ? 1 : 0);
        const row = weight.subarray(feature * CONDITION_FEATURES, (feature + 1) * CONDITION_FEATURES);
        low = Math.min(low, row.reduce((sum, value, i) => sum + Math.min(value, 0) * largest[i], start));
        high = Math.max(high, row.reduce((sum, value, i) => sum + Math.max(value, 0) * largest[i], start));
      });
    }
  });
  return [Math.floor(low), Math.ceil(high)];
}

/** Padding adds zeros, which only lower the sum. */
function boundFeatures(weights: Weights, name: string, inputs: Float64Array): Float64Array<ArrayBuffer> {
  const [outputs, channels, height, width] = CSRNET_LAYOUT[`${name}.weight`];
  const weight = valuesOf(weights, `${name}.weight`);
  const bias = valuesOf(weights, `${name}.bias`);
  const taps = height * width;
  return Float64Array.from({ length: outputs }, (_, output) => {
    const row = weight.subarray(output * channels * taps, (output + 1) * channels * taps);
    return Math.max(0, row.reduce((sum, value, i) => sum + Math.max(value, 0) * inputs[Math.floor(i / taps)], bias[output]));
  });
}

function valuesOf(weights: Weights, name: string): Float32Array {
  return weights.get(name) ?? new Float32Array();
}
