import { findPreset, hashRecipe, parseRecipe, PRESETS, printJson, type Recipe, RECIPE_SCHEMA_ID, validateRecipe } from '@openretouch/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readLookFile } from '../../../packages/cli/src/looks/read-look.js';
import { chooseWriter } from '../../../packages/cli/src/looks/write-look.js';
import { makeFolder } from '../corpus.js';

const folder = makeFolder();
afterAll(folder.remove);

const sources = { stdin: (async function* () {})() };
const look = (recipe: Recipe | undefined): { recipe: Recipe; notes: string[] } => ({ recipe: validateRecipe(recipe), notes: [] });
const write = async (path: string, recipe: Recipe | undefined, size?: number) => chooseWriter(path).write(look(recipe), size === undefined ? {} : { size });

describe('the writer of a look', () => {
  it('is chosen by the extension, and named where that does not say', () => {
    expect(chooseWriter('a.retouch.json').name).toBe('preset');
    expect(chooseWriter('a.CUBE').name).toBe('cube');
    expect(chooseWriter('a', 'cube').name).toBe('cube');
    expect(() => chooseWriter('a.docx')).toThrow(/-o a\.docx: no extension of a look \(expected preset \(\.retouch\.json, \.json\), \.cube LUT \(\.cube\).*or --format\)/);
    expect(() => chooseWriter('a.cube', 'preset')).toThrow(/-o a\.cube: its extension stands for \.cube LUT, --format for preset/);
    expect(() => chooseWriter('a', 'docx')).toThrow(/--format: "docx" \(expected preset, cube/);
  });
});

describe('a preset file', () => {
  it.each(PRESETS.map(({ id }) => id))('says the same as the built-in look %s', async (id) => {
    const { bytes } = await write('a.retouch.json', findPreset(id)?.recipe);
    expect(parseRecipe(bytes)).toEqual(findPreset(id)?.recipe);
  });

  it('has short operations on a line each', () => {
    expect(printJson({ name: 'x', operations: [{ op: 'exposure', ev: 1 }, { op: 'toneCurve', points: Array.from({ length: 24 }, (_, i) => [i / 32, 0.5]) }], assets: {} })).toMatch(
      /^\{\n {2}"name": "x",\n {2}"operations": \[\n {4}\{ "op": "exposure", "ev": 1 \},\n {4}\{\n {6}"op": "toneCurve",\n {6}"points": \[\n {8}\[0, 0\.5\],\n/,
    );
  });

  it('is JSON of the same value, whatever it holds', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void expect(JSON.parse(printJson(value))).toEqual(JSON.parse(JSON.stringify(value)))), { seed: 3 });
  });
});

describe('a .cube file', () => {
  it('of a LUT has its nodes as they were, and its size', async () => {
    const rows = Array.from({ length: 27 }, (_, i) => `${(i % 3) / 2} ${((i * 7) % 16) / 16} ${i / 32}`);
    const film = await readLookFile(folder.write('film.cube', `TITLE "Film"\nLUT_3D_SIZE 3\n${rows.join('\n')}\n`), sources);
    const { bytes, error } = await write('again.cube', film.recipe);
    const again = await readLookFile(folder.write('again.cube', Buffer.from(bytes)), sources);
    expect(hashRecipe(again.recipe)).toBe(hashRecipe(film.recipe));
    expect(error?.levels.maximum).toBeLessThan(0.01);
  });

  it('keeps a Display P3 LUT one', async () => {
    const film = await readLookFile(folder.write('p3.cube', '# in: Display P3 encoded\nLUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n'), sources);
    expect((await write('p3-again.cube', film.recipe)).notes[0]).toBe('2 nodes an edge, display-p3');
  });

  it('says how far it errs and who made the look', async () => {
    const { bytes, notes } = await write('warm.cube', findPreset('warm')?.recipe, 17);
    const text = new TextDecoder().decode(bytes);
    expect(text).toMatch(/# dE: mean .*\n(?:.*\n)*# author: OpenRetouch\n# licence: MIT\n/);
    expect(text).toMatch(/^LUT_3D_SIZE 17$/m);
    expect(notes).toEqual(['17 nodes an edge, srgb', expect.stringMatching(/^error over the cube: 8-bit levels mean /)]);
  });

  it.each([
    [{ op: 'levels', black: 'auto' }, /operations\[0\] \(levels\): is decided by the photo/],
    [{ op: 'exposure', ev: 1, mask: { slot: 'sky', optional: true } }, /operations\[0\] \(exposure\): has the mask "sky"/],
  ])('is refused for %o', async (entry, message) => {
    await expect(write('no.cube', { schema: RECIPE_SCHEMA_ID, name: 'x', operations: [entry] })).rejects.toThrow(message);
  });
});

describe('a preset of sliders', () => {
  it('is written by its name, and for any preset file that is asked for as one', () => {
    expect(chooseWriter('a.sliders.retouch.json').name).toBe('sliders');
    expect(chooseWriter('a.retouch.json', 'sliders').name).toBe('sliders');
    expect(() => chooseWriter('a.cube', 'sliders')).toThrow(/its extension stands for \.cube LUT, --format for preset of sliders/);
  });

  it('holds sliders alone, keeps who made the look, and says what they leave', async () => {
    const { bytes, notes, fitError } = await write('a.sliders.retouch.json', findPreset('warm')?.recipe);
    const sliders = parseRecipe(bytes);
    expect(sliders).toMatchObject({ name: 'Warm', author: 'OpenRetouch', licence: 'MIT' });
    expect(sliders.operations.map(({ op }) => op)).toEqual(['whiteBalance', 'exposure', 'contrast', 'toneCurve', 'saturation'].filter((op) => sliders.operations.some((entry) => entry.op === op)));
    expect(notes[1]).toBe(`what sliders leave, over the cube: CIEDE2000 mean ${fitError?.mean.toFixed(2)}, p95 ${fitError?.p95.toFixed(2)}, max ${fitError?.maximum.toFixed(2)}`);
  });

  it('of a LUT gives the sliders that made the LUT', async () => {
    const exposed = validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'x', operations: [{ op: 'exposure', ev: 0.4 }, { op: 'saturation', gain: 1.2 }] });
    const { bytes } = await write('exposed.cube', exposed);
    const film = await readLookFile(folder.write('exposed.cube', Buffer.from(bytes)), sources);
    expect(parseRecipe((await write('a.sliders.retouch.json', film.recipe)).bytes).operations).toEqual(exposed.operations);
  });
});
