import { describeValue, InvalidArgumentError } from '../errors.js';
import type { StyleVector } from '../operations/style-vector.js';
import { readVector, requireOneSpace, scaleToUnit } from './unit-vectors.js';

/** A taste and how much of it. */
export interface PreferenceShare {
  readonly preference: StyleVector;
  /** Above or at 0; shares count relative to their sum. */
  readonly share: number;
}

/**
 * Finds a taste between others: the normalised weighted mean of their vectors, as if each had its share of the liked photos.
 *
 * @param parts - at least one, in any order.
 * @throws InvalidArgumentError for no share above 0, and tastes that cancel out; EmbeddingSpaceError where they are not of one space.
 */
export function mixPreferences(parts: readonly PreferenceShare[]): StyleVector {
  const bad = parts.findIndex(({ share }) => !(share >= 0 && share < Infinity));
  if (bad >= 0) throw new InvalidArgumentError(`parts[${bad}].share: ${describeValue(parts[bad].share)} (expected a finite number of at least 0)`, { argument: 'parts', value: parts[bad].share });
  const used = parts.filter(({ share }) => share > 0);
  if (used.length === 0) throw new InvalidArgumentError('parts: no share above 0 (expected at least one)', { argument: 'parts', value: parts.length });
  requireOneSpace(used.map(({ preference }) => preference), 'parts');
  const total = used.reduce((sum, { share }) => sum + share, 0);
  const sum = new Float64Array(used[0].preference.vector.length);
  for (const { preference, share } of used) readVector(preference.vector, 'parts').forEach((value, i) => (sum[i] += (value * share) / total));
  return { embedding: used[0].preference.embedding, vector: Array.from(scaleToUnit(sum, 'the mix')) };
}
