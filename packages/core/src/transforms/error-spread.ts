/** How large differences are: on average, the value 99 % of them do not exceed, and the largest. */
export interface ErrorSpread {
  readonly mean: number;
  readonly p99: number;
  readonly maximum: number;
}

/**
 * Sums up differences; zeros where there are none.
 *
 * @param differences - sorted in place.
 * @remarks The 99th percentile is the smallest value that at least 99 % do not exceed.
 */
export function spreadOf(differences: Float64Array): ErrorSpread {
  if (differences.length === 0) return { mean: 0, p99: 0, maximum: 0 };
  differences.sort();
  const sum = differences.reduce((total, value) => total + value, 0);
  return { mean: sum / differences.length, p99: differences[Math.ceil(differences.length * 0.99) - 1], maximum: differences[differences.length - 1] };
}
