import { MaskError } from '../errors.js';
import { featherMask } from '../raster/feather.js';
import { type Mask, maskScale, type MaskSet, validateMask } from '../raster/mask.js';
import type { MaskReference } from '../recipe/recipe.js';

/**
 * Finds, checks and feathers the mask a step refers to.
 *
 * @returns the mask, or `undefined` for an empty slot of an optional reference.
 * @throws {@link MaskError} when the slot is empty or the mask is of another size.
 */
export function resolveMask(reference: MaskReference, masks: MaskSet | undefined, width: number, height: number): Mask | undefined {
  const mask = masks !== undefined && Object.hasOwn(masks, reference.slot) ? masks[reference.slot] : undefined;
  if (mask === undefined) {
    if (reference.optional === true) return undefined;
    throw new MaskError('missing-mask', `mask: no mask for slot "${reference.slot}" (expected one of ${width} x ${height})`, { slot: reference.slot });
  }
  validateMask(reference.slot, mask, width, height);
  const radius = (reference.feather ?? 0) * Math.max(width, height);
  return radius > 0 ? featherMask(mask, radius) : mask;
}

/** @returns coverage 0..1 of `count` pixels from `first`, inverted where asked. */
export function readCoverage(mask: Mask, isInverted: boolean, first: number, count: number, out: Float32Array): void {
  const scale = maskScale(mask);
  for (let i = 0; i < count; i += 1) {
    const sample = mask.data[first + i] * scale;
    const coverage = sample > 0 ? (sample < 1 ? sample : 1) : 0;
    out[i] = isInverted ? 1 - coverage : coverage;
  }
}
