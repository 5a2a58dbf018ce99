import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset, parseRecipe, retouch, type Raster } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePhoto } from '../../packages/cli/src/files/decode-photo.js';
import { fromSamples, makeFolder, makeGradient, makeSamples, sharp } from './corpus.js';
import { listOutputs, listTree, runCli } from './run-cli.js';

const root = makeFolder();
afterAll(root.remove);
const gradient = makeGradient(40, 30);
const png = await fromSamples(gradient, 40, 30).png().toBuffer();
const jpeg = await fromSamples(gradient, 40, 30).jpeg({ quality: 95 }).toBuffer();
const png16 = await fromSamples(makeSamples(20, 10, 3, 16), 20, 10).png().toBuffer();

let count = 0;
function freshFolder(files: Readonly<Record<string, Uint8Array | string>> = {}): { path: string; at: (...names: readonly string[]) => string } {
  count += 1;
  const path = join(root.path, String(count));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return { path, at: (...names) => join(path, ...names) };
}

/** Runs and expects success without a word on stderr. */
async function succeed(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(argv);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

async function pixelsOf(path: string): Promise<Raster> {
  return (await decodePhoto(path)).raster;
}

describe('retouch writes', () => {
  it('the pixels the core computes, and leaves the original as it was', async () => {
    const { at } = freshFolder({ 'a.png': png });
    expect(await succeed('retouch', at('a.png'), '-o', at('out.png'), '--preset', 'auto')).toMatch(/a\.png -> .*out\.png {2}\d+\.\d s\n/);
    const recipe = findPreset('auto')?.recipe;
    if (recipe === undefined) throw new Error('no auto');
    expect((await pixelsOf(at('out.png'))).data).toEqual((await retouch(await pixelsOf(at('a.png')), recipe)).raster.data);
    expect(readFileSync(at('a.png'))).toEqual(png);
  });

  it('how the pixels were computed, where it is asked for', async () => {
    const { at } = freshFolder({ 'a.png': png });
    const argv = ['retouch', at('a.png'), '--preset', 'clean', '--force', '-o'];
    const line = /^ {2}computed by wasm \(stages\), exact: a LUT of 33 nodes would take .* of the time/m;
    expect(await succeed(...argv, at('out.png'), '--verbose')).toMatch(line);
    expect(await succeed(...argv, at('out.png'))).not.toContain('computed by');
    const { photos } = JSON.parse(await succeed(...argv, at('out.png'), '--json')) as { photos: unknown };
    expect(photos).toMatchObject([{ applied: { kernels: 'wasm', kind: 'stages', precision: 'exact' } }]);
  });

  it('the same pixels at strength 0', async () => {
    const { at } = freshFolder({ 'a.png': png });
    await succeed('retouch', at('a.png'), '-o', at('out.png'), '--preset', 'monochrome', '--strength', '0');
    expect((await pixelsOf(at('out.png'))).data).toEqual(gradient);
  });

  it('operation flags in canonical order whatever the order typed, after the look', async () => {
    const typed = await succeed('retouch', '--saturation', '1.2', '--print-recipe', '--exposure', '0.5', '--preset', 'soft', '--white-balance', '5200');
    const { operations } = parseRecipe(typed);
    const look = findPreset('soft')?.recipe.operations ?? [];
    expect(operations.slice(0, look.length)).toEqual(look);
    expect(operations.slice(look.length)).toEqual([{ op: 'whiteBalance', temperature: 5200 }, { op: 'exposure', ev: 0.5 }, { op: 'saturation', gain: 1.2 }]);
  });

  it.each([
    [['--levels', 'black=auto white=auto'], { op: 'levels', black: 'auto', white: 'auto' }],
    [['--white-balance', 'auto'], { op: 'whiteBalance', auto: true }],
    [['--white-balance', 'gains=1.1,1,0.9'], { op: 'whiteBalance', gains: [1.1, 1, 0.9] }],
    [['--tone-curve', 'auto'], { op: 'toneCurve', auto: true }],
    [['--tone-curve', '0:0,0.5:0.6,1:1'], { op: 'toneCurve', points: [[0, 0], [0.5, 0.6], [1, 1]] }],
    [['--tone-curve', 'segments=0.3,0.3,0.2,0.2 mode=hue-preserving'], { op: 'toneCurve', segments: [0.3, 0.3, 0.2, 0.2], mode: 'hue-preserving' }],
    [['--contrast', 'gain=1.2 pivot=0.5'], { op: 'contrast', gain: 1.2, pivot: 0.5 }],
    [['--exposure', '-1.5'], { op: 'exposure', ev: -1.5 }],
  ])('%j as a recipe entry', async (flags, entry) => {
    expect(parseRecipe(await succeed('retouch', ...flags, '--print-recipe')).operations).toEqual([entry]);
  });

  it('a recipe with --print-recipe that gives the same pixels again, LUT and strength included', async () => {
    const { at } = freshFolder({ 'a.png': png });
    await succeed('bake', at('a.png'), '-o', at('look.cube'), '--preset', 'warm', '--size', '17');
    const flags = ['--preset', 'auto', '--lut', at('look.cube'), '--contrast', '1.1', '--strength', '0.7'];
    await succeed('retouch', at('a.png'), '-o', at('direct.png'), ...flags);
    writeFileSync(at('mine.retouch.json'), await succeed('retouch', ...flags, '--print-recipe'));
    await succeed('retouch', at('a.png'), '-o', at('again.png'), '--preset', at('mine.retouch.json'));
    expect((await pixelsOf(at('again.png'))).data).toEqual((await pixelsOf(at('direct.png'))).data);
    expect((await pixelsOf(at('direct.png'))).data).not.toEqual(gradient);
  });

  it('a recipe from standard input', async () => {
    const { at } = freshFolder({ 'a.png': png });
    const stdin = await succeed('retouch', '--exposure', '1', '--print-recipe');
    const run = await runCli(['retouch', at('a.png'), '-o', at('out.png'), '--recipe', '-'], { stdin });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    await succeed('compare', at('out.png'), at('out.png'));
    const broken = await runCli(['retouch', at('a.png'), '-o', at('b.png'), '--recipe', '-'], { stdin: '{' });
    expect(broken.stderr).toMatch(/^openretouch: standard input: .*\n$/);
  });

  it('no printed recipe that could not be read again', async () => {
    const full = `LUT_3D_SIZE 40\n${'0.25 0.5 0.75\n'.repeat(40 ** 3)}`;
    const { at } = freshFolder({ 'one.cube': full, 'two.cube': full });
    const run = await runCli(['retouch', '--preset', at('one.cube'), '--lut', at('two.cube'), '--print-recipe']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/recipe: \d+ bytes \(expected at most 524288 bytes: a LUT of up to 40 nodes an edge; presets convert /);
  });

  it('what the .cube file is warned of', async () => {
    const { at } = freshFolder({ 'a.png': png, 'slog3.cube': `TITLE "S-Log3 to Rec709"\nLUT_3D_SIZE 2\n${'0.2 0.2 0.2\n'.repeat(8)}` });
    expect(await succeed('retouch', at('a.png'), '-o', at('out.png'), '--lut', at('slog3.cube'))).toMatch(/slog3\.cube: .*log/i);
    const { notes } = JSON.parse(await succeed('retouch', at('a.png'), '-o', at('out2.png'), '--lut', at('slog3.cube'), '--json')) as { notes: string[] };
    expect(notes).toHaveLength(1);
  });
});

describe('retouch keeps', () => {
  it('16 bit in PNG and TIFF', async () => {
    const { at } = freshFolder({ 'a.png': png16 });
    for (const name of ['out.png', 'out.tif']) {
      await succeed('retouch', at('a.png'), '-o', at(name), '--brightness', '0.9');
      const { bitDepth, data } = await pixelsOf(at(name));
      expect(bitDepth).toBe(16);
      expect(data.some((value) => value % 257 !== 0)).toBe(true);
    }
  });

  it('8 bit where it is asked for, and says so where the format has no more', async () => {
    const { at } = freshFolder({ 'a.png': png16 });
    await succeed('retouch', at('a.png'), '-o', at('out.png'), '--brightness', '0.9', '--bit-depth', '8');
    expect((await pixelsOf(at('out.png'))).bitDepth).toBe(8);
    expect(await succeed('retouch', at('a.png'), '-o', at('out.jpg'), '--brightness', '0.9')).toMatch(/16 bits per channel rounded to the 8 of JPEG/);
  });

  it('a photo upright that EXIF turns', async () => {
    const turned = await fromSamples(gradient, 40, 30).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { at } = freshFolder({ 'a.jpg': turned });
    await succeed('retouch', at('a.jpg'), '-o', at('out.jpg'), '--preset', 'auto');
    expect(await sharp(at('out.jpg')).metadata()).toMatchObject({ width: 30, height: 40 });
    expect((await sharp(at('out.jpg')).metadata()).orientation ?? 1).toBe(1);
  });

  it('what lies under a black mask, and changes what lies under white', async () => {
    const half = Uint8Array.from({ length: 40 * 30 }, (_, i) => (i % 40 < 20 ? 0 : 255));
    const { at } = freshFolder({ 'a.png': png, 'm.png': await fromSamples(half, 40, 30).png().toBuffer() });
    await succeed('retouch', at('a.png'), '-o', at('masked.png'), '--brightness', '0.5', '--mask', at('m.png'));
    await succeed('retouch', at('a.png'), '-o', at('whole.png'), '--brightness', '0.5');
    const [masked, whole] = [await pixelsOf(at('masked.png')), await pixelsOf(at('whole.png'))];
    const expected = whole.data.map((value, i) => (Math.floor(i / 3) % 40 < 20 ? gradient[i] : value));
    expect(masked.data).toEqual(expected);
  });

  it("a recipe's slot filled by name", async () => {
    const half = Uint8Array.from({ length: 40 * 30 }, (_, i) => (i % 40 < 20 ? 0 : 255));
    const recipe = { schema: 'openretouch/recipe@1', name: 'x', operations: [{ op: 'brightness', gain: 0.5, mask: { slot: 'sky', invert: true } }] };
    const { at } = freshFolder({ 'a.png': png, 'm.png': await fromSamples(half, 40, 30).png().toBuffer(), 'r.retouch.json': JSON.stringify(recipe) });
    await succeed('retouch', at('a.png'), '-o', at('out.png'), '--recipe', at('r.retouch.json'), '--mask', `sky=${at('m.png')}`);
    const { data } = await pixelsOf(at('out.png'));
    expect(data.filter((_, i) => Math.floor(i / 3) % 40 >= 20)).toEqual(gradient.filter((_, i) => Math.floor(i / 3) % 40 >= 20));
    expect(data).not.toEqual(gradient);
  });

  it('other files: nothing is replaced without --force, and all that would be is named before anything is written', async () => {
    const { at } = freshFolder({ 'in/a.png': png, 'in/b.png': png, 'in/c.png': png, 'out/b.png': 'old', 'out/c.png': 'old' });
    const run = await runCli(['retouch', at('in'), '-o', at('out'), '--preset', 'auto']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/b\.png: exists already, and so does 1 other output/);
    expect(listOutputs(at('out'))).toEqual(['b.png', 'c.png']);
    await succeed('retouch', at('in'), '-o', at('out'), '--preset', 'auto', '--force');
    expect(readFileSync(at('out', 'b.png'), 'latin1')).toMatch(/PNG/);
  });
});

describe('retouch of folders', () => {
  it('keeps sub-paths and base names, and the spelling of extensions', async () => {
    const { at } = freshFolder({ 'in/a.JPG': jpeg, 'in/deep/er/b.png': png, 'in/.hidden.png': png, 'in/notes.txt': '' });
    expect(await succeed('retouch', at('in'), '-o', at('out'), '--exposure', '0.2')).toMatch(/^left out: 1 file that is no photo\n/);
    expect(listOutputs(at('out'))).toEqual(['a.JPG', 'deep', join('deep', 'er'), join('deep', 'er', 'b.png')]);
  });

  it('makes a folder even of one photo', async () => {
    const { at } = freshFolder({ 'in/a.jpg': jpeg });
    await succeed('retouch', at('in'), '-o', at('out'), '--exposure', '0.2');
    expect(listOutputs(at('out'))).toEqual(['a.jpg']);
    await succeed('retouch', at('in', 'a.jpg'), '-o', `${at('slash')}/`, '--exposure', '0.2', '--format', 'webp');
    expect(listOutputs(at('slash'))).toEqual(['a.webp']);
  });

  it('does not retouch its own results when run again', async () => {
    const { at } = freshFolder({ 'in/a.png': png });
    await succeed('retouch', at('in'), '-o', at('in', 'done'), '--exposure', '1');
    const first = readFileSync(at('in', 'done', 'a.png'));
    expect(await succeed('retouch', at('in'), '-o', at('in', 'done'), '--exposure', '1', '--force')).toMatch(/left out: 1 photo in the output folder/);
    expect(listOutputs(at('in', 'done'))).toEqual(['a.png']);
    expect(readFileSync(at('in', 'done', 'a.png'))).toEqual(first);
  });

  it('takes a photo once that is named twice', async () => {
    const { at } = freshFolder({ 'in/a.png': png });
    const stdout = await succeed('retouch', at('in'), at('in', 'a.png'), join(at('in'), '..', 'in', 'a.png'), '-o', at('out'), '--exposure', '1');
    expect(stdout.split('\n').filter((line) => line.includes('->'))).toHaveLength(1);
  });

  it('goes on after one that fails, and says which', async () => {
    const { at } = freshFolder({ 'in/a.png': png, 'in/b.png': 'broken', 'in/c.png': png });
    const run = await runCli(['retouch', at('in'), '-o', at('out'), '--exposure', '1']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^openretouch: .*b\.png: not a photo .*\n$/);
    expect(run.stdout).toMatch(/1 of 3 photos failed\n$/);
    expect(listOutputs(at('out'))).toEqual(['a.png', 'c.png']);
  });

  it('follows links once, circles included', async () => {
    const { at } = freshFolder({ 'in/a.png': png, 'in/sub/b.png': png });
    symlinkSync('..', at('in', 'sub', 'up'));
    await succeed('retouch', at('in'), '-o', at('out'), '--exposure', '1');
    expect(listOutputs(at('out'))).toEqual(['a.png', 'sub', join('sub', 'b.png')]);
  });
});

describe('retouch --json', () => {
  it('is one document, also where a photo fails', async () => {
    const { at } = freshFolder({ 'in/a.png': png, 'in/b.png': 'broken', 'in/x.nef': '' });
    const { code, stdout, stderr } = await runCli(['retouch', at('in'), '-o', at('out'), '--preset', 'auto', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      recipe: { name: 'Auto' },
      retouched: 1,
      failed: 1,
      photos: [
        { input: at('in', 'a.png'), output: at('out', 'a.png'), status: 'retouched' },
        { input: at('in', 'b.png'), status: 'failed', error: { name: 'InvalidFileError', code: 'invalid-file' } },
      ],
      leftOut: { unsupported: [at('in', 'x.nef')], otherCount: 0, ownOutputCount: 0, problems: [] },
    });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'invalid-file', path: at('in', 'b.png') } });
  });

  it('is one document of a dry run, which writes nothing', async () => {
    const { at, path } = freshFolder({ 'in/a.png': png, 'in/notes.txt': '' });
    const before = listTree(path);
    expect(JSON.parse(await succeed('retouch', at('in'), '-o', at('out'), '--preset', 'auto', '--dry-run', '--json'))).toMatchObject({
      photos: [{ input: at('in', 'a.png'), output: at('out', 'a.png'), format: 'png' }],
      leftOut: { otherCount: 1 },
    });
    expect(await succeed('retouch', at('in'), '-o', at('out'), '--preset', 'auto', '--dry-run')).toMatch(/a\.png -> .*a\.png\n$/);
    expect(listTree(path)).toEqual(before);
  });
});

