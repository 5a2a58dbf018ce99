import type { StyleVector } from '@openretouch/core';
import { seededRandom } from '../../helpers/seeded-random.js';

export const SPACE = '0123456789abcdef';

export const point = (...vector: readonly number[]): StyleVector => ({ embedding: SPACE, vector });

/** Photos of one taste: unit vectors scattered about a direction, as embeddings of photos with other content are. */
export function scatter(seed: number, count: number, centre: readonly number[], spread: number): StyleVector[] {
  const random = seededRandom(seed);
  // The sum of twelve uniform numbers is near enough to a normal one.
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  return Array.from({ length: count }, () => point(...unit(centre.map((value) => value + spread * normal()))));
}

export function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export function cosine({ vector: a }: StyleVector, { vector: b }: StyleVector): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0) / (Math.hypot(...a) * Math.hypot(...b));
}
