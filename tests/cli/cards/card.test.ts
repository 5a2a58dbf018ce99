import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertEncoding, findPreset, hashRecipe, type Raster, readLookCard, type Recipe, RECIPE_SCHEMA_ID, retouch } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakLines, cleanText } from '../../../packages/cli/src/cards/break-lines.js';
import { makeCardPictures } from '../../../packages/cli/src/cards/card-picture.js';
import { DISPLAY_FONT, hasOutlines, measureLine, outlineLine, TEXT_FONT } from '../../../packages/cli/src/cards/outline-fonts.js';
import { CARD_WIDTH, renderCard } from '../../../packages/cli/src/cards/render-card.js';
import { fromSamples, makeFolder, makeGradient, sharp } from '../corpus.js';
import { buildProgram, type BuiltProgram, runCli } from '../run-cli.js';

const folder = makeFolder();
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);
const gradient = (width: number, height: number, encoding: Raster['encoding'] = 'srgb'): Raster => ({ data: makeGradient(width, height), width, height, channels: 3, bitDepth: 8, encoding, alpha: 'none' });
const WARM = findPreset('warm')?.recipe as Recipe;
const photo = folder.write('photo.png', await fromSamples(makeGradient(90, 60), 90, 60).png().toBuffer());
const lookOf = (name: string, more: Partial<Recipe> = {}): Recipe => ({ schema: RECIPE_SCHEMA_ID, name, operations: [{ op: 'exposure', ev: 1 }], ...more });

/** @returns how many pixels below the photo are darker than the paper. */
async function inkBelow(png: Uint8Array, top: number): Promise<number> {
  const { data } = await sharp(png).extract({ left: 0, top, width: CARD_WIDTH, height: 200 }).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.reduce((count, level) => count + (level < 128 ? 1 : 0), 0);
}

