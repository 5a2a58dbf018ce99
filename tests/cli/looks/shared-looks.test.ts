import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset, hashRecipe, makePngChunk, type Recipe, writeLookCard } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { readLookFile } from '../../../packages/cli/src/looks/read-look.js';
import { fromSamples, makeFolder, makeGradient, sharp } from '../corpus.js';
import { runCli } from '../run-cli.js';

const folder = makeFolder();
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);
const WARM = findPreset('warm')?.recipe as Recipe;
const picture = await fromSamples(makeGradient(64, 48), 64, 48).png().toBuffer();
const photo = folder.write('photo.jpg', await sharp(picture).jpeg().toBuffer());
const card = folder.write('card.png', writeLookCard(picture, WARM));
const sources = { stdin: (async function* () {})() };
const hashOf = async (path: string): Promise<string> => hashRecipe((await readLookFile(path, sources)).recipe);
const hasExifTool = spawnSync('exiftool', ['-ver']).status === 0;

for (const extension of ['jpg', 'png', 'webp', 'avif', 'tif']) await runCli(['retouch', photo, '-o', at(`warm.${extension}`), '--preset', 'warm']);

describe('a look that was shared', () => {
  it('is read from a card, and from a photo of any format, by content alone', async () => {
    expect(await readLookFile(card, sources)).toMatchObject({ format: 'card', recipe: { name: 'Warm' }, notes: [] });
    for (const extension of ['jpg', 'png', 'webp', 'avif', 'tif']) {
      copyFileSync(at(`warm.${extension}`), at(`${extension} without extension`));
      expect(await readLookFile(at(`${extension} without extension`), sources)).toMatchObject({ format: 'photo', recipe: { name: 'Warm' } });
      expect(await hashOf(at(`warm.${extension}`))).toBe(hashRecipe(WARM));
    }
  });

  it('retouches as the look itself does', async () => {
    const bytesOf = async (look: string): Promise<Buffer> => {
      const { code, stderr } = await runCli(['retouch', photo, '-o', at('out.png'), '--force', '--no-recipe', '--preset', look]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return sharp(at('out.png')).raw().toBuffer();
    };
    const expected = await bytesOf('warm');
    for (const look of [card, at('warm.jpg'), at('warm.png')]) expect((await bytesOf(look)).equals(expected)).toBe(true);
  });

  it('is shown and checked like a preset file', async () => {
    for (const look of [card, at('warm.jpg')]) {
      const { stdout, code } = await runCli(['presets', 'show', look]);
      expect(code).toBe(0);
      expect(hashRecipe(JSON.parse(stdout) as Recipe)).toBe(hashRecipe(WARM));
      expect((await runCli(['presets', 'validate', look])).stdout).toMatch(/valid [a-z ]+, "Warm"/);
    }
  });

  it.skipIf(!hasExifTool)('is found after another program rewrote the XMP (ExifTool; skipped without it)', async () => {
    copyFileSync(at('warm.jpg'), at('titled.jpg'));
    execFileSync('exiftool', ['-overwrite_original', '-XMP-dc:Title=Evening', '-XMP-xmp:Rating=5', at('titled.jpg')]);
    expect(await hashOf(at('titled.jpg'))).toBe(hashRecipe(WARM));
  });
});

describe('a picture that carries no look', () => {
  it.each([
    ['a card saved anew as PNG', async () => folder.write('anew.png', await sharp(card).png().toBuffer()), /anew\.png: this picture carries no look; messengers and websites.*ask for the file itself/],
    ['a card sent as JPEG', async () => folder.write('anew.jpg', await sharp(card).jpeg().toBuffer()), /anew\.jpg: this photo carries no look/],
    ['a photo saved anew', async () => folder.write('anew.webp', await sharp(at('warm.webp')).webp().toBuffer()), /anew\.webp: this photo carries no look/],
    ['a photo as it was taken', async () => photo, /photo\.jpg: this photo carries no look/],
  ])('%s says so', async (_, make, message) => {
    const { code, stderr } = await runCli(['retouch', photo, '-o', at('never.jpg'), '--preset', await make()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  it('is no reason to take a damaged one for whole', async () => {
    const whole = writeLookCard(picture, WARM);
    const damaged = whole.slice();
    damaged[100] ^= 1;
    const cases: [string, Uint8Array, RegExp][] = [
      ['cut.png', whole.subarray(0, -30), /cut\.png: PNG cut short/],
      ['damaged.png', damaged, /damaged\.png: the look in this picture is damaged/],
      ['out-of-range.png', Buffer.concat([picture.subarray(0, 33), makePngChunk('iTXt', Buffer.from('OpenRetouch Look\0\0\0\0\0{"schema":"openretouch/recipe@1","name":"a","operations":[{"op":"exposure","ev":99}]}')), picture.subarray(33)]), /out-of-range\.png: operations\[0\]\.ev: 99/],
    ];
    for (const [name, bytes, message] of cases) {
      const { code, stderr } = await runCli(['presets', 'show', folder.write(name, bytes)]);
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
    }
  });
});
