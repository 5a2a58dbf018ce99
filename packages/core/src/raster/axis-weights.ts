/**
 * How one axis is resampled: output sample `i` is the sum of `weights[offsets[i] + k] * input[starts[i] + k]`, with
 * `offsets[i + 1] - offsets[i]` terms. The weights of every output sample add up to 1.
 */
export interface AxisWeights {
  readonly starts: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Area averaging: each output sample covers `inputSize / outputSize` input samples, the ones at its edges in part.
 *
 * @remarks *Convention:* exact for every ratio, up-scaling included, where it repeats samples. The mean over the axis is kept.
 */
export function areaWeights(inputSize: number, outputSize: number): AxisWeights {
  const starts = new Int32Array(outputSize);
  const offsets = new Int32Array(outputSize + 1);
  const weights: number[] = [];
  for (let index = 0; index < outputSize; index++) {
    const from = (index * inputSize) / outputSize;
    const to = ((index + 1) * inputSize) / outputSize;
    const first = Math.min(Math.floor(from), inputSize - 1);
    const last = Math.max(first, Math.min(Math.ceil(to), inputSize) - 1);
    starts[index] = first;
    for (let sample = first; sample <= last; sample++) {
      weights.push((Math.min(to, sample + 1) - Math.max(from, sample)) / (to - from));
    }
    offsets[index + 1] = weights.length;
  }
  return { starts, offsets, weights: Float64Array.from(weights) };
}

/** Linear interpolation between sample centres, the outer half samples held; for up-scaling. */
export function linearWeights(inputSize: number, outputSize: number): AxisWeights {
  const starts = new Int32Array(outputSize);
  const offsets = new Int32Array(outputSize + 1);
  const weights: number[] = [];
  for (let index = 0; index < outputSize; index++) {
    const centre = ((index + 0.5) * inputSize) / outputSize - 0.5;
    const position = Math.min(Math.max(centre, 0), inputSize - 1);
    const first = Math.floor(position);
    const fraction = position - first;
    starts[index] = first;
    weights.push(1 - fraction);
    if (fraction > 0) weights.push(fraction);
    offsets[index + 1] = weights.length;
  }
  return { starts, offsets, weights: Float64Array.from(weights) };
}
