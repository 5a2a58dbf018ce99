import { mixPreferences, type StyleVector } from '@openretouch/core';
import { manifest } from '@openretouch/models';
import type { NamedStyle, StylePart } from '../looks/read-style.js';

/**
 * Finds the one point of the embedding space that a style stands for; of a mix the one between its parts.
 *
 * @throws EmbeddingSpaceError where its parts are of different spaces.
 */
export function pointOfStyle({ parts }: Pick<NamedStyle, 'parts'>): StyleVector {
  return mixPreferences(parts.map((part) => ({ preference: vectorOfPart(part), share: part.share })));
}

/** @returns how many liked and disliked photos a style was learned from; those of built-in styles are not counted. */
export function photosOfStyle({ parts }: Pick<NamedStyle, 'parts'>): { readonly likedCount: number; readonly dislikedCount: number } {
  const assets = parts.flatMap(({ style }) => ('asset' in style ? [style.asset] : []));
  const sum = (pick: (asset: (typeof assets)[number]) => number): number => assets.reduce((total, asset) => total + pick(asset), 0);
  return { likedCount: sum(({ likedCount }) => likedCount), dislikedCount: sum(({ dislikedCount = 0 }) => dislikedCount) };
}

function vectorOfPart({ style }: StylePart): StyleVector {
  if ('asset' in style) return { embedding: style.asset.embedding, vector: style.asset.vector };
  const { embedding, styles } = manifest.styles;
  return { embedding, vector: styles.find(({ id }) => id === style.id)?.vector ?? [] };
}
