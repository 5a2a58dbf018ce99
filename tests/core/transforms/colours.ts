/** @returns interleaved RGB noise by a fixed rule (Numerical Recipes' linear congruence), even over the range. */
export function noiseColours(count: number, minimum: number, maximum: number): Float32Array {
  let state = 12345;
  return Float32Array.from({ length: count * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return minimum + (state / 2 ** 32) * (maximum - minimum);
  });
}

/** Largest absolute difference of two equally long lists; NaN if any is, Infinity if the lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length || actual.length === 0) return Infinity;
  return Array.from(actual).reduce((largest, value, index) => Math.max(largest, Math.abs(value - expected[index])), 0);
}
