import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import { cubeToTransforms } from '../../../packages/core/src/formats/convert-cube.js';
import { parseCube } from '../../../packages/core/src/formats/parse-cube.js';
import { writeCube } from '../../../packages/core/src/formats/write-cube.js';
import { evaluateLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference } from '../transforms/colours.js';
import { golden, readCubeFile } from './golden.js';
import { writtenLut, writtenOptions } from './written-lut.js';

const lutOf = (values: readonly number[]): Lut3dTransform => ({ kind: 'lut3d', size: 2, values: Float32Array.from({ length: 24 }, (_, i) => values[i % values.length]), space: 'srgb' });
const titleOf = (title: string): string => writeCube(lutOf([0]), { title }).split('\n')[0];

describe('writeCube', () => {
  it('writes what OpenColorIO reads back as the same LUT', () => {
    const rgb = Float32Array.from(golden.input);
    evaluateLut3d(writtenLut, rgb, rgb.length / 3);
    expect(largestDifference(rgb, golden.output['written.cube'])).toBeLessThan(TOLERANCES.formats.sixDecimals + TOLERANCES.transforms.openColorIo);
  });

  it('writes the very file that OpenColorIO was given', () => {
    expect(writeCube(writtenLut, writtenOptions)).toBe(new TextDecoder().decode(readCubeFile('valid/written.cube')));
  });

  it('is read back by parseCube to six decimals, with space and title', () => {
    const cube = parseCube(writeCube(writtenLut, writtenOptions));
    const [read] = cubeToTransforms(cube);
    expect(read).toMatchObject({ kind: 'lut3d', size: 5, space: 'display-p3' });
    expect(largestDifference((read as Lut3dTransform).values, writtenLut.values)).toBeLessThan(TOLERANCES.formats.sixDecimals);
    expect(cube).toMatchObject({ title: "Creme 'brulee' of the house", isSpaceStated: true, warnings: [] });
  });

  it('is ASCII with short lines, without domain lines', () => {
    const text = writeCube(writtenLut, { title: '夜'.repeat(99), comments: ['é'.repeat(400), '☂'] });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(250);
    expect(text).not.toContain('DOMAIN');
    expect(text.endsWith('\n')).toBe(true);
  });

  it('never writes an exponent, nor a negative zero', () => {
    const rows = writeCube(lutOf([1e-9, -1e-9, 12345.5]), { title: 'x' }).split('\n').slice(-9, -1);
    expect(new Set(rows)).toEqual(new Set(['0.000000 0.000000 12345.500000']));
  });

  it.each([
    ['a "quoted" one', `TITLE "a 'quoted' one"`],
    ['two\r\nLUT_3D_SIZE 9', 'TITLE "two LUT_3D_SIZE 9"'],
    ['夜景', 'TITLE "OpenRetouch"'],
    ['', 'TITLE "OpenRetouch"'],
    ['x'.repeat(80), `TITLE "${'x'.repeat(60)}"`],
    ['Ångström', 'TITLE "Angstrom"'],
  ])('makes a harmless title of %j', (title, line) => {
    expect(titleOf(title)).toBe(line);
  });

  it('cannot be made to say something else by a comment', () => {
    const text = writeCube(lutOf([0]), { title: 'x', comments: ['a\nDOMAIN_MAX 9 9 9\n9 9 9', 'in: Display P3 encoded'] });
    expect(parseCube(text)).toMatchObject({ space: 'srgb', table3d: { maximum: [1, 1, 1] } });
  });

  it.each([NaN, Infinity, -Infinity, 1e7])('refuses a node of %s', (value) => {
    expect(() => writeCube(lutOf([0, value, 0]), { title: 'x' })).toThrow(InvalidArgumentError);
    expect(() => writeCube(lutOf([0, value, 0]), { title: 'x' })).toThrow('lut.values[1]');
  });
});
