import { describeValue, EmbeddingSpaceError, InvalidArgumentError } from '../errors.js';
import { STYLE_DIMENSIONS, type StyleVector } from '../operations/style-vector.js';

/** How many there may be. */
type CountRange = readonly [minimum: number, maximum: number];

/**
 * Checks embeddings and puts them in an order of their own, so that sums do not depend on the order they came in.
 *
 * @param argument - their name in messages.
 * @returns copies scaled to length 1.
 * @throws {@link InvalidArgumentError} for too few, too many, no numbers, or a vector without direction;
 * {@link EmbeddingSpaceError} where they are not of one space.
 */
export function readUnitVectors(embeddings: readonly StyleVector[], argument: string, [minimum, maximum]: CountRange): Float64Array[] {
  if (embeddings.length < minimum || embeddings.length > maximum) {
    throw new InvalidArgumentError(`${argument}: ${embeddings.length} (expected ${minimum} to ${maximum})`, { argument, value: embeddings.length, minimum, maximum });
  }
  requireOneSpace(embeddings, argument);
  const vectors = embeddings.map(({ vector }, index) => scaleToUnit(readVector(vector, `${argument}[${index}]`), `${argument}[${index}]`));
  return vectors.sort(compareVectors);
}

/** @throws {@link EmbeddingSpaceError} where two differ in their space, or in the number of dimensions, which belongs to it. */
export function requireOneSpace(vectors: readonly StyleVector[], argument: string): void {
  const [first] = vectors;
  const other = vectors.findIndex(({ embedding, vector }) => embedding !== first.embedding || vector.length !== first.vector.length);
  if (other < 0) return;
  const describe = ({ embedding, vector }: StyleVector): string => `${describeValue(embedding)} with ${vector.length} dimensions`;
  throw new EmbeddingSpaceError(`${argument}[${other}]: of the embedding space ${describe(vectors[other])} (expected ${describe(first)}, as the first: they were made by different models)`, {
    argument,
    index: other,
    found: vectors[other].embedding,
    expected: first.embedding,
  });
}

/** @throws {@link InvalidArgumentError} for NaN, infinities, or a number of dimensions that no embedding has. */
export function readVector(vector: readonly number[], argument: string): Float64Array {
  const [fewest, most] = STYLE_DIMENSIONS;
  if (vector.length < fewest || vector.length > most) throw new InvalidArgumentError(`${argument}: ${vector.length} dimensions (expected ${fewest} to ${most})`, { argument, value: vector.length });
  const bad = vector.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InvalidArgumentError(`${argument}[${bad}]: ${String(vector[bad])} (expected a finite number)`, { argument, index: bad });
  return Float64Array.from(vector);
}

/** Shorter sums are of vectors that cancel out: their direction is that of rounding. */
const SMALLEST_LENGTH = 1e-6;

/** Scales in place. @throws {@link InvalidArgumentError} where there is no direction. */
export function scaleToUnit(vector: Float64Array, argument: string): Float64Array {
  const length = lengthOf(vector);
  if (length < SMALLEST_LENGTH) throw new InvalidArgumentError(`${argument}: a vector of length ${length} (expected one with a direction)`, { argument, value: length });
  for (let i = 0; i < vector.length; i += 1) vector[i] /= length;
  return vector;
}

export function lengthOf(vector: ArrayLike<number>): number {
  return Math.sqrt(dot(vector, vector));
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

/** @returns the mean of vectors, unscaled. */
export function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(vectors[0].length);
  for (const vector of vectors) for (let i = 0; i < mean.length; i += 1) mean[i] += vector[i] / vectors.length;
  return mean;
}

/** By the first number that differs. */
function compareVectors(a: Float64Array, b: Float64Array): number {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place < 0 ? 0 : a[place] - b[place];
}
