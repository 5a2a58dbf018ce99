/** One convolution with the same numbers along both axes. */
export interface ConvolutionLayer {
  /** Side of the kernel, in what the layer reads. */
  readonly kernel: number;
  readonly stride: number;
  /** Zeros added at each border. */
  readonly padding: number;
}

/** The pixels that one output of a stack of convolutions reads, along one axis: output k reads `side` pixels from `start + k step` on. */
export interface ReceptiveField {
  readonly side: number;
  readonly step: number;
  /** Negative where the first output reads padding. */
  readonly start: number;
}

/** @see Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019 */
export function receptiveField(layers: readonly ConvolutionLayer[]): ReceptiveField {
  return layers.reduce(({ side, step, start }, { kernel, stride, padding }) => ({ side: side + (kernel - 1) * step, step: step * stride, start: start - padding * step }), { side: 1, step: 1, start: 0 });
}

/** @returns how many features each layer gives of `length` pixels, along one axis; one at least, however small the picture. */
export function featureCounts(layers: readonly ConvolutionLayer[], length: number): number[] {
  let count = length;
  return layers.map(({ kernel, stride, padding }) => (count = Math.max(1, Math.floor((count + 2 * padding - kernel) / stride) + 1)));
}
