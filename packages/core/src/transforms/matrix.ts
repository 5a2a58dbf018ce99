import type { Matrix3 } from '../color/matrix3.js';
import type { MatrixTransform } from './transform.js';

/** @returns rgb' = `linear` rgb + `offset`; `linear` is 3x3 row-major. */
export function matrixTransform(linear: Matrix3, offset: readonly [number, number, number] = [0, 0, 0]): MatrixTransform {
  const [a, b, c, d, e, f, g, h, i] = linear;
  return { kind: 'matrix', matrix: [a, b, c, offset[0], d, e, f, offset[1], g, h, i, offset[2]] };
}

/** @returns each channel times its own gain, plus its own offset. */
export function diagonalTransform(gains: readonly [number, number, number], offset: readonly [number, number, number] = [0, 0, 0]): MatrixTransform {
  return matrixTransform([gains[0], 0, 0, 0, gains[1], 0, 0, 0, gains[2]], offset);
}

/** @returns the one matrix equal to `first`, then `second`. */
export function composeMatrices(first: MatrixTransform, second: MatrixTransform): MatrixTransform {
  const composed: number[] = [];
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      let sum = column === 3 ? second.matrix[row * 4 + 3] : 0;
      for (let k = 0; k < 3; k += 1) {
        sum += second.matrix[row * 4 + k] * first.matrix[k * 4 + column];
      }
      composed.push(sum);
    }
  }
  return { kind: 'matrix', matrix: composed };
}

/** @returns the matrix of v + strength (M v - v): blending with the input is itself affine. */
export function scaleMatrixStrength(transform: MatrixTransform, strength: number): MatrixTransform {
  const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  return { kind: 'matrix', matrix: transform.matrix.map((value, index) => identity[index] + strength * (value - identity[index])) };
}

/** @returns whether the matrix changes no value by more than 1e-12. */
export function isIdentityMatrix(transform: MatrixTransform): boolean {
  return transform.matrix.every((value, index) => Math.abs(value - (index % 5 === 0 ? 1 : 0)) < 1e-12);
}

/** @returns whether each output channel depends on its own input channel alone. */
export function isDiagonalMatrix({ matrix }: MatrixTransform): boolean {
  return [1, 2, 4, 6, 8, 9].every((index) => matrix[index] === 0);
}
