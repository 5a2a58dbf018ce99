import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRasters, createStyle, findPreset, parseRecipe, printRecipe, retouch, type StyleAsset } from '@openretouch/core';
import { manifest } from '@openretouch/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../helpers/photos.js';
import { makeFolder, sharp } from './corpus.js';
import { runCli } from './run-cli.js';

const folder = makeFolder();
const at = (name: string): string => join(folder.path, name);
/** Photos finished in one look, and others in less of it. */
const LIKED = 7;
const DISLIKED = 3;

beforeAll(async () => {
  mkdirSync(at('liked'));
  mkdirSync(at('other'));
  const recipe = findPreset('sepia')?.recipe;
  if (recipe === undefined) throw new Error('no look');
  for (const [index, path] of listPhotos(PHOTO_FOLDERS.good).slice(0, LIKED + DISLIKED + 1).entries()) {
    const small = at(`photo-${index}.png`);
    await sharp(path).resize(200, 200, { fit: 'inside' }).png().toFile(small);
    if (index === LIKED + DISLIKED) continue;
    const { raster } = await retouch(await readPhoto(small), index < LIKED ? recipe : { ...recipe, strength: 0.6 });
    const { data, width, height, channels } = raster;
    await sharp(data, { raw: { width, height, channels } }).png().toFile(at(`${index < LIKED ? 'liked' : 'other'}/${index}.png`));
  }
});
afterAll(() => folder.remove());

const PHOTO = (): string => at(`photo-${LIKED + DISLIKED}.png`);
const assetOf = (path: string): StyleAsset => Object.values(parseRecipe(readFileSync(path)).assets ?? {})[0] as StyleAsset;
const learn = (...argv: readonly string[]): ReturnType<typeof runCli> => runCli(['style', 'learn', ...argv]);

describe('openretouch style learn', () => {
  it('writes a style below 6 kB that says what it was learned from, and how ready it is', async () => {
    const { code, stdout, stderr } = await learn(at('liked'), '-o', at('mine.retouch.json'), '--author', 'Ann Example');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/"mine", learned from 7 liked photos, \d+ bytes without any picture\n {2}(Usable|Ready): 7 photos that are .*\(consistency 0\.\d\d, reliability 0\.\d\d\).* the built-in style /);
    expect(readFileSync(at('mine.retouch.json')).length).toBeLessThan(6000);
    expect(parseRecipe(readFileSync(at('mine.retouch.json')))).toMatchObject({ author: 'Ann Example', operations: [{ op: 'pienet' }] });
    expect(assetOf(at('mine.retouch.json'))).toMatchObject({ embedding: manifest.styles.embedding, likedCount: 7 });
  });

  it('gives the same numbers in whatever order the photos are named', async () => {
    const paths = Array.from({ length: LIKED }, (_, i) => at(`liked/${i}.png`));
    await learn(...[...paths].reverse(), '-o', at('reversed.retouch.json'));
    expect(assetOf(at('reversed.retouch.json')).vector).toEqual(assetOf(at('mine.retouch.json')).vector);
  });

  it('names photos that are there twice and files that are none, and learns from the rest', async () => {
    mkdirSync(at('mixed'));
    for (let i = 0; i < LIKED; i += 1) await sharp(at(`liked/${i}.png`)).png().toFile(at(`mixed/${i}.png`));
    await sharp(at('liked/0.png')).jpeg({ quality: 92 }).toFile(at('mixed/again.jpg'));
    writeFileSync(at('mixed/broken.jpg'), 'not a photo');
    const { code, stdout, stderr } = await learn(at('mixed'), '-o', at('mixed.retouch.json'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^openretouch: .*broken\.jpg: not a photo/);
    expect(stdout).toMatch(/left out: .*again\.jpg shows the same as .*0\.png/);
    expect(assetOf(at('mixed.retouch.json')).likedCount).toBe(LIKED);
  });

  it('stays away from what is disliked', async () => {
    const { code, stdout } = await learn(at('liked'), '--disliked', at('other'), '-o', at('away.retouch.json'));
    expect(code).toBe(0);
    expect(stdout).toContain('learned from 7 liked and 3 disliked photos');
    expect(assetOf(at('away.retouch.json'))).toMatchObject({ likedCount: 7, dislikedCount: 3 });
    expect(assetOf(at('away.retouch.json')).vector).not.toEqual(assetOf(at('mine.retouch.json')).vector);
  });

  it.each<[string, () => readonly string[], number, RegExp]>([
    ['four photos', () => [...[0, 1, 2, 3].map((i) => at(`liked/${i}.png`)), '-o', at('none.retouch.json')], 2, /liked: 4 photos \(expected 5 to 200: the style of fewer cannot be told from what they show; style match takes one photo\)/],
    ['a photo that is liked and disliked', () => [at('liked'), '--disliked', at('liked/2.png'), '-o', at('none.retouch.json')], 2, /2\.png: disliked, and the same as .*2\.png, which is liked/],
    ['a name that is none of a style', () => [at('liked'), '-o', at('none.json')], 2, /not the name of a style file \(expected one that ends in \.retouch\.json\)/],
    ['a file that is there', () => [at('liked'), '-o', at('mine.retouch.json')], 1, /exists already/],
    ['a folder without photos', () => [at('liked/0.png'), at('nowhere'), '-o', at('none.retouch.json')], 1, /no such file or folder/],
  ])('refuses %s, and writes nothing', async (_, argv, expected, message) => {
    const before = readFileSync(at('mine.retouch.json'));
    const { code, stderr } = await learn(...argv());
    expect(code).toBe(expected);
    expect(stderr).toMatch(message);
    expect(existsSync(at('none.retouch.json')) || existsSync(at('none.json'))).toBe(false);
    expect(readFileSync(at('mine.retouch.json'))).toEqual(before);
  });

  it('refuses where too few of the photos can be used', async () => {
    mkdirSync(at('few'));
    for (let i = 0; i < 5; i += 1) writeFileSync(at(`few/${i}.jpg`), 'not a photo');
    const { code, stderr } = await learn(at('few'), '-o', at('none.retouch.json'), '--json');
    expect(code).toBe(1);
    expect(stderr).toContain('liked: 0 of 5 photos can be used (expected at least 5)');
    expect(existsSync(at('none.retouch.json'))).toBe(false);
  });

  it('writes nothing when it is cancelled', async () => {
    const { code } = await runCli(['style', 'learn', at('liked'), '-o', at('none.retouch.json')], { signal: AbortSignal.abort(new Error('Ctrl-C')) });
    expect(code).toBe(130);
    expect(existsSync(at('none.retouch.json'))).toBe(false);
  });
});

