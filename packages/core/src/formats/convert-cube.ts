import { InvalidFileError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import { encodeHalfFloats, MAXIMUM_HALF_FLOAT } from '../recipe/half-float.js';
import { type LutAsset, MAXIMUM_LUT1D_SIZE, MAXIMUM_LUT3D_SIZE } from '../recipe/recipe.js';
import { domainMatrix } from '../recipe/lut-asset.js';
import type { Curve, Transform } from '../transforms/transform.js';
import type { CubeTable, ParsedCube } from './cube.js';

/**
 * Makes a parsed LUT into transforms, with its values as they are in the file (float32).
 *
 * @param space - the space it is for, where the person has been asked. Default: what the file says, else sRGB.
 * @returns in the order applied; between encoded values of `space`.
 */
export function cubeToTransforms(cube: ParsedCube, space: EncodedSpace = cube.space): Transform[] {
  const transforms: Transform[] = [];
  if (cube.table1d !== undefined) transforms.push({ kind: 'curve', curves: [channelCurve(cube.table1d, 0), channelCurve(cube.table1d, 1), channelCurve(cube.table1d, 2)] });
  if (cube.table3d !== undefined) {
    if (!isUnitDomain(cube.table3d)) transforms.push(domainMatrix(cube.table3d));
    transforms.push({ kind: 'lut3d', size: cube.table3d.size, values: cube.table3d.values, space });
  }
  return transforms;
}

/**
 * Makes a parsed LUT into an asset of a preset. Values become half floats: each within 2^-11 of its size.
 *
 * @param space - as for {@link cubeToTransforms}.
 * @throws {@link InvalidFileError} when the LUT is larger than a preset holds, or has values beyond half floats.
 */
export function cubeToLutAsset(cube: ParsedCube, space: EncodedSpace = cube.space): LutAsset {
  const { table1d, table3d } = cube;
  if (table1d !== undefined) requireAssetSize('LUT_1D_SIZE', table1d, MAXIMUM_LUT1D_SIZE);
  if (table3d !== undefined) requireAssetSize('LUT_3D_SIZE', table3d, MAXIMUM_LUT3D_SIZE);
  const main = table3d ?? table1d;
  if (main === undefined) throw new InvalidFileError('no table (expected a 1D or a 3D table)', { expected: 'a 1D or a 3D table' });
  const input = table1d ?? main;
  return {
    type: table3d === undefined ? 'lut1d' : 'lut3d',
    size: main.size,
    space,
    ...(isUnitDomain(input) ? {} : { domain: { minimum: input.minimum, maximum: input.maximum } }),
    ...(table1d !== undefined && table3d !== undefined ? { shaper: { size: table1d.size, data: encodeTable(mapIntoDomain(table1d.values, table3d)) } } : {}),
    data: encodeTable(main.values),
  };
}

function channelCurve(table: CubeTable, channel: number): Curve {
  const values = Float32Array.from({ length: table.size }, (_, i) => table.values[i * 3 + channel]);
  return { kind: 'table', domain: [table.minimum[channel], table.maximum[channel]], values, outside: 'clamp' };
}

function isUnitDomain({ minimum, maximum }: CubeTable): boolean {
  return minimum.every((value) => value === 0) && maximum.every((value) => value === 1);
}

/** An asset has no second domain, so the shaper's outputs are given in parts of the cube's. */
function mapIntoDomain(values: Float32Array, { minimum, maximum }: CubeTable): Float32Array {
  return values.map((value, i) => (value - minimum[i % 3]) / (maximum[i % 3] - minimum[i % 3]));
}

function requireAssetSize(keyword: string, { size }: CubeTable, maximum: number): void {
  if (size > maximum) {
    throw new InvalidFileError(`${keyword} ${size} (expected at most ${maximum} in a preset; bake the LUT to ${maximum} or fewer)`, { field: keyword, value: size, expected: `2 to ${maximum}` });
  }
}

function encodeTable(values: Float32Array): string {
  const beyond = values.find((value) => !(Math.abs(value) <= MAXIMUM_HALF_FLOAT));
  if (beyond !== undefined) {
    throw new InvalidFileError(`LUT value ${beyond} (expected -${MAXIMUM_HALF_FLOAT} to ${MAXIMUM_HALF_FLOAT} in a preset)`, { value: beyond, expected: `-${MAXIMUM_HALF_FLOAT} to ${MAXIMUM_HALF_FLOAT}` });
  }
  return encodeHalfFloats(values);
}
