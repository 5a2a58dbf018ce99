/** A 3x3 matrix as nine numbers, row-major: `m[3 * row + column]`. It multiplies column vectors from the left. */
export type Matrix3 = readonly number[];

/** Three components of one colour, in the order the function names (`[r, g, b]`, `[x, y, z]`, `[L, a, b]`). */
export type Vector3 = [number, number, number];

/** The matrix that leaves every vector as it is. */
export const IDENTITY_MATRIX3: Matrix3 = Object.freeze([1, 0, 0, 0, 1, 0, 0, 0, 1]);

/**
 * Multiplies two matrices, so that the product applies `b` first and `a` second.
 *
 * @param a - the matrix applied last.
 * @param b - the matrix applied first.
 * @returns a new matrix, `a` times `b`.
 */
export function multiplyMatrix3(a: Matrix3, b: Matrix3): Matrix3 {
  const product: number[] = [];
  for (let row = 0; row < 9; row += 3) {
    for (let column = 0; column < 3; column += 1) {
      product.push(a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6]);
    }
  }
  return product;
}

/**
 * Inverts a matrix by its adjugate.
 *
 * @param m - a matrix that has an inverse.
 * @returns a new matrix, the inverse.
 * @throws RangeError if the determinant is zero, NaN or infinite.
 */
export function invertMatrix3(m: Matrix3): Matrix3 {
  const [a, b, c, d, e, f, g, h, i] = m;
  const cofactorA = e * i - f * h;
  const cofactorB = f * g - d * i;
  const cofactorC = d * h - e * g;
  const determinant = a * cofactorA + b * cofactorB + c * cofactorC;
  if (determinant === 0 || !Number.isFinite(determinant)) {
    throw new RangeError(`matrix determinant: ${determinant} (expected a finite number other than 0)`);
  }
  return [
    cofactorA / determinant,
    (c * h - b * i) / determinant,
    (b * f - c * e) / determinant,
    cofactorB / determinant,
    (a * i - c * g) / determinant,
    (c * d - a * f) / determinant,
    cofactorC / determinant,
    (b * g - a * h) / determinant,
    (a * e - b * d) / determinant,
  ];
}

/**
 * Multiplies a matrix with a column vector.
 *
 * @param m - the matrix.
 * @param vector - three components.
 * @param out - receives the result; may be `vector` itself. Default: a new tuple.
 * @returns `out`. NaN components make every component they reach NaN.
 */
export function transformVector3(m: Matrix3, vector: Readonly<Vector3>, out: Vector3 = [0, 0, 0]): Vector3 {
  const x = vector[0];
  const y = vector[1];
  const z = vector[2];
  out[0] = m[0] * x + m[1] * y + m[2] * z;
  out[1] = m[3] * x + m[4] * y + m[5] * z;
  out[2] = m[6] * x + m[7] * y + m[8] * z;
  return out;
}