describe('openretouch retouch --mode pienet', () => {
  const run = async (name: string, ...argv: readonly string[]): Promise<Awaited<ReturnType<typeof readPhoto>>> => {
    const { code, stderr } = await runCli(['retouch', PHOTO(), '-o', at(name), ...argv]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return readPhoto(at(name));
  };

  it('takes a photo it has not seen nearer to the liked look, and another person\'s style does not', async () => {
    const photo = await readPhoto(PHOTO());
    const wanted = (await retouch(photo, findPreset('sepia')?.recipe as never)).raster;
    const distance = (raster: typeof photo): number => compareRasters(raster, wanted).ciede2000.mean;
    const own = distance(await run('own.png', '--mode', 'pienet', '--style', at('mine.retouch.json')));
    const others = [];
    for (const id of ['nordic', 'punch', 'teal-and-orange']) others.push(distance(await run(`${id}.png`, '--mode', 'pienet', '--style', id)));
    expect(own).toBeLessThan(0.75 * distance(photo));
    for (const other of others) expect(other).toBeGreaterThan(1.5 * own);
  });

  it('goes half the way at half the strength', async () => {
    const [photo, whole, half] = [await readPhoto(PHOTO()), await run('whole.png', '--pienet', 'style=golden'), await run('half.png', '--mode', 'pienet', '--style', 'golden', '--strength', '0.5')];
    const isClipped = (index: number): boolean => whole.data[index] === 0 || whole.data[index] === 255;
    const distance = (index: number): number => (isClipped(index) ? 0 : Math.abs(half.data[index] - (photo.data[index] + whole.data[index]) / 2));
    expect(Math.max(...Array.from(half.data.keys(), distance))).toBeLessThanOrEqual(1);
  });

  it('is exactly neutral in black and white', async () => {
    const { data, channels } = await run('grey.png', '--mode', 'pienet', '--style', 'black-and-white');
    for (let i = 0; i < data.length; i += channels) expect([data[i + 1], data[i + 2]]).toEqual([data[i], data[i]]);
  });

  it('takes a style file as a look too, and stores the style in the photo', async () => {
    const asLook = await run('look.png', '--preset', at('mine.retouch.json'));
    expect(asLook.data).toEqual((await run('mode.png', '--mode', 'pienet', '--style', at('mine.retouch.json'))).data);
    expect(assetOf(at('mine.retouch.json')).vector).toEqual((Object.values(parseRecipe((await runCli(['presets', 'show', at('mode.png')])).stdout).assets ?? {})[0] as StyleAsset).vector);
  });

  it('mixes files and built-in styles by shares, at the strengths they have', async () => {
    await runCli(['presets', 'edit', at('mixed.retouch.json'), '--pienet', '0.5']);
    const { stdout } = await runCli(['retouch', '--mode', 'pienet', '--style', `golden:0.5,${at('mixed.retouch.json')}:0.5`, '--print-recipe']);
    const { operations, assets } = parseRecipe(stdout);
    expect(operations).toEqual([{ op: 'pienet', style: [{ style: 'golden', share: 0.666667 }, { asset: 'mixed', share: 0.333333 }], strength: 0.75 }]);
    expect(Object.keys(assets ?? {})).toEqual(['mixed']);
  });

  it('matches one photo, by a flag and by a file, with a strength', async () => {
    const { stdout } = await runCli(['retouch', '--match', at('liked/0.png'), '--print-recipe']);
    const [byFlag] = parseRecipe(stdout).operations;
    const { code } = await runCli(['style', 'match', at('liked/0.png'), '-o', at('match.retouch.json'), '--strength', '1.2']);
    expect(code).toBe(0);
    expect(byFlag).toMatchObject({ op: 'pienet', strength: 0.7 });
    expect(parseRecipe(readFileSync(at('match.retouch.json'))).operations).toEqual([{ op: 'pienet', style: { asset: 'taste' }, strength: 1.2 }]);
    expect(assetOf(at('match.retouch.json')).likedCount).toBe(1);
  });

  it.each<[string, () => readonly string[], RegExp]>([
    ['no style', () => ['--mode', 'pienet'], /--mode pienet: without a style \(expected --style/],
    ['an unknown style', () => ['--mode', 'pienet', '--style', 'goldn'], /--style: no style "goldn" .*did you mean golden\?/],
    ['a look that is no style', () => ['--mode', 'pienet', '--style', at('plain.retouch.json')], /plain\.retouch\.json: no style \(expected a style: a preset of one pienet operation/],
    ['shares that are none', () => ['--mode', 'pienet', '--style', 'golden:0,matte:0'], /expected a share above 0/],
    ['a share beyond 1', () => ['--mode', 'pienet', '--style', 'golden:3'], /--style: 3 \(expected a share, 0 to 1\)/],
    ['a style and a match', () => ['--match', at('liked/0.png'), '--style', 'golden', '--mode', 'pienet'], /--match and --style \(expected one of the two\)/],
    ['a match that is no photo', () => ['--match', at('mixed/broken.jpg')], /broken\.jpg: not a photo/],
    ['a style of another model', () => ['--mode', 'pienet', '--style', at('foreign.retouch.json')], /of the embedding space ffffffffffffffff with 64 dimensions \(expected [0-9a-f]{16} with 64, as the model pienet-condition was trained on: learn it anew/],
  ])('refuses %s', async (_, argv, message) => {
    writeFileSync(at('plain.retouch.json'), printRecipe({ schema: 'openretouch/recipe@1', name: 'Plain', operations: [{ op: 'exposure', ev: 1 }] }));
    const [first] = manifest.styles.styles;
    writeFileSync(at('foreign.retouch.json'), printRecipe(createStyle({ name: 'Foreign', preference: { embedding: 'ffffffffffffffff', vector: first.vector }, likedCount: 20 })));
    const { code, stderr } = await runCli(['retouch', PHOTO(), '-o', at('refused.png'), ...argv()]);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(existsSync(at('refused.png'))).toBe(false);
  });
});

describe('openretouch style', () => {
  it('lists at least eight built-in styles', async () => {
    const { stdout } = await runCli(['style', 'list']);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(8);
    expect(stdout).toMatch(/^ {2}golden +Golden: /m);
  });

  it('shows what a style was learned from, and which it resembles', async () => {
    const { stdout } = await runCli(['style', 'show', at('mine.retouch.json')]);
    expect(stdout).toMatch(/learned from 7 liked photos, consistency 0\.\d\d\n {2}(Like|Near|Unlike) .*\n {2}embedding space [0-9a-f]{16}, 64 numbers/);
  });

  it('compares styles by their distance, which is the same both ways and none to itself', async () => {
    const distances = async (...names: readonly string[]): Promise<number[]> => (JSON.parse((await runCli(['style', 'compare', ...names, '--json'])).stdout) as { distance: number }[]).map(({ distance }) => distance);
    const [ab, ac, bc] = await distances('golden', at('mine.retouch.json'), 'black-and-white');
    expect(await distances(at('mine.retouch.json'), 'golden')).toEqual([expect.closeTo(ab, 10)]);
    expect(ac).toBeLessThan(ab + bc);
    expect(await distances('golden', 'golden')).toEqual([0]);
  });

  it('mixes styles into one that lies between them', async () => {
    const { code } = await runCli(['style', 'mix', 'golden', at('mine.retouch.json'), '-o', at('between.retouch.json')]);
    expect(code).toBe(0);
    expect(assetOf(at('between.retouch.json'))).toMatchObject({ likedCount: LIKED });
    const pairs = JSON.parse((await runCli(['style', 'compare', at('between.retouch.json'), 'golden', at('mine.retouch.json'), '--json'])).stdout) as { distance: number }[];
    const [toGolden, toMine, whole] = pairs.map(({ distance }) => distance);
    expect(toGolden).toBeCloseTo(toMine, 3);
    expect(toGolden).toBeLessThan(whole);
  });
});
