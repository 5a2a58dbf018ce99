/** Colours spread over the cube, besides the neutral ramp. */
const CUBE_COLOURS = 20_000;
/** Neutral colours, one for each 8-bit level. */
const NEUTRAL_COLOURS = 256;

/**
 * Makes the colours on which bakes are measured: 20,000 spread evenly over the cube and the 256 neutral 8-bit levels. Always the
 * same ones, so that two reports can be compared.
 *
 * @returns interleaved RGB triples in 0..1, shape (20256, 3); a new array.
 * @see Halton, "On the efficiency of certain quasi-random sequences of points in evaluating multi-dimensional integrals",
 * Numerische Mathematik 2, 1960; bases 2, 3 and 5.
 */
export function makeColourSet(): Float32Array {
  const rgb = new Float32Array((CUBE_COLOURS + NEUTRAL_COLOURS) * 3);
  for (let i = 0; i < CUBE_COLOURS; i += 1) {
    rgb[i * 3] = radicalInverse(i + 1, 2);
    rgb[i * 3 + 1] = radicalInverse(i + 1, 3);
    rgb[i * 3 + 2] = radicalInverse(i + 1, 5);
  }
  for (let level = 0; level < NEUTRAL_COLOURS; level += 1) {
    rgb.fill(level / (NEUTRAL_COLOURS - 1), (CUBE_COLOURS + level) * 3, (CUBE_COLOURS + level + 1) * 3);
  }
  return rgb;
}

/** Mirrors the digits of `index` in `base` about the point: 6 = 110 in base 2 becomes 0.011 = 0.375. */
function radicalInverse(index: number, base: number): number {
  let result = 0;
  let weight = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    result += (rest % base) * weight;
    weight /= base;
  }
  return result;
}