it('retouch says nothing with --quiet, and shows progress on a terminal alone', async () => {
  const { at } = freshFolder({ 'a.png': png });
  expect(await succeed('retouch', at('a.png'), '-o', at('b.png'), '--exposure', '1', '--quiet')).toBe('');
  const { stderr } = await runCli(['retouch', at('a.png'), '-o', at('c.png'), '--exposure', '1'], { isTerminal: true });
  expect(stderr).toMatch(/\d+ % {2}.*a\.png/);
  expect(stderr.endsWith('\r\u001b[K')).toBe(true);
});

it('retouch notes that quality means nothing to PNG', async () => {
  const { at } = freshFolder({ 'a.png': png });
  expect(await succeed('retouch', at('a.png'), '-o', at('b.png'), '--exposure', '1', '--quality', '50')).toMatch(/PNG is lossless; the quality of 50 has no effect/);
});

it.skipIf(process.platform === 'win32')('retouch gives a new file the rights of any new file', async () => {
  const { at } = freshFolder({ 'a.png': png });
  await succeed('retouch', at('a.png'), '-o', at('b.png'), '--exposure', '1');
  copyFileSync(at('a.png'), at('c.png'));
  expect(statSync(at('b.png')).mode).toBe(statSync(at('c.png')).mode);
});

