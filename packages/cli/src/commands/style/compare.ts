import { EmbeddingSpaceError, styleDistance, type StyleVector } from '@openretouch/core';
import { readStyle } from '../../looks/read-style.js';
import { builtInStyles } from '../../styles/built-in-styles.js';
import { pointOfStyle } from '../../styles/style-point.js';
import type { CommandContext } from '../context.js';

/** Distances below which two styles are told to be so; 1 is that of two built-in styles. */
const WORDS = [
  [0.1, 'the same'],
  [0.4, 'alike'],
  [0.8, 'related'],
  [1.2, 'different'],
] as const;

interface NamedPoint {
  readonly name: string;
  readonly point: StyleVector;
}

/**
 * Prints how far styles are from each other, two by two.
 *
 * @throws EmbeddingSpaceError for styles that are not of the space of the models at hand.
 */
export async function compareStyles(names: readonly string[], context: CommandContext): Promise<void> {
  const { reporter } = context;
  const points: NamedPoint[] = [];
  for (const name of names) points.push({ name, point: pointOfStyle(await readStyle(name, 'style', context)) });
  const known = builtInStyles();
  for (const one of points) requireSpace(one, known[0].preference.embedding);
  const pairs = points.flatMap((a, i) => points.slice(i + 1).map((b) => ({ a: a.name, b: b.name, distance: styleDistance(a.point, b.point, known) })));
  for (const { a, b, distance } of pairs) reporter.line(`${a} and ${b}: ${describeDistance(distance)}, at ${distance.toFixed(2)} of the distance between two built-in styles`);
  reporter.result(pairs.map((pair) => ({ ...pair, words: describeDistance(pair.distance) })));
}

function describeDistance(distance: number): string {
  return WORDS.find(([largest]) => distance < largest)?.[1] ?? 'very different';
}

function requireSpace({ name, point }: NamedPoint, expected: string): void {
  if (point.embedding === expected) return;
  throw new EmbeddingSpaceError(`${name}: of the embedding space ${point.embedding} (expected ${expected}, that of the models at hand: learn it anew from the photos)`, { found: point.embedding, expected });
}
