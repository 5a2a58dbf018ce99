import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffRecipes, findPreset, parseRecipe, PRESET_GROUPS, type Recipe, RECIPE_SCHEMA_ID } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { TOLERANCES } from '../../tolerances.js';
import { fromSamples, makeFolder, makeGradient, sharp } from '../corpus.js';
import { listTree, runCli } from '../run-cli.js';

const folder = makeFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
afterAll(folder.remove);

const read = (name: string): Recipe => parseRecipe(readFileSync(at(name)));
const preset = (name: string, operations: unknown, more: object = {}): string => folder.write(name, JSON.stringify({ schema: RECIPE_SCHEMA_ID, name, operations, ...more }));

async function run(...argv: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await runCli(argv);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout;
}

async function json<T>(...argv: readonly string[]): Promise<T> {
  return JSON.parse(await run(...argv, '--json')) as T;
}

folder.write('a.png', await fromSamples(makeGradient(32, 24), 32, 24).png().toBuffer());
folder.write('film.cube', 'TITLE "Film"\nLUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n');

describe('presets show', () => {
  it('prints any look as a preset file', async () => {
    expect(parseRecipe(await run('presets', 'show', at('film.cube')))).toMatchObject({ name: 'Film', operations: [{ op: 'lut' }] });
  });

  it('prints plain sentences on demand alone, so that a redirect holds JSON', async () => {
    const path = preset('plain.retouch.json', [{ op: 'exposure', ev: 0.5 }, { op: 'levels', black: 'auto' }], { author: 'Ann', licence: 'MIT', description: 'Bright.', strength: 0.5 });
    expect(await run('presets', 'show', path, '--plain')).toBe('plain.retouch.json\nBright.\nAnn, MIT\n  1. Exposure at +0.5 EV\n  2. Levels (black auto)\n  The whole at strength 0.5\n');
    expect(JSON.parse(await run('presets', 'show', path))).toMatchObject({ author: 'Ann' });
  });
});

describe('presets convert', () => {
  it('takes a LUT into a preset and back without a loss', async () => {
    await run('presets', 'convert', at('film.cube'), '-o', at('film.retouch.json'));
    const lines = await run('presets', 'convert', at('film.retouch.json'), '-o', at('again.cube'));
    expect(lines).toMatch(/film\.retouch\.json -> .*again\.cube\n {2}2 nodes an edge, srgb\n {2}error over the cube: 8-bit levels mean 0\.000, p99 0\.00, max 0\.00; /);
    await run('presets', 'convert', at('again.cube'), '-o', at('again.retouch.json'));
    expect(await run('presets', 'diff', at('film.retouch.json'), at('again.retouch.json'))).toBe('no difference\n');
  });

  it('makes a LUT that does to a photo what the look does', async () => {
    await run('presets', 'convert', 'warm', '-o', at('warm.cube'), '--size', '65');
    const { photo } = await json<{ photo: { ciede2000: { mean: number } } }>('presets', 'diff', 'warm', at('warm.cube'), '--photo', at('a.png'));
    expect(photo.ciede2000.mean).toBeLessThan(TOLERANCES.cli.bakedCiede2000);
  });

  it('writes several into a folder and goes on after one that fails, which it names', async () => {
    const { stdout, stderr, code } = await runCli(['presets', 'convert', 'warm', 'auto', 'soft', '-o', at('luts'), '--format', 'cube', '--size', '5', '--report', at('luts.json')]);
    expect(code).toBe(1);
    expect(stderr).toBe('openretouch: auto: operations[0] (whiteBalance): is decided by the photo (expected fixed parameters: the result has to be the same for every photo)\n');
    expect(stdout).toMatch(/1 of 3 looks failed\n$/);
    expect(listTree(at('luts'))).toEqual(['soft.cube', 'warm.cube']);
    expect((JSON.parse(readFileSync(at('luts.json'), 'utf8')) as { status: string }[]).map(({ status }) => status)).toEqual(['converted', 'failed', 'converted']);
  });

  it('writes a picture of a LUT in the depth asked for', async () => {
    await run('presets', 'convert', at('film.cube'), '-o', at('film.hald.png'), '--bit-depth', '8', '--size', '16');
    const { notes } = await json<{ notes: string[] }>('presets', 'diff', at('film.cube'), at('film.hald.png'), '--photo', at('a.png'));
    expect(notes).toEqual([expect.stringMatching(/film\.hald\.png: read as Hald .*16 nodes an edge/)]);
    expect((await sharp(at('film.hald.png')).metadata()).depth).toBe('uchar');
  });

  it('writes presets into a folder unless asked for something else', async () => {
    await run('presets', 'convert', at('film.cube'), '-o', `${at('presets')}/`);
    expect(listTree(at('presets'))).toEqual(['film.retouch.json']);
  });

  it('replaces nothing without --force', async () => {
    folder.write('taken.cube', 'old');
    expect((await runCli(['presets', 'convert', 'warm', '-o', at('taken.cube')])).stderr).toMatch(/taken\.cube: exists already \(expected free names, or --force\)/);
    expect(readFileSync(at('taken.cube'), 'utf8')).toBe('old');
    await run('presets', 'convert', 'warm', '-o', at('taken.cube'), '--force', '--size', '5');
    expect(readFileSync(at('taken.cube'), 'utf8')).toMatch(/^LUT_3D_SIZE 5$/m);
  });
});

