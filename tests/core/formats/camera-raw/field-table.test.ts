import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CAMERA_RAW_FIELDS, findCameraRawField } from '../../../../packages/core/src/formats/camera-raw/field-table.js';
import { importCameraRawXmp } from '../../../../packages/core/src/formats/camera-raw/import-camera-raw.js';
import { presetText } from './preset-text.js';

const hasExifTool = spawnSync('exiftool', ['-ver']).status === 0;
const sliders = CAMERA_RAW_FIELDS.flatMap(({ names, rule, era, treatment, needs }) => (rule.kind === 'slider' ? names.map((name) => ({ name, rule, era, treatment, needs })) : []));
/** What makes the field count: its process version, its treatment, the fields it works on. */
const around = ({ era, treatment, needs = [] }: (typeof sliders)[number]): Record<string, string | number> => ({
  ProcessVersion: era === 'legacy' ? '5.7' : '11.0',
  ...(treatment === 'grey' ? { ConvertToGrayscale: 'True' } : {}),
  ...Object.fromEntries(needs.map((name) => [name, 20])),
});

describe('the field table', () => {
  it('has no name twice', () => {
    const names = CAMERA_RAW_FIELDS.flatMap((field) => field.names);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has a reason in every row, and says what becomes of whatever is not dropped', () => {
    for (const { names, quality, becomes, why, rule } of CAMERA_RAW_FIELDS) {
      expect(why.length, names[0]).toBeGreaterThan(5);
      expect(becomes === '', names[0]).toBe(quality === 'none' || rule.kind === 'about');
    }
  });

  it.skipIf(!hasExifTool)('knows every Camera Raw setting that ExifTool lists (skipped where exiftool is not installed)', () => {
    const listing = execFileSync('exiftool', ['-listx', '-XMP-crs:all'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const names = [...listing.matchAll(/<tag id='([^']+)'/g)].map(([, id]) => id);
    // Parts of a structure are listed under the name of the structure and their own, joined.
    const structures = names.filter((name) => name.length > 3 && names.some((other) => other !== name && other.startsWith(name)) && /Corrections$|^Look$|Areas$|Info$/.test(name));
    const whole = names.filter((name) => !structures.some((structure) => name !== structure && name.startsWith(structure)));
    expect(whole.length).toBeGreaterThan(200);
    // ExifTool has Highlights2012 and, beside it, a slip of its own that no program writes.
    expect(whole.filter((name) => findCameraRawField(name) === undefined)).toEqual(['Highlight2012']);
  });

  it.each(sliders)('gives a valid look at both ends of $name, and reports one step beyond', (slider) => {
    const { name, rule } = slider;
    for (const [end, beyond] of [[rule.range[0], rule.range[0] - 1], [rule.range[1], rule.range[1] + 1]]) {
      const imported = importCameraRawXmp(presetText({ ...around(slider), [name]: end }));
      const past = importCameraRawXmp(presetText({ ...around(slider), [name]: beyond }));
      const rowOf = ({ report }: typeof imported) => report.find(({ field }) => field === name);
      if (rowOf(imported)?.status === 'dropped') continue;
      expect(past.recipe.operations).toEqual(imported.recipe.operations);
      // A border at the end of the range leaves a zone without width, which is a fault of its own.
      const isBorder = name.endsWith('Split');
      expect(rowOf(past)).toMatchObject({ status: isBorder ? 'dropped' : 'approximated' });
      if (!isBorder) expect(rowOf(past)?.why).toMatch(/outside .* whose end is used/);
    }
  });
});
