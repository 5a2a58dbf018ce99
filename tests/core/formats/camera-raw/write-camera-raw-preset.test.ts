import fc from 'fast-check';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importCameraRawXmp } from '../../../../packages/core/src/formats/camera-raw/import-camera-raw.js';
import { writeCameraRawPreset } from '../../../../packages/core/src/formats/camera-raw/write-camera-raw-preset.js';
import { parseXml } from '../../../../packages/core/src/formats/xml/parse-xml.js';
import { PRESETS } from '../../../../packages/core/src/presets/index.js';
import { type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation } from '../../../../packages/core/src/recipe/recipe.js';
import { validateRecipe } from '../../../../packages/core/src/recipe/validate-recipe.js';

const recipeOf = (operations: readonly RecipeOperation[], rest: Partial<Recipe> = {}): Recipe => validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'Test', operations, ...rest });
const write = (operations: readonly RecipeOperation[], rest: Partial<Recipe> = {}) => writeCameraRawPreset(recipeOf(operations, rest));
const hasExifTool = spawnSync('exiftool', ['-ver']).status === 0;

/** Values on the steps of the sliders. */
const step = (minimum: number, maximum: number, per: number): fc.Arbitrary<number> => fc.integer({ min: minimum, max: maximum }).map((value) => value / per);
const nonZero = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number> => arbitrary.filter((value) => value !== 0);
const coordinate = (value: number): number => Math.round((value / 255) * 1e6) / 1e6;
const curve = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { maxLength: 12 }), fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 14, maxLength: 14 }))
  .map(([inner, ys]) => [0, ...inner.sort((a, b) => a - b), 255].map((x, i) => [coordinate(x), coordinate(ys[i])]))
  .filter((points) => points.some(([x, y]) => x !== y));
const zone = fc.record({ hue: fc.integer({ min: 0, max: 360 }), amount: step(1, 50, 50), lightness: nonZero(step(-100, 100, 100)) });
const band = nonZero(step(-100, 100, 100));
const goodOperations = fc
  .tuple(
    fc.option(nonZero(step(-500, 500, 100)).map((ev) => ({ op: 'exposure', ev }))),
    fc.option(fc.record({ op: fc.constant('toneCurve'), points: curve, mode: fc.constant('hue-preserving'), redPoints: curve, bluePoints: curve })),
    fc.option(band.map((amount) => ({ op: 'vibrance', amount }))),
    fc.option(band.map((change) => ({ op: 'saturation', gain: Math.round((1 + change) * 1e4) / 1e4, axis: 'oklab' }))),
    fc.option(fc.record({ op: fc.constant('colorGrade'), shadows: zone, highlights: zone, balance: nonZero(step(-100, 100, 100)) })),
  )
  .map((entries) => entries.filter((entry): entry is NonNullable<typeof entry> => entry !== null) as RecipeOperation[]);

