import type { Allocate, Numbers } from './numbers.js';

/**
 * Mixes channels at every place: a convolution of 1 x 1.
 *
 * @param input - shape (1, C, H, W).
 * @param weights - shape (O, C).
 * @param bias - O numbers.
 */
export function convolvePoints({ shape: [, channels, height, width], values }: Numbers, weights: Float64Array, bias: Float64Array, allocate: Allocate): Numbers {
  const count = height * width;
  const output = allocate(bias.length * count);
  for (let channel = 0; channel < bias.length; channel += 1) {
    const out = output.subarray(channel * count, (channel + 1) * count).fill(bias[channel]);
    let from = 0;
    // Four at a time: a sum is read and written once for four products.
    for (; from + 3 < channels; from += 4) {
      const at = channel * channels + from;
      const [w0, w1, w2, w3] = [weights[at], weights[at + 1], weights[at + 2], weights[at + 3]];
      const [first, second, third, fourth] = [0, 1, 2, 3].map((next) => (from + next) * count);
      for (let i = 0; i < count; i += 1) out[i] += w0 * values[first + i] + w1 * values[second + i] + w2 * values[third + i] + w3 * values[fourth + i];
    }
    for (; from < channels; from += 1) {
      const weight = weights[channel * channels + from];
      for (let i = 0; i < count; i += 1) out[i] += weight * values[from * count + i];
    }
  }
  return { shape: [1, bias.length, height, width], values: output };
}

/**
 * Convolves each channel with a kernel of its own, without padding.
 *
 * @param input - shape (1, C, H, W).
 * @param weights - shape (C, 3, 3).
 * @param bias - C numbers.
 */
export function convolveChannels({ shape: [, channels, height, width], values }: Numbers, weights: Float64Array, bias: Float64Array, allocate: Allocate): Numbers {
  const [rows, columns] = [height - 2, width - 2];
  const output = allocate(channels * rows * columns);
  for (let channel = 0; channel < channels; channel += 1) {
    const kernel = weights.subarray(channel * 9, channel * 9 + 9);
    for (let row = 0; row < rows; row += 1) {
      const start = (channel * rows + row) * columns;
      output.fill(bias[channel], start, start + columns);
      for (let tap = 0; tap < 3; tap += 1) {
        const [left, middle, right] = [kernel[tap * 3], kernel[tap * 3 + 1], kernel[tap * 3 + 2]];
        const from = (channel * height + row + tap) * width;
        for (let i = 0; i < columns; i += 1) output[start + i] += left * values[from + i] + middle * values[from + i + 1] + right * values[from + i + 2];
      }
    }
  }
  return { shape: [1, channels, rows, columns], values: output };
}

/** Repeats the outermost rows and columns once. @param input - shape (1, C, H, W). */
export function padEdges({ shape: [, channels, height, width], values }: Numbers, allocate: Allocate): Numbers {
  const [rows, columns] = [height + 2, width + 2];
  const padded = allocate(channels * rows * columns);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let row = 0; row < rows; row += 1) {
      const from = (channel * height + Math.min(Math.max(row - 1, 0), height - 1)) * width;
      const to = (channel * rows + row) * columns;
      padded[to] = values[from];
      padded.set(values.subarray(from, from + width), to + 1);
      padded[to + columns - 1] = values[from + width - 1];
    }
  }
  return { shape: [1, channels, rows, columns], values: padded };
}
