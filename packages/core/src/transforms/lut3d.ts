import type { EncodedSpace } from '../raster/raster.js';
import type { Lut3dTransform } from './transform.js';

/**
 * Samples an RGB -> RGB function at the nodes of a cube.
 *
 * @param size - nodes an edge, 2..129.
 * @param evaluate - maps `count` interleaved RGB triples in place; given one blue plane at a time.
 */
export function sampleLut3d(size: number, space: EncodedSpace, evaluate: (rgb: Float32Array, count: number) => void): Lut3dTransform {
  const plane = size * size;
  const values = new Float32Array(plane * size * 3);
  for (let b = 0; b < size; b += 1) {
    const slice = values.subarray(b * plane * 3, (b + 1) * plane * 3);
    for (let i = 0; i < plane; i += 1) {
      slice[i * 3] = (i % size) / (size - 1);
      slice[i * 3 + 1] = Math.floor(i / size) / (size - 1);
      slice[i * 3 + 2] = b / (size - 1);
    }
    evaluate(slice, plane);
  }
  return { kind: 'lut3d', size, values, space };
}

/**
 * Reads a LUT by tetrahedral interpolation for `count` interleaved RGB triples, in place. Input is clamped to 0..1, NaN
 * reads as 0; output is not clamped.
 *
 * @see Kasson, Nin, Plouffe, Hafner: "Performing color space conversions with three-dimensional linear interpolation",
 * J. Electronic Imaging 4(3), 1995: six tetrahedra that share the grey diagonal, chosen by the order of the fractions.
 */
export function evaluateLut3d(lut: Lut3dTransform, rgb: Float32Array, count: number): void {
  const { size, values } = lut;
  const top = size - 1;
  const strideG = size * 3;
  const strideB = size * size * 3;
  for (let i = 0, p = 0; i < count; i += 1, p += 3) {
    let x = rgb[p];
    let y = rgb[p + 1];
    let z = rgb[p + 2];
    x = x > 0 ? (x < 1 ? x * top : top) : 0;
    y = y > 0 ? (y < 1 ? y * top : top) : 0;
    z = z > 0 ? (z < 1 ? z * top : top) : 0;
    const xi = x >= top ? top - 1 : Math.floor(x);
    const yi = y >= top ? top - 1 : Math.floor(y);
    const zi = z >= top ? top - 1 : Math.floor(z);
    x -= xi;
    y -= yi;
    z -= zi;
    const origin = xi * 3 + yi * strideG + zi * strideB;
    // Walk from node 000 to node 111 along the axes in order of falling fraction; w are the barycentric weights.
    let first: number;
    let second: number;
    let w1: number;
    let w2: number;
    let w3: number;
    if (x >= y) {
      if (y >= z) {
        first = 3;
        second = 3 + strideG;
        w1 = x;
        w2 = y;
        w3 = z;
      } else if (x >= z) {
        first = 3;
        second = 3 + strideB;
        w1 = x;
        w2 = z;
        w3 = y;
      } else {
        first = strideB;
        second = strideB + 3;
        w1 = z;
        w2 = x;
        w3 = y;
      }
    } else if (z > y) {
      first = strideB;
      second = strideB + strideG;
      w1 = z;
      w2 = y;
      w3 = x;
    } else if (z > x) {
      first = strideG;
      second = strideG + strideB;
      w1 = y;
      w2 = z;
      w3 = x;
    } else {
      first = strideG;
      second = strideG + 3;
      w1 = y;
      w2 = x;
      w3 = z;
    }
    const a = origin;
    const b = origin + first;
    const c = origin + second;
    const d = origin + 3 + strideG + strideB;
    const wa = 1 - w1;
    const wb = w1 - w2;
    const wc = w2 - w3;
    rgb[p] = wa * values[a] + wb * values[b] + wc * values[c] + w3 * values[d];
    rgb[p + 1] = wa * values[a + 1] + wb * values[b + 1] + wc * values[c + 1] + w3 * values[d + 1];
    rgb[p + 2] = wa * values[a + 2] + wb * values[b + 2] + wc * values[c + 2] + w3 * values[d + 2];
  }
}
