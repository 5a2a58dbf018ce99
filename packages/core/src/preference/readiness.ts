import { InvalidArgumentError } from '../errors.js';
import type { StyleVector } from '../operations/style-vector.js';
import { LIKED_PHOTO_COUNT } from './mean-preference.js';
import { lengthOf, meanOf, readUnitVectors, readVector, requireOneSpace, scaleToUnit } from './unit-vectors.js';

/*
 * Maintainer notes. Thresholds were set on 49 photos the shipped embedding was not trained on, under the 14 known and the 11 unseen looks
 * of its card. Twenty photos of one look have a consistency of 0.51 to 0.90, on average 0.66, of all looks together 0.26 to 0.52; two looks
 * together are as alike as the two looks are. The reliability foretells 0.89 for five photos of one look, 0.94 for ten and 0.97 for twenty;
 * between two such sets it was 0.88, 0.93 and 0.96.
 */

/** A style with a name, to compare with. */
export interface KnownStyle {
  /** For people. */
  readonly title: string;
  readonly preference: StyleVector;
}

/** The known style that a taste is most like. */
export interface NearestStyle {
  readonly title: string;
  /** 0 is the same; 1 as far as two known styles mostly are from each other. */
  readonly distance: number;
  readonly sentence: string;
}

/** How far a taste can be relied on. */
export interface Readiness {
  readonly likedCount: number;
  /** How alike the photos are: the mean cosine between two of them, -1..1. */
  readonly consistency: number;
  /** How much of the difference between this taste and others is the taste's, and not that of the photos it was learned from, 0..1. */
  readonly reliability: number;
  readonly level: 'rough' | 'usable' | 'ready';
  /** Photos that would be enough at this consistency; absent where they are, or where no number is. */
  readonly photosWanted?: number;
  /** The known style it is most like. */
  readonly nearest: NearestStyle;
  /** All of it in words. */
  readonly sentence: string;
}

/** From here on more photos change little that can be seen. */
const READY_RELIABILITY = 0.95;
const USABLE_RELIABILITY = 0.87;
/** Below this the photos are of several styles; from the second on they are much alike. */
const ALIKE_CONSISTENCY = 0.5;
const MUCH_ALIKE_CONSISTENCY = 0.8;
/** Distances below which a taste is told to be like a known style, and near it. */
const LIKE_DISTANCE = 0.25;
const NEAR_DISTANCE = 0.5;

/**
 * Says how ready a taste is: from how many photos it was learned, how alike they are, and how far apart tastes are at all.
 *
 * @param liked - 5 to 200 embeddings.
 * @param known - at least two styles of the same space.
 * @throws InvalidArgumentError and EmbeddingSpaceError as `meanPreference` does, and for fewer known styles.
 * @see Spearman, "Correlation calculated from faulty data", and Brown, "Some experimental results in the correlation of mental abilities",
 * Brit. J. Psychology 3, 1910: the reliability of a mean of n, n c / (1 + (n - 1) c), with c = V / (V + s), V the variance between the
 * known styles and s that of the photos about their own
 */
export function measureReadiness(liked: readonly StyleVector[], known: readonly KnownStyle[]): Readiness {
  const vectors = readUnitVectors(liked, 'liked', LIKED_PHOTO_COUNT);
  const count = vectors.length;
  const mean = meanOf(vectors);
  const consistency = (count * lengthOf(mean) ** 2 - 1) / (count - 1);
  const spread = 1 - consistency;
  const variance = varianceBetween(known);
  const reliability = variance / (variance + spread / count);
  const isAlike = consistency >= ALIKE_CONSISTENCY;
  const level = reliability >= READY_RELIABILITY && isAlike ? 'ready' : reliability >= USABLE_RELIABILITY ? 'usable' : 'rough';
  const enough = Math.ceil((READY_RELIABILITY * spread) / ((1 - READY_RELIABILITY) * variance));
  const photosWanted = level !== 'ready' && isAlike && enough <= LIKED_PHOTO_COUNT[1] ? { photosWanted: Math.max(enough, count + 1) } : {};
  const nearest = nearestStyle({ embedding: liked[0].embedding, vector: Array.from(scaleToUnit(mean, 'the mean of liked')) }, known);
  const measures = { likedCount: count, consistency, reliability, level, ...photosWanted, nearest } as const;
  return { ...measures, sentence: `${describeReadiness(measures)} ${nearest.sentence}` };
}

