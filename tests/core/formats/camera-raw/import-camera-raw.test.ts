import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RetouchError } from '../../../../packages/core/src/errors.js';
import { importCameraRawXmp, type ImportedLook, importLrtemplate, MAXIMUM_MIGRATION_ROWS, MIGRATION_EXTENSION } from '../../../../packages/core/src/formats/camera-raw/import-camera-raw.js';
import { parseRecipe } from '../../../../packages/core/src/recipe/parse-recipe.js';
import { curveElement, presetText } from './preset-text.js';

const CORPUS = fileURLToPath(new URL('../../../formats/camera-raw/', import.meta.url));
const presets = readdirSync(CORPUS).filter((name) => /\.(?:xmp|lrtemplate)$/.test(name));
const importFile = (name: string): ImportedLook => (name.endsWith('.xmp') ? importCameraRawXmp : importLrtemplate)(readFileSync(`${CORPUS}${name}`), { fallbackName: name });
const importText = (attributes: Readonly<Record<string, string | number>>, elements = ''): ImportedLook => importCameraRawXmp(presetText(attributes, elements));
const rowOf = ({ report }: ImportedLook, field: string) => report.find((row) => row.field === field);
const operationOf = ({ recipe }: ImportedLook, op: string) => recipe.operations.find((entry) => entry.op === op);

describe('presets written by hand', () => {
  it('are ten or more', () => {
    expect(presets.length).toBeGreaterThanOrEqual(10);
  });

  it.each(presets)('give the look and the report that a person read: %s', async (name) => {
    const { recipe, report } = importFile(name);
    const lines = [`name: ${recipe.name}`, ...recipe.operations.map((entry) => JSON.stringify(entry)), '', ...report.map(({ field, value, status, becomes, why }) => [field, value, status, becomes ?? '', why].join(' | ')), ''];
    await expect(lines.join('\n')).toMatchFileSnapshot(`${CORPUS}expected/${name}.txt`);
  });

  it.each(presets)('have a row for every field of theirs: %s', (name) => {
    const text = readFileSync(`${CORPUS}${name}`, 'utf8');
    const settings = name.endsWith('.xmp') ? text : text.slice(text.indexOf('settings = {'));
    const fields = name.endsWith('.xmp') ? settings.matchAll(/\b(?:crs|c):([A-Z]\w*)(?==|>)/g) : settings.matchAll(/^\t{3}(?:\t*)([A-Z]\w+) =|^ {6}([A-Z]\w+) =/gm);
    const { report } = importFile(name);
    const reported = new Set(report.map(({ field }) => field.split('.').at(-1)));
    const inMask = /^(?:What|Mask\w*|Correction\w*|Local\w*)$/;
    const missing = [...fields].map(([, tab, space]) => tab ?? space).filter((field) => !reported.has(field) && !inMask.test(field) && field !== 'Parameters' && field !== 'Look');
    expect(missing).toEqual([]);
  });

  it('are stored with their report, and are the same when the recipe file is read again', () => {
    const { recipe, report } = importFile('warm-evening.xmp');
    expect(recipe.extensions?.[MIGRATION_EXTENSION]).toEqual({ source: 'camera-raw-xmp', name: 'Warm evening', processVersion: '15.4', report });
    expect(parseRecipe(JSON.stringify(recipe))).toEqual(recipe);
  });
});

describe('a field that is absent', () => {
  it('says nothing: an empty preset gives an empty look', () => {
    expect(importText({ ProcessVersion: '11.0' }).recipe.operations).toEqual([]);
  });
});

describe('attribute and element form', () => {
  it('mean the same', () => {
    const settings = { ProcessVersion: '11.0', Exposure2012: '+0.50', SplitToningShadowHue: '210', SplitToningShadowSaturation: '12' };
    const elements = Object.entries(settings).map(([name, value]) => `<crs:${name}>\n ${value} </crs:${name}>`);
    expect(importText({}, elements.join('\n')).recipe.operations).toEqual(importText(settings).recipe.operations);
  });

  it('of one field twice: the first counts, the second is reported', () => {
    const imported = importText({ ProcessVersion: '11.0', Exposure2012: 1 }, '<crs:Exposure2012>2</crs:Exposure2012>');
    expect(operationOf(imported, 'exposure')).toEqual({ op: 'exposure', ev: 1 });
    expect(imported.report.at(-1)).toMatchObject({ field: 'Exposure2012', value: '2', status: 'dropped' });
  });

  it('of names in several languages give the default one', () => {
    const name = '<crs:Name><rdf:Alt><rdf:li xml:lang="de">Abend</rdf:li><rdf:li xml:lang="x-default">Evening &amp; more</rdf:li></rdf:Alt></crs:Name>';
    expect(importText({ ProcessVersion: '11.0' }, name).recipe.name).toBe('Evening & more');
  });
});