describe('presets new', () => {
  it('writes a valid preset with an id and a date, in canonical order', async () => {
    await run('presets', 'new', at('fresh.retouch.json'), '--saturation', '1.1', '--exposure', '0.3', '--author', 'Ann', '--strength', '0.8');
    const recipe = read('fresh.retouch.json');
    expect(recipe).toMatchObject({ name: 'fresh', author: 'Ann', strength: 0.8, operations: [{ op: 'exposure', ev: 0.3 }, { op: 'saturation', gain: 1.1 }] });
    expect(recipe.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Math.abs(Date.parse(recipe.created ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it('begins with a look, changes it, and says whose it was', async () => {
    const lines = await run('presets', 'new', at('mine.retouch.json'), '--from', 'soft', '--exposure', '0.5', '--name', 'Mine');
    expect(lines).toMatch(/ {2}author OpenRetouch and licence MIT kept from soft\n$/);
    expect(diffRecipes(findPreset('soft')?.recipe as Recipe, read('mine.retouch.json')).map(({ field }) => field)).toEqual(['name', 'id', 'created', 'exposure']);
  });

  it('never replaces a file', async () => {
    preset('there.retouch.json', []);
    expect((await runCli(['presets', 'new', at('there.retouch.json'), '--exposure', '1'])).stderr).toMatch(/there\.retouch\.json: exists already \(expected a free name; presets edit changes a preset\)/);
    expect(read('there.retouch.json').operations).toEqual([]);
  });
});

describe('presets edit', () => {
  it('sets what is named, keeps the rest in its place, and prints the difference', async () => {
    const mask = { slot: 'sky' };
    const path = preset('edit.retouch.json', [{ op: 'saturation', gain: 1.1, axis: 'oklab', strength: 0.5, mask }, { op: 'exposure', ev: 1 }], { id: 'kept', licence: 'MIT', extensions: { mine: 1 } });
    expect(await run('presets', 'edit', path, '--saturation', '1.3', '--name', 'Evening', '--licence', '')).toBe(
      `${path}: changed\n  name: "edit.retouch.json" -> "Evening"\n  licence: "MIT" -> none\n  Saturation, gain: 1.1x -> 1.3x\n`,
    );
    expect(read('edit.retouch.json')).toEqual({ schema: RECIPE_SCHEMA_ID, id: 'kept', name: 'Evening', operations: [{ op: 'saturation', gain: 1.3, axis: 'oklab', strength: 0.5, mask }, { op: 'exposure', ev: 1 }], extensions: { mine: 1 } });
  });

  it('puts an operation that is not there where the canonical order has it', async () => {
    preset('insert.retouch.json', [{ op: 'exposure', ev: 1 }, { op: 'saturation', gain: 1.1 }]);
    await run('presets', 'edit', at('insert.retouch.json'), '--contrast', '1.1', '--vibrance', '0.2', '--white-balance', '5000');
    expect(read('insert.retouch.json').operations.map(({ op }) => op)).toEqual(['whiteBalance', 'exposure', 'contrast', 'vibrance', 'saturation']);
  });

  it('ousts parameters that cannot stand beside those named, and merges groups', async () => {
    preset('merge.retouch.json', [{ op: 'whiteBalance', auto: true, strength: 0.5 }, { op: 'hsl', blue: { hue: 5, chroma: 0.1 }, red: { hue: 1 } }]);
    await run('presets', 'edit', at('merge.retouch.json'), '--white-balance', 'temperature=5000 tint=4', '--hsl', 'blue.hue=-8');
    expect(read('merge.retouch.json').operations).toEqual([{ op: 'whiteBalance', strength: 0.5, temperature: 5000, tint: 4 }, { op: 'hsl', blue: { hue: -8, chroma: 0.1 }, red: { hue: 1 } }]);
  });

  it('takes operations out with the LUTs they alone used, and puts LUTs in', async () => {
    preset('lut.retouch.json', [{ op: 'contrast', gain: 1.1, pivot: 0.5 }]);
    await run('presets', 'edit', at('lut.retouch.json'), '--lut', at('film.cube'));
    expect(Object.keys(read('lut.retouch.json').assets ?? {})).toEqual(['film']);
    await run('presets', 'edit', at('lut.retouch.json'), '--remove', 'lut', '--remove', 'contrast', '--exposure', '1');
    expect(read('lut.retouch.json')).toEqual({ schema: RECIPE_SCHEMA_ID, name: 'lut.retouch.json', operations: [{ op: 'exposure', ev: 1 }] });
  });

  it('writes nothing in a dry run, nor where nothing changes', async () => {
    const path = preset('dry.retouch.json', [{ op: 'exposure', ev: 1 }]);
    const before = readFileSync(path);
    expect(await run('presets', 'edit', path, '--exposure', '2', '--dry-run')).toBe(`${path}: would change\n  Exposure, ev: +1 EV -> +2 EV\n`);
    expect(await run('presets', 'edit', path, '--exposure', '1', '--strength', '1')).toBe(`${path}: unchanged\n`);
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('presets diff', () => {
  it('tells in words what differs, and that photos come out the same where they do', async () => {
    const a = preset('d1.retouch.json', [{ op: 'exposure', ev: 1 }]);
    const b = preset('d2.retouch.json', [{ op: 'exposure', ev: 1, strength: 1 }], { author: 'Ann' });
    expect(await run('presets', 'diff', a, b)).toBe('name: "d1.retouch.json" -> "d2.retouch.json"\nauthor: none -> "Ann"\nphotos come out the same\n');
    expect(await json('presets', 'diff', a, b)).toMatchObject({ isEqual: false, hasEqualPixels: true, differences: [{ kind: 'metadata', field: 'name' }, { kind: 'metadata', field: 'author', b: 'Ann' }] });
  });

  it('measures on a photo what compare measures between its two results', async () => {
    const a = preset('p1.retouch.json', [{ op: 'exposure', ev: 1 }]);
    const b = preset('p2.retouch.json', [{ op: 'saturation', gain: 0.5 }]);
    for (const [look, output] of [[a, 'p1.png'], [b, 'p2.png']] as const) await run('retouch', at('a.png'), '-o', at(output), '--preset', look);
    const { ciede2000 } = await json<{ ciede2000: object }>('compare', at('p1.png'), at('p2.png'));
    expect((await json<{ photo: object }>('presets', 'diff', a, b, '--photo', at('a.png'))).photo).toEqual({ path: at('a.png'), ciede2000 });
  });

  it('is a failure on demand alone', async () => {
    expect((await runCli(['presets', 'diff', 'warm', 'soft'])).code).toBe(0);
    expect(await runCli(['presets', 'diff', 'warm', 'soft', '--exit-code'])).toMatchObject({ code: 1, stderr: '' });
    expect((await runCli(['presets', 'diff', 'warm', 'warm', '--exit-code'])).code).toBe(0);
  });
});

describe('presets list', () => {
  it('has a line a look below its group, with the first sentence about it', async () => {
    const lines = (await run('presets', 'list')).trimEnd().split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}auto {2,}Looks at the photo .*, dull colour\.$/));
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual(PRESET_GROUPS.map(({ title }) => title));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(140);
  });
});
