import { type NearestStyle, nearestStyle, type StyleVector } from '@openretouch/core';
import { readStyle, type StylePart } from '../../looks/read-style.js';
import { builtInStyles } from '../../styles/built-in-styles.js';
import { photosOfStyle, pointOfStyle } from '../../styles/style-point.js';
import type { CommandContext } from '../context.js';

/** Prints what is known of a style: what it was learned from, how alike those photos were, and which built-in style it resembles. */
export async function showStyle(name: string, context: CommandContext): Promise<void> {
  const { reporter } = context;
  const { source, parts, strength, notes } = await readStyle(name, 'style', context);
  const point = pointOfStyle({ parts });
  reporter.line(source);
  for (const part of parts) reporter.line(`  ${parts.length > 1 ? `${Math.round(part.share * 100)} % ` : ''}${describePart(part)}`);
  if (strength !== 1) reporter.line(`  at strength ${strength}`);
  const nearest = nearestOf(point, parts);
  if (nearest !== undefined) reporter.line(`  ${nearest.sentence}`);
  reporter.line(`  embedding space ${point.embedding}, ${point.vector.length} numbers`);
  for (const note of notes) reporter.line(`  ${note}`);
  reporter.result({ source, strength, embedding: point.embedding, dimensions: point.vector.length, ...photosOfStyle({ parts }), parts: parts.map(({ style, share }) => ({ share, ...('id' in style ? { style: style.id } : { consistency: style.asset.consistency, likedCount: style.asset.likedCount, dislikedCount: style.asset.dislikedCount }) })), ...(nearest === undefined ? {} : { nearest }), notes });
}

function describePart({ style }: StylePart): string {
  if ('id' in style) return `the built-in style ${JSON.stringify(style.id)}`;
  const { likedCount, dislikedCount = 0, consistency } = style.asset;
  const disliked = dislikedCount === 0 ? '' : ` and ${dislikedCount} disliked`;
  const alike = consistency === undefined ? '' : `, consistency ${consistency.toFixed(2)}`;
  return likedCount === 0 ? 'a style of unstated photos' : `learned from ${likedCount} liked${disliked} ${likedCount + dislikedCount === 1 ? 'photo' : 'photos'}${alike}`;
}

/** A built-in style is nearest to itself, which says nothing; a style of another space is near to none. */
function nearestOf(point: StyleVector, parts: readonly StylePart[]): NearestStyle | undefined {
  const known = builtInStyles();
  const isComparable = known[0].preference.embedding === point.embedding;
  return !isComparable || (parts.length === 1 && 'id' in parts[0].style) ? undefined : nearestStyle(point, known);
}