describe('colour grading', () => {
  it('takes hue and saturation of shadows and highlights once, from the fields of split toning', () => {
    const imported = importText({ ProcessVersion: '11.0', SplitToningShadowHue: 200, SplitToningShadowSaturation: 30, ColorGradeShadowHue: 200, ColorGradeShadowSat: 30, ColorGradeBlending: 50 });
    expect(operationOf(imported, 'colorGrade')).toEqual({ op: 'colorGrade', shadows: { hue: 200, amount: 0.6 } });
    expect(rowOf(imported, 'ColorGradeShadowSat')).toMatchObject({ status: 'dropped', why: 'unknown field' });
  });

  it('lets the tints of split toning meet in the midtones, and those of a higher blending', () => {
    const tints = { ProcessVersion: '11.0', SplitToningShadowHue: 40, SplitToningShadowSaturation: 30, SplitToningHighlightHue: 40, SplitToningHighlightSaturation: 10 };
    const midtones = (more: Readonly<Record<string, number>>): unknown => operationOf(importText({ ...tints, ...more }), 'colorGrade')?.['midtones'];
    expect(midtones({})).toEqual({ hue: 40, amount: 0.4 });
    expect(midtones({ ColorGradeBlending: 100 })).toEqual({ hue: 40, amount: 0.4 });
    expect(midtones({ ColorGradeBlending: 75 })).toEqual({ hue: 40, amount: 0.2 });
    expect(midtones({ ColorGradeBlending: 50 })).toBeUndefined();
    expect(midtones({ ColorGradeBlending: 0 })).toBeUndefined();
  });

  it('puts a tint of the whole picture into every zone, and says where that is too much', () => {
    const even = importText({ ProcessVersion: '11.0', ColorGradeGlobalHue: 120, ColorGradeGlobalSat: 10 });
    expect(operationOf(even, 'colorGrade')).toEqual({ op: 'colorGrade', ...Object.fromEntries(['shadows', 'midtones', 'highlights'].map((zone) => [zone, { hue: 120, amount: 0.2 }])) });
    const over = importText({ ProcessVersion: '11.0', ColorGradeGlobalHue: 50, ColorGradeGlobalSat: 30, SplitToningShadowHue: 50, SplitToningShadowSaturation: 30 });
    expect(rowOf(over, 'ColorGradeGlobalSat')).toMatchObject({ status: 'approximated' });
  });
});

describe('white balance', () => {
  it('by kelvin is dropped without the recorded light, and a difference beside it', () => {
    expect(rowOf(importText({ ProcessVersion: '11.0', WhiteBalance: 'Custom', Temperature: 6000 }), 'Temperature')).toMatchObject({ status: 'dropped' });
    const beside = importText({ ProcessVersion: '11.0', WhiteBalance: 'Custom', Temperature: 8000, AsShotTemperature: 5000, IncrementalTemperature: 100 });
    // 1e6/5000 - 1e6/8000 = 75 mired warmer than 6500 K, which is 1e6 / (153.85 - 75) K.
    expect(operationOf(beside, 'whiteBalance')).toEqual({ op: 'whiteBalance', temperature: 12683 });
    expect(rowOf(beside, 'IncrementalTemperature')).toMatchObject({ status: 'neutral' });
  });

  it.each([[-100, -1], [100, 1]])('of finished photos, %i: cooler below 0, warmer above', (value, sign) => {
    const { temperature } = operationOf(importText({ ProcessVersion: '11.0', IncrementalTemperature: value }), 'whiteBalance') as unknown as { temperature: number };
    expect(Math.sign(temperature - 6500)).toBe(sign);
  });

  it('that is automatic leaves the numbers out', () => {
    const imported = importText({ ProcessVersion: '11.0', WhiteBalance: 'Auto', IncrementalTint: 20 });
    expect(operationOf(imported, 'whiteBalance')).toEqual({ op: 'whiteBalance', auto: true });
    expect(rowOf(imported, 'IncrementalTint')).toMatchObject({ status: 'neutral' });
  });

  it('far beyond what there is, is dropped with the reason', () => {
    expect(rowOf(importText({ ProcessVersion: '11.0', Temperature: 50000, AsShotTemperature: 2000 }), 'Temperature')).toMatchObject({ status: 'dropped', why: expect.stringMatching(/no white balance here reaches/) as string });
  });
});

