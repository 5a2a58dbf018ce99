import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, InvalidFileError } from '../../../packages/core/src/errors.js';
import { type AcvPoint, parseAcv, writeAcv } from '../../../packages/core/src/formats/acv.js';
import { acvCurveFunction, acvToOperations } from '../../../packages/core/src/formats/convert-acv.js';
import { fitAcv } from '../../../packages/core/src/formats/fit-acv.js';
import { evaluatePlanOnColours } from '../../../packages/core/src/bake/measure-bake-error.js';
import { planWithoutPhoto } from '../../../packages/core/src/plan/plan-without-photo.js';
import { RECIPE_SCHEMA_ID } from '../../../packages/core/src/recipe/recipe.js';
import { validateRecipe } from '../../../packages/core/src/recipe/validate-recipe.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestGap, lutGolden, readFormatFile } from './lut-golden.js';

const parse = (name: string) => parseAcv(readFormatFile(`acv/valid/${name}.acv`));

/** @returns 256 greys through the operations of an .acv file, in 16-bit levels, clipped, RGB. */
async function importedRamp(name: string): Promise<number[]> {
  const { operations } = acvToOperations(parse(name).curves);
  const plan = await planWithoutPhoto(validateRecipe({ schema: RECIPE_SCHEMA_ID, name, operations }));
  const rgb = Float32Array.from({ length: 768 }, (_, i) => Math.floor(i / 3) / 255);
  evaluatePlanOnColours(plan, rgb);
  return Array.from(rgb, (value) => Math.min(Math.max(value, 0), 1) * 65535);
}

const INVALID: readonly { readonly file: string; readonly offset: number; readonly found: string; readonly expected: string }[] = [
  { file: 'bytes-behind', offset: 14, found: '6 bytes after the last curve', expected: 'the end of the file' },
  { file: 'count-beyond-file', offset: 14, found: 'the end of the file before the curve of red', expected: 'a count of points' },
  { file: 'count-huge', offset: 2, found: '58 curves', expected: '1 to 57' },
  { file: 'count-zero', offset: 2, found: '0 curves', expected: '1 to 57' },
  { file: 'cut-in-header', offset: 0, found: '2 bytes', expected: 'a version, a count and curves' },
  { file: 'cut-in-point', offset: 4, found: 'within the curve of composite', expected: '2 points of 4 bytes' },
  { file: 'empty', offset: 0, found: '0 bytes', expected: 'a version, a count and curves' },
  { file: 'input-above-255', offset: 10, found: 'input 256', expected: '0 to 255' },
  { file: 'input-falls', offset: 16, found: 'point 2 of composite: input 100', expected: 'more than the 200 before it' },
  { file: 'input-repeats', offset: 16, found: 'point 2 of composite: input 9', expected: 'more than the 9 before it' },
  { file: 'output-negative', offset: 6, found: 'output -1', expected: '0 to 255' },
  { file: 'point-count-one', offset: 4, found: '1 points in the curve of composite', expected: '2 to 19' },
  { file: 'point-count-twenty', offset: 4, found: '20 points', expected: '2 to 19' },
  { file: 'text', offset: 0, found: 'version 21577', expected: 'version 1 or 4' },
  { file: 'version-1-no-channel', offset: 2, found: '0 curves', expected: '1 to 57' },
  { file: 'version-2', offset: 0, found: 'version 2', expected: 'version 1 or 4' },
];

describe('parseAcv', () => {
  it('reads the file whose hex dump and meaning are published', () => {
    expect(parse('published')).toEqual({
      version: 4,
      curves: {
        composite: [[0, 0], [64, 128], [255, 255]],
        red: [[0, 0], [128, 192], [255, 255]],
        green: [[0, 0], [192, 128], [255, 255]],
        blue: [[0, 0], [128, 64], [255, 255]],
      },
      ignoredCount: 0,
    });
  });

  it('reads version 1 by count and by bits, with the section that says it again', () => {
    expect(parse('version-1-count').curves).toEqual(parse('cross-process').curves);
    expect(parse('version-1-bits')).toMatchObject({ version: 1, curves: { composite: [[0, 0], [64, 44], [128, 132], [192, 217], [255, 255]], green: [[0, 0], [90, 76], [190, 207], [255, 255]] } });
    expect(Object.keys(parse('version-1-bits').curves)).toEqual(['composite', 'green']);
  });

  it('leaves out curves that change nothing, and counts those of further channels', () => {
    expect(Object.keys(parse('composite').curves)).toEqual(['composite']);
    const bytes = Uint8Array.from([...writeAcv({}), 0, 2, 0, 9, 0, 0, 0, 255, 0, 255]);
    bytes[3] = 5;
    expect(parseAcv(bytes)).toEqual({ version: 4, curves: {}, ignoredCount: 1 });
  });

  it('has an expectation for every invalid file, and a file for every expectation', () => {
    const files = readdirSync(new URL('../../formats/acv/invalid', import.meta.url));
    expect(INVALID.map(({ file }) => `${file}.acv`).sort()).toEqual(files.sort());
  });

  it.each(INVALID)('refuses $file at byte $offset', ({ file, offset, found, expected }) => {
    let error: unknown;
    try {
      parseAcv(readFormatFile(`acv/invalid/${file}.acv`));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InvalidFileError);
    const { message, fields } = error as InvalidFileError;
    expect(fields.offset).toBe(offset);
    expect(message.startsWith(`byte ${offset}: `)).toBe(true);
    expect(message).toContain(found);
    expect(message.slice(message.lastIndexOf('(expected'))).toContain(expected);
  });
});

