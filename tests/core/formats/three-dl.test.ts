import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidFileError } from '../../../packages/core/src/errors.js';
import { parseThreeDl } from '../../../packages/core/src/formats/three-dl.js';
import { TOLERANCES } from '../../tolerances.js';
import { evaluateGolden, largestGap, lutGolden, readFormatFile } from './lut-golden.js';

const parse = (name: string) => parseThreeDl(readFormatFile(`three-dl/valid/${name}.3dl`));
/** Rows of an identity cube, blue fastest. */
const identityRows = (size: number, top: number): string[] =>
  Array.from({ length: size ** 3 }, (_, i) => [Math.floor(i / (size * size)), Math.floor(i / size) % size, i % size].map((node) => Math.round((top * node) / (size - 1))).join(' '));

interface InvalidThreeDl {
  readonly file: string;
  readonly line?: number;
  readonly found: string;
  readonly expected: string;
}

/** Every file of tests/formats/three-dl/invalid, and what its error names. */
const INVALID: readonly InvalidThreeDl[] = [
  { file: 'comments-only', line: 1, found: '0 nodes an edge', expected: '2 to 129' },
  { file: 'empty', line: 1, found: '0 nodes an edge', expected: '2 to 129' },
  { file: 'input-falling', line: 1, found: 'input values "1023 682 341 0"', expected: 'evenly spaced ones from 0' },
  { file: 'input-not-from-zero', line: 1, found: 'input values', expected: 'evenly spaced ones from 0' },
  { file: 'input-uneven', line: 1, found: 'input values "0 100 682 1023"', expected: 'bake the LUT with even spacing first' },
  { file: 'keyword-unknown', line: 1, found: 'LUT_3D_SIZE 4', expected: '3DMESH, Mesh, LUT8, gamma' },
  { file: 'mesh-and-input-differ', line: 2, found: '4 input values', expected: '3, one a node by the Mesh of line 1' },
  { file: 'mesh-broken', line: 2, found: 'Mesh four', expected: 'an output depth of 10, 12, 14 or 16' },
  { file: 'mesh-depth', line: 2, found: 'Mesh 4 8', expected: 'an output depth of 10, 12, 14 or 16' },
  { file: 'mesh-too-large', line: 2, found: 'Mesh 8 12', expected: '1 to 7 for 3 to 129 nodes' },
  { file: 'mesh-twice', line: 2, found: 'a second Mesh', expected: 'line 1' },
  { file: 'row-beyond-mesh', line: 30, found: '1023 1024 1023', expected: 'at most 1023, full scale by the Mesh of line 2' },
  { file: 'row-extra', line: 66, found: '65 rows of three numbers', expected: '64 for 4 nodes an edge' },
  { file: 'row-four-numbers', line: 6, found: '4 numbers', expected: 'three, red, green and blue' },
  { file: 'row-fraction', line: 6, found: '0.5 341 0', expected: 'whole numbers of 0 to 65535' },
  { file: 'row-missing', line: 64, found: '63 rows of three numbers', expected: '64 for 4 nodes an edge' },
  { file: 'row-nan', line: 6, found: 'nan 341 0', expected: 'whole numbers of 0 to 65535' },
  { file: 'row-negative', line: 6, found: '-1 341 0', expected: 'whole numbers of 0 to 65535' },
  { file: 'row-too-large', line: 6, found: '65536 341 0', expected: 'whole numbers of 0 to 65535' },
  { file: 'row-two-numbers', line: 6, found: '2 numbers', expected: 'three, red, green and blue' },
  { file: 'rows-not-a-cube', line: 7, found: '7 rows of three numbers', expected: 'a cube number of rows' },
  { file: 'utf-16', line: 1, found: 'UTF-16', expected: 'ASCII or UTF-8' },
  { file: 'zero-byte', line: 2, found: 'zero byte', expected: 'text' },
];

describe('parseThreeDl', () => {
  it.each(Object.keys(lutGolden.threeDl.openColorIo))('reads %s as OpenColorIO does', (name) => {
    const expected = lutGolden.threeDl.openColorIo[name].map((value) => value * 65535);
    expect(largestGap(evaluateGolden(parse(name)), expected) / 65535).toBeLessThan(TOLERANCES.formats.openColorIo3dl);
  });

  it('reads the form FFmpeg knows as FFmpeg does', () => {
    const ours = evaluateGolden(parse('flame-17-12')).map((value) => (value * 4095) / 4096);
    expect(largestGap(ours, lutGolden.threeDl.ffmpeg)).toBeLessThan(TOLERANCES.formats.ffmpeg3dlLevels16);
  });

  it('takes the size and the scale from the Mesh line where there is one', () => {
    expect(parse('lustre-17-12')).toMatchObject({ size: 17, fullScale: 4095, isScaleStated: true, warnings: [] });
    expect(parse('lustre-5-16-crlf')).toMatchObject({ size: 5, fullScale: 65535, isScaleStated: true });
    expect(parse('flame-6-10-comments')).toMatchObject({ size: 6, fullScale: 1023, isScaleStated: false });
  });

  it.each([
    [1023, 1023],
    [1024, 4095],
    [4095, 4095],
    [16000, 16383],
    [65535, 65535],
  ])('guesses the scale from the largest value: %i is of %i', (top, fullScale) => {
    expect(parseThreeDl(identityRows(3, top).join('\n'))).toMatchObject({ size: 3, fullScale, isScaleStated: false });
  });

  it('says so where the guess is doubtful', () => {
    expect(parseThreeDl(identityRows(3, 1500).join('\n')).warnings).toEqual([{ code: 'guessed-scale', message: expect.stringContaining('1500, was read as of 4095') }]);
    expect(parseThreeDl(identityRows(3, 1023).join('\n'), { fileName: 'film SLog3.3dl' }).warnings.map(({ code }) => code)).toEqual(['log-encoded']);
  });

  it('does not take an input line of three values for a row', () => {
    const rows = identityRows(3, 1023);
    const plain = parseThreeDl(rows.join('\n'));
    expect(parseThreeDl(['0 512 1023', ...rows].join('\n')).values).toEqual(plain.values);
    expect(parseThreeDl(['3DMESH', 'Mesh 1 10', '0 512 1023', ...rows].join('\r')).values).toEqual(plain.values);
  });

  it('has an expectation for every invalid file, and a file for every expectation', () => {
    const files = readdirSync(new URL('../../formats/three-dl/invalid', import.meta.url));
    expect(INVALID.map(({ file }) => `${file}.3dl`).sort()).toEqual(files.sort());
  });

  it.each(INVALID)('refuses $file at line $line', ({ file, line, found, expected }) => {
    let error: unknown;
    try {
      parseThreeDl(readFormatFile(`three-dl/invalid/${file}.3dl`));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InvalidFileError);
    const { message, fields } = error as InvalidFileError;
    expect(fields.line).toBe(line);
    expect(message.replaceAll('\\"', '"')).toContain(found);
    expect(message.slice(message.lastIndexOf('(expected'))).toContain(expected);
  });
});
