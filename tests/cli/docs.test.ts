import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mainParameterOf, OPERATIONS } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPhotos, PHOTO_FOLDERS } from '../helpers/photos.js';
import { makeFolder, sharp } from './corpus.js';
import { runCli } from './run-cli.js';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const page = readFileSync(fromRoot('docs/cli.md'), 'utf8');
const blocks = [page, readFileSync(fromRoot('docs/batch.md'), 'utf8')].flatMap((text) => [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands.trim()));

const folder = makeFolder();
const startFolder = process.cwd();

beforeAll(async () => {
  process.chdir(folder.path);
  mkdirSync(join(folder.path, 'holiday', 'beach'), { recursive: true });
  const small = (name: string) => sharp(fromRoot(`samples/${name}.jpg`)).resize(120).jpeg().toBuffer();
  const photo = await small('dark-meadow');
  folder.write('photo.jpg', photo);
  folder.write('holiday/one.jpg', await small('cast-house'));
  for (const name of ['archive', 'liked', 'other']) mkdirSync(join(folder.path, name));
  for (const name of ['flat-temple', 'good-red-panda', 'backlit-charminar']) folder.write(`archive/${name}.jpg`, await small(name));
  folder.write('holiday/beach/two.jpg', await small('portrait-musician'));
  const { width, height } = await sharp(photo).metadata();
  folder.write('mask.png', await sharp({ create: { width, height, channels: 3, background: { r: 200, g: 200, b: 200 } } }).png().toBuffer());
  for (const [index, path] of listPhotos(PHOTO_FOLDERS.good).slice(0, 8).entries()) folder.write(`${index < 6 ? 'liked' : 'other'}/${index}.jpg`, await sharp(path).resize(120).jpeg().toBuffer());
  folder.write('film.cube', 'LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n');
  folder.write('csrnet.pth', readFileSync(fromRoot('tests/models/import/csrnet.pth')));
  for (const [name, original] of [['evening.xmp', 'warm-evening.xmp'], ['night.lrtemplate', 'night-market.lrtemplate']]) folder.write(name, readFileSync(fromRoot(`tests/formats/camera-raw/${original}`)));
  folder.write('sky.retouch.json', JSON.stringify({ schema: 'openretouch/recipe@1', name: 'Sky', operations: [{ op: 'exposure', ev: -1, mask: { slot: 'sky' } }] }));
});
afterAll(() => {
  process.chdir(startFolder);
  folder.remove();
});

describe('docs/cli.md and docs/batch.md', () => {
  it.each(blocks.flatMap((block) => block.split('\n')))('%s', async (command) => {
    const photo = readFileSync('photo.jpg');
    const [pipeline, target] = command.split(' > ');
    let stdin = '';
    for (const part of pipeline.split(' | ')) {
      const [name, ...argv] = wordsOf(part);
      expect(name).toBe('openretouch');
      const { code, stdout, stderr } = await runCli(argv, { stdin });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      stdin = stdout;
    }
    if (target !== undefined) writeFileSync(target, stdin);
    expect(readFileSync('photo.jpg')).toEqual(photo);
  });

  it('has examples, and none that is not a command of ours', () => {
    expect(blocks.length).toBeGreaterThan(8);
    for (const block of blocks) for (const line of block.split('\n')) expect(line).toMatch(/^openretouch [^$`';&<*]+$/);
  });

  it.each(['retouch', 'bake', 'analyse', 'compare', 'report merge', ...['list', 'verify', 'import'].map((name) => `models ${name}`), ...['list', 'learn', 'match', 'mix', 'show', 'compare'].map((name) => `style ${name}`), ...['show', 'validate', 'new', 'edit', 'diff', 'convert', 'card'].map((name) => `presets ${name}`)])('names every option of %s', async (command) => {
    const { stdout } = await runCli([...command.split(' '), '--help']);
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag]) => flag);
    const operations = OPERATIONS.map(({ name }) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    for (const flag of flags) if (!operations.includes(flag) && flag !== '--help') expect(page, flag).toContain(flag);
  });

  it('names every operation that has a word for "decide yourself"', () => {
    const automatic = OPERATIONS.filter((operation) => {
      const main = mainParameterOf(operation)?.parameter;
      return operation.parameters['auto'] !== undefined || (main?.kind === 'number' && main.keywords?.includes('auto') === true);
    });
    for (const { name } of automatic) expect(page).toContain(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} auto`);
  });
});

/** Words of a shell line as simple as those of the page: bare, or in double quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
}