describe('acvToOperations', () => {
  it.each(Object.keys(lutGolden.acv))('gives %s the colours FFmpeg gives it', async (name) => {
    const promised = name === 'overshoot' ? TOLERANCES.formats.acvClippedImportLevels : TOLERANCES.formats.acvImportLevels;
    const gap = largestGap(await importedRamp(name), lutGolden.acv[name]);
    // Channel and composite curves each bring their difference, the composite's slope of up to 2 stretches the channels'.
    expect(gap).toBeLessThan(TOLERANCES.formats.ffmpegCurvesLevels16 + 3 * promised * 257);
  });

  it.each(Object.keys(lutGolden.acv))('says how far the tone curves of %s are from its own', (name) => {
    const { operations, maximumLevels } = acvToOperations(parse(name).curves);
    expect(maximumLevels).toBeLessThan(name === 'overshoot' ? TOLERANCES.formats.acvClippedImportLevels : TOLERANCES.formats.acvImportLevels);
    expect(validateRecipe({ schema: RECIPE_SCHEMA_ID, name, operations }).operations).toEqual(operations);
  });

  it('lets the channels go before the composite, as Photoshop does', () => {
    expect(acvToOperations(parse('published').curves).operations.map((operation) => Object.keys(operation))).toEqual([
      ['op', 'redPoints', 'greenPoints', 'bluePoints'],
      ['op', 'points'],
    ]);
    expect(acvToOperations({})).toEqual({ operations: [], maximumLevels: 0 });
  });

  it('keeps the ends exactly flat', async () => {
    const ramp = await importedRamp('flat-ends');
    for (const level of [0, 10, 37]) expect(ramp[level * 3] / 257).toBeCloseTo(20, 4);
    for (const level of [211, 230, 255]) expect(ramp[level * 3] / 257).toBeCloseTo(235, 4);
  });
});

describe('writeAcv', () => {
  it('writes the published file byte for byte, apart from its curve for a channel RGB does not have', () => {
    const published = readFormatFile('acv/valid/published.acv');
    const written = writeAcv(parseAcv(published).curves);
    expect([...written.subarray(4)]).toEqual([...published.subarray(4, -10)]);
    expect([...written.subarray(0, 4)]).toEqual([0, 4, 0, 4]);
  });

  it.each([
    [[[0, 0]], '1 points'],
    [Array.from({ length: 20 }, (_, i) => [i * 10, i * 10]), '20 points'],
    [[[0, 0], [0, 255]], 'point 1 is (0, 255)'],
    [[[0, 0.5], [255, 255]], 'point 0 is (0, 0.5)'],
    [[[0, 0], [255, 256]], 'point 1 is (255, 256)'],
  ])('refuses %j', (points, found) => {
    expect(() => writeAcv({ green: points as unknown as AcvPoint[] })).toThrow(InvalidArgumentError);
    expect(() => writeAcv({ green: points as unknown as AcvPoint[] })).toThrow(`curves.green: ${found}`);
  });
});

describe('fitAcv', () => {
  const sample = (f: (value: number) => number): Float32Array => Float32Array.from({ length: 256 }, (_, i) => f(i / 255));
  const fit = (f: (value: number) => number) => fitAcv([sample(f), sample(f), sample(f)]);

  it.each([
    ['a gentle S', (x: number) => x - 0.06 * Math.sin(2 * Math.PI * x), 0.51],
    ['a slight bend', (x: number) => x * (1 + 0.3 * (1 - x)), 0.51],
    ['two levels cut off', (x: number) => (x - 0.05) / 0.9, 1],
    ['a gamma', (x: number) => x ** 0.7, 1.5],
    ['a lifted black', (x: number) => 0.1 + 0.85 * x, 0.6],
    ['a gain that clips', (x: number) => 1.3 * x, 1.5],
    ['a fall', (x: number) => 1 - x, 0.01],
  ] as const)('fits %s with points a file holds, and says how closely', (_name, f, limit) => {
    const { curves, maximumLevels, meanLevels } = fit(f);
    const points = parseAcv(writeAcv(curves)).curves.composite ?? [];
    expect(points.length).toBeLessThanOrEqual(16);
    const curve = acvCurveFunction(points);
    const worst = Math.max(...Array.from({ length: 256 }, (_, i) => Math.abs(curve(i / 255) - Math.min(Math.max(f(i / 255), 0), 1)) * 255));
    expect(worst).toBeCloseTo(maximumLevels, 3);
    expect(maximumLevels).toBeLessThan(limit);
    expect(meanLevels).toBeLessThanOrEqual(maximumLevels);
  });

  it('writes nothing where nothing changes, and the channels apart where they differ', () => {
    expect(fit((x) => x)).toEqual({ curves: {}, meanLevels: expect.closeTo(0, 5) as number, maximumLevels: expect.closeTo(0, 4) as number });
    const { curves } = fitAcv([sample((x) => x), sample((x) => x * x), sample((x) => x)]);
    expect(Object.keys(curves)).toEqual(['green']);
  });
});