/**
 * Finds the known style that a taste is most like.
 *
 * @param known - at least two styles of the same space.
 * @throws InvalidArgumentError for fewer; EmbeddingSpaceError for a known style of another space.
 */
export function nearestStyle(preference: StyleVector, known: readonly KnownStyle[]): NearestStyle {
  requireKnown(known);
  const [nearest] = known.map(({ title, preference: other }) => ({ title, distance: styleDistance(preference, other, known) })).sort((a, b) => a.distance - b.distance);
  return { ...nearest, sentence: describeNearest(nearest) };
}

/**
 * Says how far two tastes are from each other.
 *
 * @param known - at least two styles of the same space, by which distances are measured.
 * @returns 0 where they are the same; 1 where they are as far apart as two known styles mostly are.
 * @throws InvalidArgumentError and EmbeddingSpaceError as {@link nearestStyle} does.
 */
export function styleDistance(a: StyleVector, b: StyleVector, known: readonly KnownStyle[]): number {
  requireOneSpace([a, b, ...known.map(({ preference }) => preference)], 'styles');
  const [from, to] = [unitOf(a, 'styles[0]'), unitOf(b, 'styles[1]')];
  // Of two draws the mean squared distance is twice the variance.
  return lengthOf(from.map((value, i) => value - to[i])) / Math.sqrt(2 * varianceBetween(known));
}

/** @returns the mean squared distance of known styles from their mean, of n - 1. */
function varianceBetween(known: readonly KnownStyle[]): number {
  requireKnown(known);
  const vectors = known.map(({ title, preference }) => unitOf(preference, title));
  const mean = meanOf(vectors);
  const squares = vectors.reduce((sum, vector) => sum + lengthOf(vector.map((value, i) => value - mean[i])) ** 2, 0);
  return squares / (known.length - 1);
}

function requireKnown(known: readonly KnownStyle[]): void {
  if (known.length < 2) throw new InvalidArgumentError(`known: ${known.length} styles (expected at least 2: by them it is measured how far styles lie apart)`, { argument: 'known', value: known.length });
}

function unitOf({ vector }: StyleVector, name: string): Float64Array {
  return scaleToUnit(readVector(vector, name), name);
}

function describeReadiness({ likedCount, consistency, reliability, level, photosWanted }: Omit<Readiness, 'sentence'>): string {
  const alike = consistency >= MUCH_ALIKE_CONSISTENCY ? 'much alike' : consistency >= ALIKE_CONSISTENCY ? 'alike' : 'of several styles';
  const head = `${{ rough: 'Rough', usable: 'Usable', ready: 'Ready' }[level]}: ${likedCount} photos that are ${alike} (consistency ${consistency.toFixed(2)}, reliability ${reliability.toFixed(2)})`;
  const advice = level === 'ready' ? '' : photosWanted === undefined ? '; photos of one style make it clearer' : `; about ${photosWanted} would be enough`;
  return `${head}${advice}.`;
}

function describeNearest({ title, distance }: Omit<NearestStyle, 'sentence'>): string {
  const name = `the built-in style ${JSON.stringify(title)}`;
  const value = `at ${distance.toFixed(2)} of the distance between two styles`;
  if (distance < LIKE_DISTANCE) return `Like ${name}, ${value}.`;
  return distance < NEAR_DISTANCE ? `Near ${name}, ${value}.` : `Unlike any built-in style; the nearest is ${JSON.stringify(title)}, ${value}.`;
}