describe('presets card', () => {
  it('writes a picture that carries the look', async () => {
    const { code, stdout, stderr } = await runCli(['presets', 'card', 'warm', '--photo', photo, '-o', at('warm.png')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/warm\.png: card of "Warm", \d+ bytes\n$/);
    expect(hashRecipe(readLookCard(readFileSync(at('warm.png'))))).toBe(hashRecipe(WARM));
    expect(await sharp(at('warm.png')).metadata()).toMatchObject({ format: 'png', width: CARD_WIDTH });
  });

  it('takes any look, a card among them, and gives the same card again', async () => {
    await runCli(['presets', 'card', at('warm.png'), '--photo', photo, '-o', at('again.png')]);
    expect(readFileSync(at('again.png')).equals(readFileSync(at('warm.png')))).toBe(true);
  });

  it.each([
    [2, ['-o', at('card.jpg'), '--photo', photo, 'warm'], /card\.jpg: not the name of a PNG/],
    [1, ['-o', at('warm.png'), '--photo', photo, 'warm'], /exists already/],
    [1, ['-o', at('never.png'), '--photo', at('none.jpg'), 'warm'], /none\.jpg: no such file/],
    [2, ['-o', at('never.png'), 'warm'], /--photo/],
    [1, ['-o', at('never.png'), '--photo', photo, folder.write('mask.retouch.json', JSON.stringify(lookOf('Sky', { operations: [{ op: 'exposure', ev: 1, mask: { slot: 'sky' } }] })))], /sky/],
  ])('refuses with code %i: %j', async (code, argv, message) => {
    const run = await runCli(['presets', 'card', ...argv]);
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(code);
  });
});

describe('the picture of a card', () => {
  it('shows the photo on the left and the look on the right, as a retouch makes it', async () => {
    const pictures = await makeCardPictures(gradient(CARD_WIDTH, 720), WARM, CARD_WIDTH);
    const { png } = await renderCard(pictures, WARM);
    const expected = (await retouch(gradient(CARD_WIDTH, 720), WARM)).raster;
    const { data } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    const pixelAt = (samples: ArrayLike<number>, x: number, y: number): number[] => [0, 1, 2].map((channel) => samples[(y * CARD_WIDTH + x) * 3 + channel]);
    for (const y of [0, 300, 600]) {
      for (const x of [0, 200, 530]) expect(pixelAt(data, x, y)).toEqual(pixelAt(gradient(CARD_WIDTH, 720).data, x, y));
      for (const x of [550, 800, 1079]) expect(pixelAt(data, x, y)).toEqual(pixelAt(expected.data, x, y));
    }
  });

  it.each([[90, 60, 720], [60, 90, 1620], [90, 90, 1080], [20, 90, 1620], [200, 20, 540]])('of a photo of %i x %i is %i high: long ones are cut', async (width, height, expected) => {
    expect((await makeCardPictures(gradient(width, height), WARM, CARD_WIDTH)).before).toMatchObject({ width: CARD_WIDTH, height: expected });
  });

  it('of a Display P3 photo is sRGB', async () => {
    const p3 = gradient(CARD_WIDTH, 720, 'display-p3');
    const { before } = await makeCardPictures(p3, WARM, CARD_WIDTH);
    expect(before.encoding).toBe('srgb');
    expect(Buffer.from(before.data.buffer).equals(Buffer.from(convertEncoding(p3, 'srgb').data.buffer))).toBe(true);
  });

  it('has no box for a letter that no font has, and says so', async () => {
    const pictures = await makeCardPictures(gradient(90, 60), WARM, CARD_WIDTH);
    const unknown = '\u{1fffe}\u{3fffd}';
    const { notes, png } = await renderCard(pictures, { name: unknown, description: `Lake ${unknown}`, author: 'Ama' });
    expect(notes).toEqual([expect.stringMatching(/^the name is not on the picture/), expect.stringMatching(/^the description is not on the picture/)]);
    const bare = await renderCard(pictures, { name: ' ', author: 'Ama' });
    expect(Buffer.from(png).equals(bare.png)).toBe(true);
    expect(bare.notes).toEqual([]);
  });

  it('keeps a text of any length inside', async () => {
    const pictures = await makeCardPictures(gradient(90, 60), WARM, CARD_WIDTH);
    for (const word of ['W', 'Wide ', 'evening-']) {
      const { png, notes } = await renderCard(pictures, { name: word.repeat(200).slice(0, 200), description: word.repeat(4000).slice(0, 4000), author: word.repeat(200).slice(0, 200) });
      expect(notes).toEqual([]);
      const { height = 0 } = await sharp(png).metadata();
      expect(height).toBeLessThan(720 + 520);
      const margin = await sharp(png).extract({ left: CARD_WIDTH - 50, top: 720, width: 50, height: height - 720 }).greyscale().raw().toBuffer();
      expect(Math.min(...margin)).toBeGreaterThan(230);
    }
  });

  it('shows markup in a name as letters', async () => {
    const pictures = await makeCardPictures(gradient(90, 60), WARM, CARD_WIDTH);
    const script = '"><script>&amp;</svg>';
    const { png, notes } = await renderCard(pictures, { name: script, description: '<image href="file:///etc/hostname"/>', author: `<b>'` });
    expect(notes).toEqual([]);
    expect(await inkBelow(png, 740)).toBeGreaterThan(await inkBelow((await renderCard(pictures, { name: 'i' })).png, 740));
  });
});

describe('the letters of a card', () => {
  it.each([
    ['Latin', 'Åland — Größe, façade; Łódź 100 %', true],
    ['Vietnamese', 'Hoàng hôn ấm áp', true],
    ['Cyrillic', 'Золотой вечер', true],
    ['Greek', 'Χρυσό απόγευμα', true],
    ['Japanese', '夜景', false],
    ['Arabic', 'مساء', false],
  ])('for %s come with the program: %s is %s', (_, text, isThere) => {
    expect(hasOutlines(TEXT_FONT, cleanText(text))).toBe(isThere);
  });

  it('are numbers and path letters alone', () => {
    for (const font of [DISPLAY_FONT, TEXT_FONT]) {
      // Sizes and places at which numbers come out in every form; NaN once ended the text there.
      for (let x = 0; x < 400; x += 7.3) expect(outlineLine(font, 'gently lifted <shadows>', 30, x, 1700)).toMatch(/^(?:[MLQCZ]|-?\d+\.\d\d )+$/);
    }
  });

  it('are as wide together as apart, kerning aside', () => {
    expect(measureLine(TEXT_FONT, 'no no', 40)).toBeCloseTo(2 * measureLine(TEXT_FONT, 'no', 40) + measureLine(TEXT_FONT, ' ', 40), 6);
    expect(measureLine(TEXT_FONT, 'AV', 40)).toBeLessThan(measureLine(TEXT_FONT, 'A', 40) + measureLine(TEXT_FONT, 'V', 40));
  });

  it('stand in lines that are not wider than they may be, and lose none', () => {
    const measure = (line: string): number => [...line].length;
    const text = 'The last warm hour before the storm rolls in over the northern-most hills';
    const { lines, isWhole } = breakLines(text, measure, 20, 9);
    expect(isWhole).toBe(true);
    expect(lines.join(' ').replace('northern- most', 'northern-most')).toBe(text);
    for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(20);
    const cut = breakLines(text, measure, 20, 2);
    expect(cut).toEqual({ lines: ['The last warm hour', 'before the storm ro\u2026'], isWhole: false });
    expect(breakLines('x'.repeat(45), measure, 20, 9).lines).toEqual(['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]);
  });

  it('are composed, and without marks that turn or break the line', () => {
    expect(cleanText(' a\n\tb\u202ec\u0000d \u2066e\u0301 ')).toBe('a b c d \u00e9');
  });
});

describe('on a machine without fonts', () => {
  let program: BuiltProgram;
  beforeAll(async () => {
    program = await buildProgram();
    folder.write('fonts.conf', '<?xml version="1.0"?><fontconfig></fontconfig>');
    folder.write('night.retouch.json', JSON.stringify(lookOf('夜景', { author: 'Ama', description: 'Lake at dawn \u{1f305}\u{1f469}\u{200d}\u{1f33e}' })));
  }, 60_000);
  afterAll(() => program.remove());
  const run = (look: string, output: string): string =>
    execFileSync(process.execPath, [program.main, 'presets', 'card', look, '--photo', photo, '-o', output], { encoding: 'utf8', stdio: 'pipe', env: { ...process.env, FONTCONFIG_FILE: at('fonts.conf') } });

  it('a card is the same to the byte', () => {
    run('warm', at('bare.png'));
    expect(readFileSync(at('bare.png')).equals(readFileSync(at('warm.png')))).toBe(true);
  });

  it('a name in another script and emoji are in the card and not on it, without boxes', async () => {
    const lines = run(at('night.retouch.json'), at('night.png'));
    expect(lines).toMatch(/the name is not on the picture: no font for its letters on this machine; the card carries the whole/);
    expect(lines).toMatch(/the emoji of the description are not on the picture/);
    const card = readFileSync(at('night.png'));
    expect(readLookCard(card).name).toBe('夜景');
    const without = await renderCard(await makeCardPictures(gradient(90, 60), lookOf('night'), CARD_WIDTH), { name: ' ', description: 'Lake at dawn', author: 'Ama' });
    expect((await sharp(card).raw().toBuffer()).equals(await sharp(without.png).raw().toBuffer())).toBe(true);
  });
});
