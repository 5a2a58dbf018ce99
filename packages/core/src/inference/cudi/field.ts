import { luma } from '../../color/luma.js';
import type { Tensor } from '../runtime.js';

/** One number for each place of a small copy, row-major. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** @returns a field of the same size, each place computed from its index. */
export function mapField({ width, height, data }: Field, compute: (value: number, place: number) => number): Field {
  const computed = new Float32Array(data.length);
  for (let place = 0; place < data.length; place += 1) computed[place] = compute(data[place], place);
  return { width, height, data: computed };
}

/** @param copy - shape (1, 3, H, W), encoded. @returns the mean of the three channels, or their luma. */
export function readField({ data, shape }: Tensor, of: 'mean' | 'luma'): Field {
  const [, , height, width] = shape;
  const count = width * height;
  const values = new Float32Array(count);
  for (let place = 0; place < count; place += 1) {
    const [r, g, b] = [data[place], data[count + place], data[2 * count + place]];
    values[place] = of === 'luma' ? luma(r, g, b) : (r + g + b) / 3;
  }
  return { width, height, data: values };
}

/** Gaussian blur, cut at three deviations; the border's values go on outside. @param sigma - in places. */
export function blurField(field: Field, sigma: number): Field {
  const radius = Math.max(1, Math.round(3 * sigma));
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { width, height } = field;
  const blurLines = (from: Float32Array, length: number, stride: number, lineCount: number, lineStride: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lineCount; line += 1) {
      for (let at = 0; at < length; at += 1) {
        let sum = 0;
        for (let k = -radius; k <= radius; k += 1) sum += weights[k + radius] * from[line * lineStride + Math.min(Math.max(at + k, 0), length - 1) * stride];
        to[line * lineStride + at * stride] = sum / total;
      }
    }
    return to;
  };
  return { width, height, data: blurLines(blurLines(field.data, width, 1, height, width), height, width, width, 1) };
}

export function meanOf({ data }: Field): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
