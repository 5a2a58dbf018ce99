function checkPoints(xs: readonly number[], ys: readonly number[]): void {
  if (xs.length !== ys.length) {
    throw new RangeError(`monotone cubic: ${xs.length} xs and ${ys.length} ys (expected as many of each)`);
  }
  if (xs.length < 2) {
    throw new RangeError(`monotone cubic: ${xs.length} points (expected at least 2)`);
  }
  for (let index = 0; index < xs.length; index += 1) {
    if (!Number.isFinite(xs[index]) || !Number.isFinite(ys[index])) {
      throw new RangeError(`monotone cubic: point ${index} is (${xs[index]}, ${ys[index]}) (expected finite numbers)`);
    }
    if (index > 0 && !(xs[index] > xs[index - 1])) {
      throw new RangeError(
        `monotone cubic: x of point ${index} is ${xs[index]} (expected more than the ${xs[index - 1]} before it)`,
      );
    }
  }
}

/** Three-point slope at an end, cut back so that the end piece stays monotone. */
function endSlope(width: number, nextWidth: number, secant: number, nextSecant: number): number {
  const slope = ((2 * width + nextWidth) * secant - width * nextSecant) / (width + nextWidth);
  if (Math.sign(slope) !== Math.sign(secant)) {
    return 0;
  }
  const isTurning = Math.sign(secant) !== Math.sign(nextSecant);
  return isTurning && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope;
}

function limitedSlopes(widths: readonly number[], secants: readonly number[]): number[] {
  const last = secants.length - 1;
  if (last === 0) {
    return [secants[0], secants[0]];
  }
  const slopes = [endSlope(widths[0], widths[1], secants[0], secants[1])];
  for (let index = 1; index <= last; index += 1) {
    const before = secants[index - 1];
    const after = secants[index];
    if (before === 0 || Math.sign(before) !== Math.sign(after)) {
      slopes.push(0);
    } else {
      const weightBefore = 2 * widths[index] + widths[index - 1];
      const weightAfter = widths[index] + 2 * widths[index - 1];
      slopes.push((weightBefore + weightAfter) / (weightBefore / before + weightAfter / after));
    }
  }
  slopes.push(endSlope(widths[last], widths[last - 1], secants[last], secants[last - 1]));
  return slopes;
}

/**
 * Builds the smooth curve through control points that is monotone wherever they are and never overshoots.
 *
 * Slopes are weighted harmonic means of the neighbouring secants, 0 at a turn; two points give a straight line.
 *
 * @param xs - positions of at least two control points, strictly increasing. Copied.
 * @param ys - values at those positions, as many. Copied.
 * @returns a function with a continuous first derivative inside the points. It returns each `ys[i]` exactly at `xs[i]`,
 * stays between the two neighbouring values, is flat outside (the first or last value, as tone curves are), and
 * returns NaN for NaN.
 * @throws RangeError if the lengths differ, there are fewer than two points, a number is not finite, or `xs` does not
 * increase.
 * @see F. N. Fritsch, J. Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM J. Sci.
 * Stat. Comput. 5(2), 1984, with the three-point end slopes of F. N. Fritsch, R. E. Carlson, SIAM J. Numer. Anal. 17(2),
 * 1980.
 */
export function monotoneCubic(xs: readonly number[], ys: readonly number[]): (x: number) => number {
  checkPoints(xs, ys);
  const knots = Float64Array.from(xs);
  const values = Float64Array.from(ys);
  const last = knots.length - 1;
  const widths = xs.slice(1).map((x, index) => x - xs[index]);
  const secants = widths.map((width, index) => (ys[index + 1] - ys[index]) / width);
  const slopes = Float64Array.from(limitedSlopes(widths, secants));

  return (x) => {
    if (x <= knots[0]) {
      return values[0];
    }
    if (x >= knots[last]) {
      return values[last];
    }
    if (Number.isNaN(x)) {
      return NaN;
    }
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x < knots[middle]) {
        high = middle;
      } else {
        low = middle;
      }
    }
    const width = knots[high] - knots[low];
    const offset = x - knots[low];
    const secant = (values[high] - values[low]) / width;
    const quadratic = (3 * secant - 2 * slopes[low] - slopes[high]) / width;
    const cubic = (slopes[low] + slopes[high] - 2 * secant) / (width * width);
    const y = values[low] + offset * (slopes[low] + offset * (quadratic + offset * cubic));
    // The piece is monotone in exact arithmetic; rounding must not push it past the neighbouring values.
    const minimum = Math.min(values[low], values[high]);
    const maximum = Math.max(values[low], values[high]);
    return Math.min(maximum, Math.max(minimum, y));
  };
}
