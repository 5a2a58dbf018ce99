/** @see W3C PNG, third edition, 9.2 to 9.4 */

function predictPaeth(left: number, above: number, aboveLeft: number): number {
  const estimate = left + above - aboveLeft;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toAboveLeft = Math.abs(estimate - aboveLeft);
  return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
}

/**
 * Takes a row's filter back, in place.
 *
 * @param filter - 0 none, 1 left, 2 above, 3 mean of both, 4 Paeth.
 * @param above - the row before it, already taken back; zeros for the first.
 * @param pixelBytes - bytes between a sample and the one to its left, at least 1.
 * @returns false for a filter that there is not.
 */
export function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, pixelBytes: number): boolean {
  const { length } = row;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = pixelBytes; i < length; i += 1) row[i] += row[i - pixelBytes];
      return true;
    case 2:
      for (let i = 0; i < length; i += 1) row[i] += above[i];
      return true;
    case 3:
      for (let i = 0; i < length; i += 1) row[i] += ((i < pixelBytes ? 0 : row[i - pixelBytes]) + above[i]) >> 1;
      return true;
    case 4:
      for (let i = 0; i < Math.min(pixelBytes, length); i += 1) row[i] += above[i];
      for (let i = pixelBytes; i < length; i += 1) row[i] += predictPaeth(row[i - pixelBytes], above[i], above[i - pixelBytes]);
      return true;
    default:
      return false;
  }
}

/** Filters that are tried: the mean is rarely the best of a photo, and none never. */
const TRIED_FILTERS = [1, 2, 4] as const;
/** Every so many bytes are looked at to choose a filter; odd, so that all channels come in turn. */
const SAMPLE_STEP = 7;

/**
 * Filters a row by the filter whose residues are smallest in sum, taken as signed bytes.
 *
 * @param out - receives the filter's number and the residues: one byte longer than the row.
 * @see W3C PNG, third edition, 12.7: minimum sum of absolute differences
 */
export function filterRow(row: Uint8Array, above: Uint8Array, pixelBytes: number, out: Uint8Array): void {
  let best: number = TRIED_FILTERS[0];
  let bestSum = Infinity;
  for (const filter of TRIED_FILTERS) {
    let sum = 0;
    for (let i = pixelBytes; i < row.length; i += SAMPLE_STEP) {
      const residue = (row[i] - predict(filter, row, above, i, pixelBytes)) & 255;
      sum += residue < 128 ? residue : 256 - residue;
    }
    if (sum < bestSum) {
      bestSum = sum;
      best = filter;
    }
  }
  out[0] = best;
  for (let i = 0; i < Math.min(pixelBytes, row.length); i += 1) out[i + 1] = row[i] - (best === 1 ? 0 : above[i]);
  if (best === 1) for (let i = pixelBytes; i < row.length; i += 1) out[i + 1] = row[i] - row[i - pixelBytes];
  else if (best === 2) for (let i = pixelBytes; i < row.length; i += 1) out[i + 1] = row[i] - above[i];
  else for (let i = pixelBytes; i < row.length; i += 1) out[i + 1] = row[i] - predictPaeth(row[i - pixelBytes], above[i], above[i - pixelBytes]);
}

function predict(filter: 1 | 2 | 4, row: Uint8Array, above: Uint8Array, i: number, pixelBytes: number): number {
  return filter === 1 ? row[i - pixelBytes] : filter === 2 ? above[i] : predictPaeth(row[i - pixelBytes], above[i], above[i - pixelBytes]);
}
