import { describe, expect, it } from 'vitest';
import { InvalidFileError } from '../../../packages/core/src/errors.js';
import { cubeToLutAsset, cubeToTransforms } from '../../../packages/core/src/formats/convert-cube.js';
import type { CubeTable, ParsedCube } from '../../../packages/core/src/formats/cube.js';
import { parseCube } from '../../../packages/core/src/formats/parse-cube.js';
import { lutAssetTransforms } from '../../../packages/core/src/recipe/lut-asset.js';
import { evaluateTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import type { Transform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference } from '../transforms/colours.js';
import { golden, readCubeFile } from './golden.js';

const evaluate = (transforms: readonly Transform[], colours: readonly number[]): Float32Array => {
  const rgb = Float32Array.from(colours);
  const width = rgb.length / 3;
  evaluateTransforms(transforms, rgb, { width, height: 1, firstRow: 0, rowCount: 1 });
  return rgb;
};

const parse = (name: string): ParsedCube => parseCube(readCubeFile(`valid/${name}`));

const table = (size: number, count: number, fill = 0): CubeTable => ({ size, values: new Float32Array(count * 3).fill(fill), minimum: [0, 0, 0], maximum: [1, 1, 1] });
const cubeOf = (tables: Pick<ParsedCube, 'table1d' | 'table3d'>): ParsedCube => ({ space: 'srgb', isSpaceStated: false, comments: [], warnings: [], ...tables });

describe('cubeToTransforms', () => {
  it.each(Object.entries(golden.output))('reads %s as OpenColorIO does, inside the domain and outside', (name, expected) => {
    expect(largestDifference(evaluate(cubeToTransforms(parse(name)), golden.input), expected)).toBeLessThan(TOLERANCES.transforms.openColorIo);
  });

  it('keeps the float32 values of the file, in the space it is told', () => {
    const cube = parse('asymmetric-3d.cube');
    expect(cubeToTransforms(cube, 'display-p3')).toEqual([{ kind: 'lut3d', size: 5, values: cube.table3d?.values, space: 'display-p3' }]);
    expect(cubeToTransforms(parse('display-p3.cube'))[0]).toMatchObject({ space: 'display-p3' });
  });
});

describe('cubeToLutAsset', () => {
  it.each(Object.keys(golden.output))('embeds %s within half-float precision', (name) => {
    const cube = parse(name);
    const embedded = evaluate(lutAssetTransforms(cubeToLutAsset(cube)), golden.input);
    // A shaper in half floats moves the input of the cube, whose slope is up to 3.
    const slope = cube.table1d !== undefined && cube.table3d !== undefined ? 4 : 2;
    expect(largestDifference(embedded, golden.output[name])).toBeLessThan(slope * TOLERANCES.formats.halfFloat);
  });

  it('leaves the domain out where it is 0..1 and keeps it elsewhere', () => {
    expect(cubeToLutAsset(parse('asymmetric-3d.cube'))).not.toHaveProperty('domain');
    expect(cubeToLutAsset(parse('domain-3d.cube')).domain).toEqual({ minimum: [-0.25, 0, 0.1], maximum: [1.5, 1.25, 0.9] });
  });

  it('refuses what a preset cannot hold, and says what to do', () => {
    expect(() => cubeToLutAsset(cubeOf({ table3d: table(66, 1) }))).toThrow('LUT_3D_SIZE 66 (expected at most 65 in a preset; bake the LUT');
    expect(() => cubeToLutAsset(cubeOf({ table1d: table(4097, 4097) }))).toThrow('LUT_1D_SIZE 4097 (expected at most 4096');
    expect(() => cubeToLutAsset(cubeOf({ table3d: table(2, 8, 70_000) }))).toThrow(InvalidFileError);
  });
});
