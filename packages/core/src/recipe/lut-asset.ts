import { decodeHalfFloats } from './half-float.js';
import type { Curve, Lut3dTransform, MatrixTransform, Transform } from '../transforms/transform.js';
import { diagonalTransform } from '../transforms/matrix.js';
import type { LutAsset } from './recipe.js';

/** @returns the transforms of an embedded LUT: domain, shaper, table; between encoded values of the asset's space. */
export function lutAssetTransforms(asset: LutAsset): Transform[] {
  const transforms: Transform[] = [];
  if (asset.domain !== undefined) transforms.push(domainMatrix(asset.domain));
  if (asset.shaper !== undefined) transforms.push(tableCurves(asset.shaper));
  transforms.push(asset.type === 'lut1d' ? tableCurves(asset) : cube(asset));
  return transforms;
}

/** @returns the matrix that maps a table's domain to 0..1. */
export function domainMatrix({ minimum, maximum }: NonNullable<LutAsset['domain']>): MatrixTransform {
  const gain = (channel: number): number => 1 / (maximum[channel] - minimum[channel]);
  return diagonalTransform([gain(0), gain(1), gain(2)], [-minimum[0] * gain(0), -minimum[1] * gain(1), -minimum[2] * gain(2)]);
}

function cube(asset: LutAsset): Lut3dTransform {
  return { kind: 'lut3d', size: asset.size, values: decodeHalfFloats(asset.data, asset.size ** 3 * 3), space: asset.space };
}

function tableCurves({ size, data }: { readonly size: number; readonly data: string }): Transform {
  const values = decodeHalfFloats(data, size * 3);
  const channel = (c: number): Curve => ({ kind: 'table', domain: [0, 1], values: Float32Array.from({ length: size }, (_, i) => values[i * 3 + c]), outside: 'clamp' });
  return { kind: 'curve', curves: [channel(0), channel(1), channel(2)] };
}
