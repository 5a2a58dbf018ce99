import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidFileError } from '../../../packages/core/src/errors.js';
import { MAXIMUM_CUBE_BYTES } from '../../../packages/core/src/formats/cube.js';
import { parseCube } from '../../../packages/core/src/formats/parse-cube.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { readCubeFile } from './golden.js';
import { INVALID_CUBES } from './invalid-cubes.js';

const CORNERS = [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1];
const parse = (name: string) => parseCube(readCubeFile(`valid/${name}`));
const listed = (kind: string): string[] => readdirSync(new URL(`../../formats/cube/${kind}`, import.meta.url)).filter((name) => name.endsWith('.cube'));
const withTitle = (title: string): string => `TITLE "${title}"\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n`;

describe('parseCube', () => {
  it('reads a 3D table in file order, with the default domain', () => {
    const cube = parse('asymmetric-3d.cube');
    expect(cube).toMatchObject({ title: 'asymmetric', space: 'srgb', isSpaceStated: false, warnings: [] });
    expect(cube.table3d).toMatchObject({ size: 5, minimum: [0, 0, 0], maximum: [1, 1, 1] });
    expect(cube.table3d?.values).toHaveLength(375);
    expect(cube.table1d).toBeUndefined();
  });

  it.each(['bom-and-crlf.cube', 'cr-only-no-end.cube', 'comments-blanks-tabs.cube', 'latin1-comment.cube'])('reads the same table from %s as from a plain file', (name) => {
    expect([...(parse(name).table3d?.values ?? [])]).toEqual(CORNERS);
  });

  it('reads signs, bare decimal points and exponents', () => {
    expect([...(parse('number-forms.cube').table3d?.values.subarray(0, 9) ?? [])]).toEqual([0.5, 0.5, 0.5, 1, 0, -0, -1.5, 100, 0.25]);
  });

  it('reads decimals of any length as the engine does, each rounded once', () => {
    const random = seededRandom(7);
    const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
    const tokens = Array.from({ length: 6000 }, (_, i) => `${i % 3 === 0 ? '-' : ''}${digits(i % 4 === 0 ? 0 : 1 + (i % 3))}.${digits(1 + (i % 19))}`);
    const rows = Array.from({ length: 2000 }, (_, i) => tokens.slice(i * 3, i * 3 + 3).join(' '));
    expect(parseCube(`LUT_1D_SIZE 2000\n${rows.join('\n')}\n`).table1d?.values).toEqual(Float32Array.from(tokens, Number));
  });

  it('reads a domain of its own for each channel', () => {
    expect(parse('domain-3d.cube').table3d).toMatchObject({ minimum: [-0.25, 0, 0.1], maximum: [1.5, 1.25, 0.9] });
    expect(parse('domain-1d.cube').table1d).toMatchObject({ size: 6, minimum: [-0.5, 0, 0.1] });
  });

  it('reads the 1D table of a Resolve file before the 3D one, each with its range', () => {
    const { table1d, table3d } = parse('shaper-and-3d.cube');
    expect(table1d).toMatchObject({ size: 6, minimum: [-0.5, -0.5, -0.5], maximum: [1.5, 1.5, 1.5] });
    expect(table3d).toMatchObject({ size: 4, minimum: [-0.05, -0.05, -0.05], maximum: [1.25, 1.25, 1.25] });
    expect(table1d?.values.length).toBe(18);
    expect(table3d?.values.length).toBe(192);
  });

  it('takes bytes and text alike', () => {
    const text = new TextDecoder().decode(readCubeFile('valid/domain-3d.cube'));
    expect(parseCube(text)).toEqual(parse('domain-3d.cube'));
  });

  it('reads files of random form as bytes as it does as text, sound or not', () => {
    const random = seededRandom(11);
    const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
    const outcome = (source: string | Uint8Array): unknown => {
      try {
        return parseCube(source);
      } catch (error) {
        return error instanceof InvalidFileError ? { ...error.fields, message: error.message } : error;
      }
    };
    const outcomes = new Set<string>();
    for (let file = 0; file < 3000; file += 1) {
      const number = (): string => pick(['0', '1', '-0', '-1.5', '.25', '7.', '0.123456789012345', '12345678901234567', '00.5', random().toFixed(6), random() < 0.02 ? pick(['-', '.', '1.2.3', '1-2', '--1', '+1', '1e-3', '1,5', 'nan', 'x']) : '2']);
      const row = (): string => `${pick(['', '', ' ', '\t'])}${number()}${pick([' ', '  ', '\t'])}${number()} ${number()}${random() < 0.01 ? ' 1' : ''}${pick(['', ' '])}`;
      const rowCount = 8 + (random() < 0.1 ? pick([-1, 1]) : 0);
      const lines = ['LUT_3D_SIZE 2', ...(random() < 0.3 ? ['# 3 words'] : []), ...Array.from({ length: rowCount }, () => `${row()}${random() < 0.03 ? pick(['\n', '\n# c', '\nTITLE "t"']) : ''}`)];
      const text = lines.join(pick(['\n', '\r\n', '\r'])) + pick(['', '\n', '\n\n ']);
      const fromText = outcome(text);
      expect(outcome(new TextEncoder().encode(text)), JSON.stringify(text)).toEqual(fromText);
      outcomes.add(fromText instanceof Object && 'message' in fromText ? 'refused' : 'read');
    }
    expect([...outcomes].sort()).toEqual(['read', 'refused']);
  });

  it('reads UTF-8 in titles as the platform does, and does not stumble over what is none', () => {
    const title = 'Crème 夜景 \u{1F305} é';
    expect(parseCube(new TextEncoder().encode(withTitle(title))).title).toBe(title);
    const broken = Uint8Array.of(...new TextEncoder().encode('# '), 0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x80, 0x80, 0x80, 0xed, 0xa0, 0x80, 0xff, 0x0a, ...new TextEncoder().encode(withTitle('x')));
    expect(parseCube(broken).comments[0]).toMatch(/^\ufffd\(\ufffd+$/);
  });

  it('finds the space in the comments and says whether it was stated', () => {
    expect(parse('display-p3.cube')).toMatchObject({ space: 'display-p3', isSpaceStated: true, warnings: [] });
    expect(parse('srgb-stated.cube')).toMatchObject({ space: 'srgb', isSpaceStated: true });
  });

  it('warns of a space it does not know', () => {
    const { warnings, isSpaceStated } = parse('unknown-space.cube');
    expect(warnings.map(({ code }) => code)).toEqual(['unknown-space']);
    expect(isSpaceStated).toBe(false);
  });

  it.each(['SLog3 to Rec.709', 'S-Log2', 'LogC to Rec709', 'LogC4', 'arri_logc3', 'V-Log L', 'VLog', 'LogToRec709', 'Canon Log 3', 'N-LOG', 'Cineon film', 'ACEScct look'])('warns of a log encoding named "%s"', (title) => {
    expect(parseCube(withTitle(title)).warnings.map(({ code }) => code)).toEqual(['log-encoded']);
  });

  it.each(['Catalog 12', 'Analog dreams', 'Prologue', 'Logo colours', 'Blogger', 'Backlog', 'Warm film'])('does not take "%s" for a log encoding', (title) => {
    expect(parseCube(withTitle(title)).warnings).toEqual([]);
  });

  it('looks at the name of the file too', () => {
    expect(parseCube(withTitle('x'), { fileName: 'SonySLog3.cube' }).warnings).toHaveLength(1);
  });

  it('reads every valid file of the corpus', () => {
    for (const name of listed('valid')) expect(() => parse(name), name).not.toThrow();
  });

  it('has an expectation for every invalid file, and a file for every expectation', () => {
    expect(INVALID_CUBES.map(({ file }) => file).sort()).toEqual(listed('invalid').sort());
  });

  it.each(INVALID_CUBES)('refuses $file at line $line', ({ file, line, found, expected }) => {
    let error: unknown;
    try {
      parseCube(readCubeFile(`invalid/${file}`));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InvalidFileError);
    const { message, fields } = error as InvalidFileError;
    expect(fields.line).toBe(line);
    expect(message.startsWith(`line ${line}: `)).toBe(true);
    expect(message).toContain(found);
    expect(message.slice(message.lastIndexOf('(expected'))).toContain(expected);
  });

  it('refuses a file larger than any table it accepts, before reading it', () => {
    const huge = { length: MAXIMUM_CUBE_BYTES + 1 } as unknown as Uint8Array;
    expect(() => parseCube(huge)).toThrow(InvalidFileError);
  });
});
