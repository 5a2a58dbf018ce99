import { decodeHalfFloats } from './half-float.js';
import type { Curve, Lut3dTransform, Transform } from '../transforms/transform.js';
import { diagonalTransform } from '../transforms/matrix.js';
import type { LutAsset } from './recipe.js';

/** @returns the transforms of an embedded LUT: domain, shaper, table; between encoded values of the asset's space. */
export function lutAssetTransforms(asset: LutAsset): Transform[] {
  const transforms: Transform[] = [];
  if (asset.domain !== undefined) {
    const { minimum, maximum } = asset.domain;
    const gains = [0, 1, 2].map((c) => 1 / (maximum[c] - minimum[c])) as [number, number, number];
    transforms.push(diagonalTransform(gains, [-minimum[0] * gains[0], -minimum[1] * gains[1], -minimum[2] * gains[2]]));
  }
  if (asset.shaper !== undefined) transforms.push(tableCurves(asset.shaper));
  transforms.push(asset.type === 'lut1d' ? tableCurves(asset) : cube(asset));
  return transforms;
}

function cube(asset: LutAsset): Lut3dTransform {
  return { kind: 'lut3d', size: asset.size, values: decodeHalfFloats(asset.data, asset.size ** 3 * 3), space: asset.space };
}

function tableCurves({ size, data }: { readonly size: number; readonly data: string }): Transform {
  const values = decodeHalfFloats(data, size * 3);
  const channel = (c: number): Curve => ({ kind: 'table', domain: [0, 1], values: Float32Array.from({ length: size }, (_, i) => values[i * 3 + c]), outside: 'clamp' });
  return { kind: 'curve', curves: [channel(0), channel(1), channel(2)] };
}