describe('process versions', () => {
  it.each(['5.0', '5.7', '6.5', '4'])('%s reads the old names', (version) => {
    expect(operationOf(importText({ ProcessVersion: version, Exposure: 1, Exposure2012: -1 }), 'exposure')).toEqual({ op: 'exposure', ev: 1 });
  });

  it.each(['6.6', '6.7', '10.0', '11.0', '15.4', '6.7.0.0'])('%s reads the new names', (version) => {
    expect(operationOf(importText({ ProcessVersion: version, Exposure: 1, Exposure2012: -1 }), 'exposure')).toEqual({ op: 'exposure', ev: -1 });
  });

  it('are told by the names where the file has none', () => {
    expect(operationOf(importText({ Exposure: 1 }), 'exposure')).toEqual({ op: 'exposure', ev: 1 });
    expect(operationOf(importText({ Exposure: 1, Exposure2012: -1 }), 'exposure')).toEqual({ op: 'exposure', ev: -1 });
  });

  it('of old files are read from the defaults of raw photos, so that those change nothing', () => {
    const defaults = { ProcessVersion: '5.7', Exposure: 0, Brightness: 50, Contrast: 25, Shadows: 5, FillLight: 0, HighlightRecovery: 0, ToneCurveName: 'Medium Contrast' };
    expect(importText(defaults, curveElement('ToneCurve', ['0, 0', '32, 22', '64, 56', '128, 128', '192, 196', '255, 255'])).recipe.operations).toEqual([]);
  });
});

describe('black and white', () => {
  it('passes over the mixer of the other treatment', () => {
    const both = { GrayMixerBlue: -40, HueAdjustmentBlue: 30, Saturation: 20 };
    const grey = importText({ ProcessVersion: '11.0', ConvertToGrayscale: 'True', ...both });
    expect(grey.recipe.operations).toEqual([{ op: 'blackWhite', blue: -0.4 }]);
    const colour = importText({ ProcessVersion: '11.0', ConvertToGrayscale: 'False', ...both });
    expect(colour.recipe.operations.map(({ op }) => op)).toEqual(['saturation', 'hsl']);
  });
});

describe('curves', () => {
  it('that are straight lines change nothing', () => {
    const imported = importText({ ProcessVersion: '11.0', ToneCurveName2012: 'Linear' }, curveElement('ToneCurvePV2012', ['0, 0', '255, 255']));
    expect(imported.recipe.operations).toEqual([]);
    expect(imported.report.every(({ status }) => status === 'neutral')).toBe(true);
  });

  it('that only have a name are dropped', () => {
    expect(rowOf(importText({ ProcessVersion: '11.0', ToneCurveName2012: 'Strong Contrast' }), 'ToneCurveName2012')).toMatchObject({ status: 'dropped' });
  });

  it('of points are not mixed with those of formulas', () => {
    const imported = importText({ ProcessVersion: '11.0', Contrast2012: 20, ParametricDarks: -10 }, curveElement('ToneCurvePV2012', ['0, 51', '255, 204']));
    expect(imported.recipe.operations.filter(({ op }) => op === 'toneCurve')).toMatchObject([{ mode: 'hue-preserving' }, { points: [[0, 0.2], [1, 0.8]], mode: 'hue-preserving' }]);
  });

  it('with borders that do not rise use the default ones, which is reported', () => {
    const imported = importText({ ProcessVersion: '11.0', ParametricDarks: 50, ParametricShadowSplit: 60, ParametricMidtoneSplit: 40 });
    expect(imported.recipe.operations).toEqual(importText({ ProcessVersion: '11.0', ParametricDarks: 50 }).recipe.operations);
    expect(rowOf(imported, 'ParametricShadowSplit')).toMatchObject({ status: 'dropped' });
  });
});