describe('odd photos are retouched', () => {
  const flat = (r: number, g: number, b: number): Promise<Buffer> => sharp({ create: { width: 24, height: 16, channels: 3, background: { r, g, b } } }).png().toBuffer();
  it.each<[string, () => Promise<Buffer>]>([
    ['one pixel', () => fromSamples(Uint8Array.of(10, 200, 90), 1, 1).png().toBuffer()],
    ['20000 x 20', () => sharp({ create: { width: 20_000, height: 20, channels: 3, background: { r: 90, g: 120, b: 60 } } }).png().toBuffer()],
    ['all black', () => flat(0, 0, 0)],
    ['all white', () => flat(255, 255, 255)],
    ['a single colour', () => flat(200, 30, 90)],
    ['grey', () => fromSamples(makeSamples(9, 7, 1, 8), 9, 7).png().toBuffer()],
    ['grey of 16 bit', () => fromSamples(makeSamples(9, 7, 1, 16), 9, 7).png().toBuffer()],
    ['grey with alpha', () => fromSamples(makeSamples(9, 7, 2, 8), 9, 7).png().toBuffer()],
    ['indexed', () => fromSamples(makeGradient(20, 20), 20, 20).png({ palette: true, colours: 16 }).toBuffer()],
    ['one bit', () => fromSamples(makeSamples(9, 7, 1, 8), 9, 7).threshold(128).png({ palette: true, colours: 2 }).toBuffer()],
    ['fully transparent', () => fromSamples(new Uint8Array(4 * 64), 8, 8).png().toBuffer()],
  ])('%s', async (_, make) => {
    const { at } = freshFolder({ 'a.png': await make() });
    for (const preset of ['auto', 'vivid', 'monochrome']) {
      const report = await succeed('retouch', at('a.png'), '-o', at(`${preset}.png`), '--preset', preset, '--json');
      expect(report).not.toMatch(/NaN|null/);
    }
    const [before, after] = [await pixelsOf(at('a.png')), await pixelsOf(at('auto.png'))];
    expect([after.width, after.height, after.bitDepth]).toEqual([before.width, before.height, before.bitDepth]);
    expect(await succeed('analyse', at('a.png'), '--json')).not.toMatch(/NaN|null/);
  });
});
