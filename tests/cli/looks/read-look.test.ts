import { writeFileSync } from 'node:fs';
import { findPreset, formatsOfName, lookNameOf, PRESETS } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { loadLook, LOOK_READERS, readLookFile } from '../../../packages/cli/src/looks/read-look.js';
import { readLutFile } from '../../../packages/cli/src/looks/read-lut.js';
import { LOOK_WRITERS } from '../../../packages/cli/src/looks/write-look.js';
import { makeFolder } from '../corpus.js';

const folder = makeFolder();
afterAll(folder.remove);

const sources = {
  stdin: (async function* () {
    yield JSON.stringify(findPreset('soft')?.recipe);
  })(),
};
const IDENTITY_ROWS = '0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n';
const cube = (head: string): string => `${head}LUT_3D_SIZE 2\n${IDENTITY_ROWS}`;
const preset = JSON.stringify(findPreset('warm')?.recipe);

describe('a look file', () => {
  it.each([
    ['warm.retouch.json', preset, 'preset'],
    ['warm.json', `\ufeff\n ${preset}`, 'preset'],
    ['preset-named.cube', preset, 'preset'],
    ['film.cube', cube(''), 'cube'],
    ['CUBE-NAMED.JSON', cube('# a comment\r\nTITLE "Film"\r\n'), 'cube'],
    ['no-extension', cube(''), 'cube'],
  ])('%s is read by its content', async (name, text, format) => {
    expect((await readLookFile(folder.write(name, text), sources)).format).toBe(format);
  });

  it('is taken at its extension where the content says nothing, so that the fault is that of the format', async () => {
    await expect(readLookFile(folder.write('broken.cube', 'hello'), sources)).rejects.toThrow(/broken\.cube: line 1/);
    await expect(readLookFile(folder.write('broken.json', 'hello'), sources)).rejects.toThrow(/broken\.json: .*line 1/);
  });

  it('of no known format is refused with all that is accepted', async () => {
    const path = folder.write('letter.txt', 'hello');
    for (const { title } of LOOK_READERS) await expect(readLookFile(path, sources)).rejects.toThrow(title);
    await expect(readLookFile(path, sources)).rejects.toMatchObject({ name: 'InvalidFileError', fields: { accepted: LOOK_READERS.map(({ name }) => name) } });
  });

  it('larger than its format allows is refused unparsed, whatever it is called', async () => {
    const path = folder.write('large.cube', '');
    writeFileSync(path, `{${' '.repeat(600 * 1024)}`);
    await expect(readLookFile(path, sources)).rejects.toThrow(/large\.cube: 614401 bytes \(expected a preset of at most 524288 bytes\)/);
  });

  it('that is a LUT becomes a recipe of it, under its title, else its file name', async () => {
    const titled = await readLookFile(folder.write('a.cube', cube('TITLE "Evening"\n')), sources);
    expect(titled.recipe).toMatchObject({ name: 'Evening', operations: [{ op: 'lut', asset: 'lut' }], assets: { lut: { size: 2, space: 'srgb' } } });
    expect((await readLookFile(folder.write('My film.cube', cube('')), sources)).recipe.name).toBe('My film');
  });

  it('carries what is doubtful about it, without its name', async () => {
    const { notes, source } = await readLookFile(folder.write('S-Log3.cube', cube('')), sources);
    expect(notes).toEqual([expect.stringMatching(/^"S-Log3\.cube" sounds like a LUT for log-encoded video/)]);
    expect(source).toMatch(/S-Log3\.cube$/);
  });
});

describe('a look', () => {
  it('is a built-in one by its id, a file by its path, and standard input by a dash', async () => {
    expect(await loadLook('warm', 'look', sources)).toMatchObject({ format: 'built-in', source: 'warm', recipe: { id: 'warm' } });
    expect(await loadLook(folder.write('b.cube', cube('')), 'look', sources)).toMatchObject({ format: 'cube' });
    expect(await loadLook('-', 'look', sources)).toMatchObject({ format: 'preset', source: 'standard input', recipe: { id: 'soft' } });
  });

  it('that is not there is refused with those that are', async () => {
    await expect(loadLook('wram', '--preset', sources)).rejects.toThrow(`--preset: no look "wram" (expected ${PRESETS.map(({ id }) => id).join(', ')}, or a look file); did you mean warm?`);
  });
});

describe('a LUT file', () => {
  it('is any look that is one LUT and nothing else', async () => {
    const { recipe } = await readLookFile(folder.write('c.cube', cube('')), sources);
    const lut = folder.write('lut.retouch.json', JSON.stringify(recipe));
    expect((await readLutFile(lut, sources)).asset).toEqual(recipe.assets?.['lut']);
    for (const more of [{ strength: 0.5 }, { operations: [{ op: 'lut', asset: 'lut', strength: 0.5 }] }, { operations: [{ op: 'lut', asset: 'lut' }, { op: 'exposure', ev: 1 }] }]) {
      await expect(readLutFile(folder.write('more.retouch.json', JSON.stringify({ ...recipe, ...more })), sources)).rejects.toThrow(/more\.retouch\.json: a preset that is more than one LUT/);
    }
  });
});

describe('file names', () => {
  const formats = [{ name: 'hald', title: 'Hald', extensions: ['hald.png'] }, { name: 'card', title: 'card', extensions: ['png'] }, { name: 'tile', title: 'tile', extensions: ['png'] }];

  it('stand for the format with the longest extension they end in', () => {
    expect(formatsOfName('a/b.HALD.png', formats).map(({ name }) => name)).toEqual(['hald']);
    expect(formatsOfName('b.png', formats).map(({ name }) => name)).toEqual(['card', 'tile']);
    expect(formatsOfName('hald.png', formats).map(({ name }) => name)).toEqual(['card', 'tile']);
    expect(formatsOfName('png', formats)).toEqual([]);
    expect(lookNameOf('a/b.c.hald.png', formats)).toBe('b.c');
  });

  it('and contents: no two formats share a name', () => {
    for (const table of [LOOK_READERS, LOOK_WRITERS]) expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  });
});
