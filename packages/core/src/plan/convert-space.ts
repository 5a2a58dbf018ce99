import { linearRgbConversionMatrix } from '../color/rgb-xyz.js';
import type { EncodedSpace } from '../raster/raster.js';
import { namedCurve } from '../transforms/curve.js';
import { matrixTransform } from '../transforms/matrix.js';
import type { Transform } from '../transforms/transform.js';

/** @returns the transforms that take encoded values of one space to encoded values of another, through linear light. */
export function spaceConversion(from: EncodedSpace, to: EncodedSpace): readonly Transform[] {
  if (from === to) return [];
  return [namedCurve('srgb-to-linear'), matrixTransform(linearRgbConversionMatrix(from, to)), namedCurve('linear-to-srgb')];
}

/** @returns transforms that belong to encoded values of `from`, made to act on encoded values of `to`. */
export function convertTransforms(transforms: readonly Transform[], from: EncodedSpace, to: EncodedSpace): readonly Transform[] {
  return [...spaceConversion(to, from), ...transforms, ...spaceConversion(from, to)];
}
