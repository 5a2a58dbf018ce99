/** A sum of squares to be made small. */
export interface LeastSquaresProblem {
  /** Writes the residuals for `parameters` into `out`, always as many. */
  readonly residuals: (parameters: Float64Array, out: Float64Array) => void;
  readonly residualCount: number;
  readonly start: readonly number[];
  /** Smallest and largest value of each parameter. */
  readonly bounds: readonly (readonly [number, number])[];
  /** Change of each parameter by which slopes are measured. */
  readonly steps: readonly number[];
}

const MAXIMUM_ITERATIONS = 12;
/** Relative fall of the sum below which the search has come to its end. */
const TOLERANCE = 1e-3;
const DAMPING_START = 1e-3;
const DAMPING_LIMIT = 1e6;

/**
 * Finds parameters with a small sum of squared residuals, by Levenberg and Marquardt's method with slopes by differences. The same
 * problem gives the same answer.
 *
 * @see D. W. Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", SIAM J. Appl. Math. 11(2), 1963;
 * bounds are kept by projection.
 */
export function minimiseSquares({ residuals, residualCount, start, bounds, steps }: LeastSquaresProblem): Float64Array {
  const count = start.length;
  let parameters = Float64Array.from(start, (value, i) => clamp(value, bounds[i]));
  let current = new Float64Array(residualCount);
  let trial = new Float64Array(residualCount);
  const slopes = Array.from({ length: count }, () => new Float64Array(residualCount));
  residuals(parameters, current);
  let sum = squares(current);
  let damping = DAMPING_START;
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS && damping < DAMPING_LIMIT; iteration += 1) {
    measureSlopes(residuals, parameters, current, bounds, steps, slopes);
    const { normal, gradient } = normalEquations(slopes, current);
    const before = sum;
    for (; damping < DAMPING_LIMIT; damping *= 10) {
      const step = solve(normal.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) + Number.MIN_VALUE : value))), gradient);
      const next = parameters.map((value, i) => clamp(value - step[i], bounds[i]));
      residuals(next, trial);
      const nextSum = squares(trial);
      if (nextSum < sum) {
        [parameters, sum] = [next, nextSum];
        [current, trial] = [trial, current];
        damping = Math.max(damping / 10, 1e-9);
        break;
      }
    }
    if (before - sum <= TOLERANCE * before) break;
  }
  return parameters;
}

function measureSlopes(residuals: LeastSquaresProblem['residuals'], parameters: Float64Array, current: Float64Array, bounds: LeastSquaresProblem['bounds'], steps: readonly number[], slopes: readonly Float64Array[]): void {
  const moved = parameters.slice();
  slopes.forEach((slope, i) => {
    // At its upper bound a parameter is moved down.
    const change = parameters[i] + steps[i] > bounds[i][1] ? -steps[i] : steps[i];
    moved[i] = parameters[i] + change;
    residuals(moved, slope);
    moved[i] = parameters[i];
    for (let k = 0; k < slope.length; k += 1) slope[k] = (slope[k] - current[k]) / change;
  });
}

function normalEquations(slopes: readonly Float64Array[], current: Float64Array): { readonly normal: number[][]; readonly gradient: number[] } {
  return { normal: slopes.map((a) => slopes.map((b) => product(a, b))), gradient: slopes.map((slope) => product(slope, current)) };
}

/** Gaussian elimination with pivots; a parameter that nothing depends on stays where it is. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const count = rows.length;
  for (let column = 0; column < count; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < count; row += 1) if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const lead = rows[column][column];
    if (Math.abs(lead) < 1e-18) continue;
    for (let row = 0; row < count; row += 1) {
      if (row === column) continue;
      const factor = rows[row][column] / lead;
      for (let k = column; k <= count; k += 1) rows[row][k] -= factor * rows[column][k];
    }
  }
  return rows.map((row, i) => (Math.abs(row[i]) < 1e-18 ? 0 : row[count] / row[i]));
}

function squares(values: Float64Array): number {
  return product(values, values);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}
