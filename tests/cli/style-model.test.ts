import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecipe, type StyleAsset } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPhotos, PHOTO_FOLDERS } from '../helpers/photos.js';
import { makeFolder, sharp } from './corpus.js';
import { type ProgramRun, runCli } from './run-cli.js';

const MODEL = 'pienet-published';
const LIKED = 5;
const folder = makeFolder();
const at = (name: string): string => join(folder.path, name);
const run = (...argv: readonly string[]): Promise<ProgramRun> => runCli(argv, { modelsFolder: at('models') });

beforeAll(async () => {
  mkdirSync(at('liked'));
  cpSync(fileURLToPath(new URL(`../models/${MODEL}`, import.meta.url)), at(`models/${MODEL}`), { recursive: true });
  for (const [index, path] of listPhotos(PHOTO_FOLDERS.good).slice(0, LIKED + 1).entries()) {
    await sharp(path).resize(160, 160, { fit: 'inside' }).png().toFile(at(index === LIKED ? 'photo.png' : `liked/${index}.png`));
  }
});
afterAll(() => folder.remove());

describe('a style for a model of the user', () => {
  it('is learned in its space, names it, and retouches by it', async () => {
    const learned = await run('style', 'learn', at('liked'), '--model', MODEL, '-o', at('mine.retouch.json'));
    expect(learned).toMatchObject({ code: 0, stderr: '' });
    const recipe = parseRecipe(readFileSync(at('mine.retouch.json')));
    expect(recipe.operations).toMatchObject([{ op: 'pienet', model: MODEL }]);
    expect((Object.values(recipe.assets ?? {})[0] as StyleAsset).vector).toHaveLength(8);
    const retouched = await run('retouch', at('photo.png'), '-o', at('better.png'), '--mode', 'pienet', '--style', at('mine.retouch.json'));
    expect(retouched).toMatchObject({ code: 0, stderr: '' });
    expect(retouched.stdout).toMatch(/pienet-published paints pixels: what is applied was fitted to them, \d+\.\d CIEDE2000 off on average/);
  });

  it('is made of one photo as well', async () => {
    expect(await run('style', 'match', at('photo.png'), '--model', MODEL, '-o', at('match.retouch.json'))).toMatchObject({ code: 0, stderr: '' });
    expect(parseRecipe(readFileSync(at('match.retouch.json'))).operations).toMatchObject([{ op: 'pienet', model: MODEL, strength: 0.7 }]);
  });

  it.each([
    ['a model that is not at hand', ['style', 'learn', 'liked', '--model', 'nowhere', '-o', 'x.retouch.json'], /model "nowhere": not at hand/],
    ['a model that takes no style', ['style', 'learn', 'liked', '--model', 'cudi-student', '-o', 'x.retouch.json'], /--model: cudi-student takes no style \(expected a model of pienet with the input "preference"\)/],
    ['styles of two models', ['retouch', 'photo.png', '-o', 'x.png', '--mode', 'pienet', '--style', 'golden:0.5,mine.retouch.json:0.5'], /styles of the models that is shipped, pienet-published \(expected styles of one\)/],
  ])('is refused for %s', async (_, argv, message) => {
    const paths = argv.map((word) => (/^(liked|photo\.png|x\..*)$/.test(word) ? at(word) : word.replace('mine.retouch.json', at('mine.retouch.json'))));
    const { code, stderr } = await run(...paths);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });
});
