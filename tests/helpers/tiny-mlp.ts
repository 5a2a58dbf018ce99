/** One 1x1 convolution: `weights` is (outputs, inputs), row-major; `bias` one an output. */
export interface Layer {
  readonly inputs: number;
  readonly weights: readonly number[];
  readonly bias: readonly number[];
}

/** Evaluates 1x1 convolutions with a ReLU between them, none after the last, for one pixel, in float64. */
export function evaluateMlp(layers: readonly Layer[], pixel: readonly number[]): number[] {
  let values = [...pixel];
  layers.forEach(({ inputs, weights, bias }, index) => {
    if (values.length !== inputs) throw new RangeError(`layer ${index}: ${values.length} inputs (expected ${inputs})`);
    values = bias.map((offset, row) => values.reduce((sum, value, column) => sum + weights[row * inputs + column] * value, offset));
    if (index < layers.length - 1) values = values.map((value) => Math.max(value, 0));
  });
  return values;
}