describe('looks inside the settings', () => {
  const look = (amount: string, parameters: string): string => `<crs:Look><rdf:Description crs:Name="x" crs:Amount="${amount}"><crs:Parameters><rdf:Description ${parameters}/></crs:Parameters></rdf:Description></crs:Look>`;

  it('come first, scaled by their amount; angles are not scaled', () => {
    const imported = importText({ ProcessVersion: '11.0', Exposure2012: 1 }, look('0.5', 'crs:Exposure2012="-1" crs:SplitToningShadowHue="200" crs:SplitToningShadowSaturation="30"'));
    expect(imported.recipe.operations).toEqual([{ op: 'exposure', ev: -0.5 }, { op: 'colorGrade', shadows: { hue: 200, amount: 0.3 }, midtones: { hue: 200, amount: 0.15 } }, { op: 'exposure', ev: 1 }]);
  });

  it('beyond the end of a slider are reported', () => {
    const imported = importText({ ProcessVersion: '11.0' }, look('2', 'crs:Saturation="80"'));
    expect(operationOf(imported, 'saturation')).toMatchObject({ gain: 2 });
    expect(rowOf(imported, 'Look.Parameters.Saturation')).toMatchObject({ status: 'approximated' });
  });

  it('with an amount of 0 do nothing', () => {
    expect(importText({ ProcessVersion: '11.0' }, look('0', 'crs:Saturation="80"')).recipe.operations).toEqual([]);
  });

  it('nested without end are not followed', () => {
    const nest = (depth: number): string => (depth === 0 ? '' : `<crs:Look><rdf:Description><crs:Parameters><rdf:Description crs:Exposure2012="1">${nest(depth - 1)}</rdf:Description></crs:Parameters></rdf:Description></crs:Look>`);
    expect(importText({ ProcessVersion: '11.0' }, nest(8)).recipe.operations).toHaveLength(2);
  });
});

describe('files that are refused', () => {
  it.each([
    ['without a setting', '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""/></rdf:RDF>', 'no-settings'],
    ['without RDF', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'no-settings'],
    ['that say they have no settings', presetText({ HasSettings: 'False', Exposure2012: 1 }), 'no-settings'],
    ['with entities', `<!DOCTYPE x [<!ENTITY e "1">]>${presetText({ Exposure2012: '&e;' })}`, 'invalid-xml'],
  ])('%s', (_, text, code) => {
    expect(() => importCameraRawXmp(text)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it.each([
    ['a template of another kind', 's = { type = "Export", value = { settings = { } } }', 'unsupported-format'],
    ['a template without settings', 's = { type = "Develop" }', 'no-settings'],
    ['a template that would run something', 's = { value = { settings = load("x") } }', 'invalid-lua'],
  ])('%s', (_, text, code) => {
    expect(() => importLrtemplate(text)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('with thousands of fields give a report of bounded size', () => {
    const fields = Object.fromEntries(Array.from({ length: 1800 }, (_, i) => [`Field${i}`, 'x'.repeat(200)]));
    const { recipe, report } = importText({ ...fields, Exposure2012: 1 });
    expect(report).toHaveLength(MAXIMUM_MIGRATION_ROWS);
    expect(report.at(-1)?.field).toBe(`and ${1801 - MAXIMUM_MIGRATION_ROWS + 1} more`);
    expect(JSON.stringify(recipe).length).toBeLessThan(200_000);
  });

  it('damaged anywhere give a typed error or a valid look, never anything else', () => {
    const files = presets.map((name) => ({ name, bytes: readFileSync(`${CORPUS}${name}`) }));
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(), ({ name, bytes }, changes, cut) => {
        const damaged = Uint8Array.from(bytes);
        for (const [place, value] of changes) damaged[place % damaged.length] = value;
        const part = cut % 3 === 0 ? damaged.subarray(0, cut % damaged.length) : damaged;
        try {
          (name.endsWith('.xmp') ? importCameraRawXmp : importLrtemplate)(part);
        } catch (error) {
          expect(RetouchError.isInstance(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
