import type { Readiness } from '@openretouch/core';
import type { StringKey, Strings } from '../../strings/strings.js';

/** Liked photos from which on the words change, and that fill the meter. */
const ENOUGH_TO_TRY = 8;
const KNOWS_TASTE = 18;
export const METER_TICKS = 20;

/** @returns how far a taste is known, by how many photos are liked. */
export function readinessWords(likedCount: number): StringKey {
  if (likedCount === 0) return 'style.ready0';
  if (likedCount < ENOUGH_TO_TRY) return 'style.ready1';
  return likedCount < KNOWS_TASTE ? 'style.ready2' : 'style.ready3';
}

/** Consistencies above which photos are of one style, and much alike: as for the core's own words. */
const ALIKE = 0.6;
const MUCH_ALIKE = 0.8;

/** @returns what the photos themselves say: how alike they are, how many would be enough, and which built-in style they are near. */
export function describeReadiness({ consistency, photosWanted, nearest }: Readiness, { text, number }: Strings): string[] {
  const alike = text(consistency >= MUCH_ALIKE ? 'style.muchAlike' : consistency >= ALIKE ? 'style.alike' : 'style.severalStyles', { value: number(consistency, { digits: 2 }) });
  return [
    alike,
    ...(photosWanted === undefined ? [] : [text('style.photosWanted', { n: photosWanted })]),
    text('style.nearest', { name: nearest.title, distance: number(nearest.distance, { digits: 2 }) }),
  ];
}
