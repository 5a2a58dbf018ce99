import type { RecipeOperation } from '@openretouch/core';
import type { BrushEdit } from './edit.js';

/** The slot of masks that are painted in the panel. */
export const BRUSH_SLOT = 'brush';

/** @returns what the brush does where its mask covers the photo. */
export function operationsOfBrush({ target, amountEv, source }: BrushEdit): RecipeOperation[] {
  const mask = { slot: source === 'host' ? 'host' : BRUSH_SLOT };
  if (target === 'even') return [{ op: 'cudi', exposure: 'auto', strength: Math.min(amountEv, 1), mask }];
  return [{ op: 'exposure', ev: target === 'lighten' ? amountEv : -amountEv, mask }];
}
