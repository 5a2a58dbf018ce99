import type { RecipeOperation } from '@openretouch/core';
import type { BrushEdit } from './edit.js';

/** The slot of masks that are painted in the panel. */
export const BRUSH_SLOT = 'brush';

/** Strength of evening out, at most: half as far again as the model says. */
export const MOST_EVEN = 1.5;

/** @returns what the brush does where its mask covers the photo. */
export function operationsOfBrush({ target, amountEv, source }: BrushEdit): RecipeOperation[] {
  const mask = { slot: source === 'host' ? 'host' : BRUSH_SLOT };
  if (target === 'even') return [{ op: 'cudi', exposure: 'even', strength: Math.min(amountEv, MOST_EVEN), mask }];
  return [{ op: 'exposure', ev: target === 'lighten' ? amountEv : -amountEv, mask }];
}
