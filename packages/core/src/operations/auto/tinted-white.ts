import type { Statistics } from '../../analyse/analysis.js';
import { fractionAbove } from '../../analyse/histogram.js';
import { evaluatePointTransforms } from '../../transforms/evaluate.js';
import { isPointTransform, type Transform } from '../../transforms/transform.js';

/*
 * Maintainer notes. What is clipped is white whatever the light was, and a correction gives it the opposite colour: a sun turns cyan. Of 430 photos
 * two are corrected far enough for that to be seen and have the white for it, both sunsets, whose warmth is the scene's own.
 */

/** From this least value of the three channels on a pixel is white. */
const WHITE = 0.98;
/** Share of white pixels below which nobody sees what colour they are. */
const FEW_WHITE = 0.005;
/** What white may lose in one channel against another, in encoded values: ten levels of 8 bit. */
const MOST_TINT = 0.04;

/** @returns whether transforms would give a visible colour to what is white in a photo. */
export function tintsWhite({ minimum }: Statistics, transforms: readonly Transform[]): boolean {
  if (fractionAbove(minimum, WHITE) < FEW_WHITE) return false;
  const white = Float32Array.of(1, 1, 1);
  evaluatePointTransforms(transforms.filter(isPointTransform), white, 1);
  const shown = [...white].map((value) => Math.min(value, 1));
  return Math.max(...shown) - Math.min(...shown) > MOST_TINT;
}
