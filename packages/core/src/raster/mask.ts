import { describeValue, InvalidRasterError, MaskError } from '../errors.js';
import { bitDepthOf, describeKind, fullScale, validateDimensions } from './raster.js';

/**
 * One channel of coverage, same geometry rules as a raster: 0 leaves a pixel alone, full scale takes the effect whole.
 *
 * @remarks *Convention:* full scale is 255, 65535 or 1 by the array's type. Floats outside 0..1 are clamped when read.
 */
export interface Mask {
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Masks by slot name, as a recipe's operations refer to them. */
export type MaskSet = Readonly<Record<string, Mask>>;

/** @returns the factor that takes the mask's samples to 0..1. */
export function maskScale(mask: Mask): number {
  return 1 / fullScale(bitDepthOf(mask.data) ?? 8);
}

/** @throws {@link InvalidRasterError} or {@link MaskError} unless the mask is well formed and exactly `width` x `height`. */
export function validateMask(slot: string, mask: Mask, width: number, height: number): void {
  if (typeof mask !== 'object' || mask === null) {
    throw new InvalidRasterError(`mask "${slot}": ${describeValue(mask)} (expected an object with data, width and height)`, { slot, value: mask });
  }
  if (bitDepthOf(mask.data) === undefined) {
    const kind = describeKind(mask.data);
    throw new InvalidRasterError(`mask "${slot}".data: ${kind} (expected Uint8Array, Uint16Array or Float32Array)`, { slot, value: kind });
  }
  validateDimensions(`mask "${slot}"`, mask.width, mask.height);
  if (mask.data.length !== mask.width * mask.height) {
    throw new InvalidRasterError(`mask "${slot}".data.length: ${mask.data.length} (expected ${mask.width * mask.height})`, { slot, value: mask.data.length });
  }
  if (mask.width !== width || mask.height !== height) {
    throw new MaskError('mask-size', `mask "${slot}": ${mask.width} x ${mask.height} (expected ${width} x ${height}, the picture's size)`, {
      slot,
      width: mask.width,
      height: mask.height,
      expectedWidth: width,
      expectedHeight: height,
    });
  }
}