describe('a preset for Camera Raw', () => {
  it('holds what has a field of the same meaning so that importing it gives the same operations', () => {
    fc.assert(
      fc.property(goodOperations, (operations) => {
        const { xmp, report } = write(operations);
        const { recipe } = importCameraRawXmp(xmp);
        expect(recipe.operations).toEqual(operations);
        expect(report.every(({ status }) => status === 'mapped')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('holds black and white with its weights', () => {
    const operations = [{ op: 'blackWhite', red: 0.2, blue: -0.45 }, { op: 'colorGrade', shadows: { hue: 40, amount: 0.1 } }];
    expect(importCameraRawXmp(write(operations).xmp).recipe.operations).toEqual(operations);
  });

  it('holds a curve that does not keep the hue as the same curve in each channel', () => {
    const points = [[0, 0], [coordinate(128), coordinate(150)], [1, 1]];
    const { recipe } = importCameraRawXmp(write([{ op: 'toneCurve', points }]).xmp);
    expect(recipe.operations).toEqual([{ op: 'toneCurve', redPoints: points, greenPoints: points, bluePoints: points }]);
  });

  it('says what was rounded', () => {
    expect(write([{ op: 'exposure', ev: 0.333 }]).report).toMatchObject([{ field: 'operations[0].ev', status: 'approximated', becomes: 'Exposure2012 +0.33' }]);
  });

  it.each<[string, RecipeOperation[], Partial<Recipe>]>([
    ['operations without a field', [{ op: 'levels', gamma: 1.2 }, { op: 'hsl', red: { hue: 5 } }, { op: 'whiteBalance', temperature: 5000 }], {}],
    ['masks', [{ op: 'exposure', ev: 1, mask: { slot: 'brush' } }], {}],
    ['strength', [{ op: 'exposure', ev: 1, strength: 0.5 }], {}],
    ['the strength of the whole', [{ op: 'exposure', ev: 1 }], { strength: 0.5 }],
    ['what is decided for each photo', [{ op: 'toneCurve', auto: true }, { op: 'saturation', gain: 'auto' }], {}],
    ['segments', [{ op: 'toneCurve', segments: [0.6, 0.4] }], {}],
    ['too many points', [{ op: 'toneCurve', mode: 'hue-preserving', points: Array.from({ length: 17 }, (_, i) => [i / 16, (i / 16) ** 2]) }], {}],
    ['another axis of saturation', [{ op: 'saturation', gain: 1.1 }], {}],
    ['more saturation than there is', [{ op: 'saturation', gain: 3, axis: 'oklab' }], {}],
  ])('leaves out %s, and says so', (_, operations, rest) => {
    const { xmp, report } = write(operations, rest);
    expect(importCameraRawXmp(xmp).recipe.operations).toEqual([]);
    expect(report.length).toBeGreaterThanOrEqual(operations.length);
    expect(report.every(({ status }) => status === 'dropped')).toBe(true);
  });

  it('holds the first of two equal operations', () => {
    const { xmp, report } = write([{ op: 'exposure', ev: 1 }, { op: 'exposure', ev: 2 }]);
    expect(importCameraRawXmp(xmp).recipe.operations).toEqual([{ op: 'exposure', ev: 1 }]);
    expect(report.map(({ status }) => status)).toEqual(['mapped', 'dropped']);
  });

  it('says where Camera Raw applies an operation in another place', () => {
    const { report } = write([{ op: 'colorGrade', shadows: { hue: 40, amount: 0.1 } }, { op: 'exposure', ev: 1 }]);
    expect(report.at(-1)).toMatchObject({ status: 'approximated', why: expect.stringMatching(/earlier than the look does/) as string });
  });

  it('leaves the colour sliders out of black and white, where they would do nothing', () => {
    const { xmp, report } = write([{ op: 'saturation', gain: 1.5, axis: 'oklab' }, { op: 'blackWhite' }]);
    expect(importCameraRawXmp(xmp).recipe.operations).toEqual([{ op: 'blackWhite' }]);
    expect(report[0]).toMatchObject({ status: 'dropped' });
  });

  it.each(PRESETS.map(({ id, recipe }) => [id, recipe] as const))('can be made of the built-in look %s: what it holds comes back', (_, recipe) => {
    const { xmp } = writeCameraRawPreset(recipe);
    const back = importCameraRawXmp(xmp);
    expect(back.recipe.name).toBe(recipe.name);
    const again = writeCameraRawPreset(back.recipe);
    expect(importCameraRawXmp(again.xmp).recipe.operations).toEqual(back.recipe.operations);
  });

  it('keeps names of any characters that XML can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (text) => {
        const name = `<&"'>]]> ${text}`;
        const { xmp } = write([], { name, description: name });
        const expected = name.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
        expect(() => parseXml(xmp)).not.toThrow();
        expect(importCameraRawXmp(xmp).recipe.name).toBe(expected.trim());
      }),
      { numRuns: 100 },
    );
  });

  it('has a UUID of RFC 9562 version 8 that belongs to what the look does, or the one it is given', () => {
    const uuidOf = (xmp: string): string | undefined => /crs:UUID="([^"]*)"/.exec(xmp)?.[1];
    const first = uuidOf(write([{ op: 'exposure', ev: 1 }]).xmp);
    expect(first).toMatch(/^[0-9A-F]{12}8[0-9A-F]{3}[89AB][0-9A-F]{15}$/);
    expect(uuidOf(write([{ op: 'exposure', ev: 1 }], { name: 'Renamed' }).xmp)).toBe(first);
    expect(uuidOf(write([{ op: 'exposure', ev: 1.1 }]).xmp)).not.toBe(first);
    const given = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
    expect(uuidOf(writeCameraRawPreset(recipeOf([]), { uuid: given }).xmp)).toBe('F81D4FAE7DEC11D0A76500A0C91E6BF6');
    expect(() => writeCameraRawPreset(recipeOf([]), { uuid: 'x' })).toThrow(/expected 32 hex digits/);
  });

  it.skipIf(!hasExifTool)('is read by ExifTool, field by field (skipped where exiftool is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openretouch-'));
    try {
      const file = join(folder, 'look.xmp');
      const { xmp } = write([{ op: 'exposure', ev: 0.5 }, { op: 'toneCurve', mode: 'hue-preserving', points: [[0, 0.2], [1, 1]] }, { op: 'saturation', gain: 0.88, axis: 'oklab' }, { op: 'colorGrade', shadows: { hue: 210, amount: 0.24, lightness: -0.06 } }], { name: 'Blue & <grey> "é"' });
      writeFileSync(file, xmp);
      const [tags] = JSON.parse(execFileSync('exiftool', ['-j', '-struct', '-n', '-XMP-crs:all', file], { encoding: 'utf8' })) as [Record<string, unknown>];
      expect(tags).toMatchObject({
        Name: 'Blue & <grey> "é"',
        Group: 'OpenRetouch',
        PresetType: 'Normal',
        ProcessVersion: 11,
        HasSettings: true,
        Exposure2012: '+0.50',
        Saturation: -12,
        SplitToningShadowHue: 210,
        SplitToningShadowSaturation: 12,
        ColorGradeShadowLum: -6,
        ColorGradeBlending: 50,
        ToneCurvePV2012: ['0, 51', '255, 255'],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
