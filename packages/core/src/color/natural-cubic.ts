/**
 * Builds the natural cubic spline through points: twice continuously differentiable, without curvature at the ends.
 *
 * @param xs - at least two positions, strictly increasing.
 * @param ys - values there, as many.
 * @returns a function that is flat outside the points. Unlike a monotone cubic it may overshoot between them.
 * @see de Boor, "A Practical Guide to Splines", chapter IV; the tridiagonal system for second derivatives
 */
export function naturalCubic(xs: readonly number[], ys: readonly number[]): (x: number) => number {
  const last = xs.length - 1;
  const curvatures = solveCurvatures(xs, ys);
  return (x) => {
    if (!(x > xs[0])) return ys[0];
    if (x >= xs[last]) return ys[last];
    let cell = 0;
    while (x >= xs[cell + 1]) cell += 1;
    const width = xs[cell + 1] - xs[cell];
    const right = (x - xs[cell]) / width;
    const left = 1 - right;
    const bend = (left ** 3 - left) * curvatures[cell] + (right ** 3 - right) * curvatures[cell + 1];
    return left * ys[cell] + right * ys[cell + 1] + (bend * width * width) / 6;
  };
}

/** Second derivatives at the points, by elimination from left to right and substitution back. */
function solveCurvatures(xs: readonly number[], ys: readonly number[]): Float64Array {
  const last = xs.length - 1;
  const curvatures = new Float64Array(last + 1);
  const factors = new Float64Array(last + 1);
  for (let i = 1; i < last; i += 1) {
    const before = xs[i] - xs[i - 1];
    const after = xs[i + 1] - xs[i];
    const turn = (ys[i + 1] - ys[i]) / after - (ys[i] - ys[i - 1]) / before;
    const pivot = 2 * (before + after) - before * factors[i - 1];
    factors[i] = after / pivot;
    curvatures[i] = (6 * turn - before * curvatures[i - 1]) / pivot;
  }
  for (let i = last - 1; i > 0; i -= 1) curvatures[i] -= factors[i] * curvatures[i + 1];
  return curvatures;
}
