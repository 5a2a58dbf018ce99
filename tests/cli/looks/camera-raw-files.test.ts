import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cameraRawWriter, findPreset, MIGRATION_EXTENSION, validateRecipe } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { describeReport, summariseReport } from '../../../packages/cli/src/looks/describe-report.js';
import { readLookFile } from '../../../packages/cli/src/looks/read-look.js';
import { chooseWriter } from '../../../packages/cli/src/looks/write-look.js';
import { makeFolder, sharp } from '../corpus.js';
import { runCli } from '../run-cli.js';

const corpus = (name: string): string => fileURLToPath(new URL(`../../formats/camera-raw/${name}`, import.meta.url));
const folder = makeFolder();
afterAll(folder.remove);
const sources = { stdin: (async function* () {})() };

describe('a preset for Camera Raw or a template for Lightroom', () => {
  it.each([
    ['warm-evening.xmp', 'xmp'],
    ['pier-sidecar.xmp', 'xmp'],
    ['night-market.lrtemplate', 'lrtemplate'],
    ['dry-plate.lrtemplate', 'lrtemplate'],
  ])('%s is read as a look with a report', async (name, format) => {
    const look = await readLookFile(corpus(name), sources);
    expect(look.format).toBe(format);
    expect(look.recipe.operations.length).toBeGreaterThan(2);
    expect(look.report?.length).toBeGreaterThan(10);
  });

  it('is known by its content, whatever it is called', async () => {
    expect((await readLookFile(folder.write('a.txt', readFileSync(corpus('warm-evening.xmp'))), sources)).format).toBe('xmp');
    expect((await readLookFile(folder.write('b.txt', 's = { value = { settings = { Exposure2012 = 1 } } }'), sources)).format).toBe('lrtemplate');
  });

  it('without a name of its own is called after its file', async () => {
    expect((await readLookFile(corpus('pier-sidecar.xmp'), sources)).recipe.name).toBe('pier-sidecar');
  });

  it('inside a photo is a look for other photos, which a note says', async () => {
    const xmp = readFileSync(corpus('pier-sidecar.xmp'), 'utf8');
    const photo = await sharp({ create: { width: 12, height: 10, channels: 3, background: { r: 90, g: 120, b: 60 } } }).withXmp(xmp).jpeg().toBuffer();
    const look = await readLookFile(folder.write('developed.jpg', photo), sources);
    expect(look.recipe.operations).toEqual((await readLookFile(corpus('pier-sidecar.xmp'), sources)).recipe.operations);
    expect([look.recipe.name, look.format]).toEqual(['developed', 'photo']);
    expect(look.notes.join()).toMatch(/in its own pixels already/);
  });

  it('that is damaged is refused with file, line and column', async () => {
    const path = folder.write('broken.xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF>');
    await expect(readLookFile(path, sources)).rejects.toThrow(/broken\.xmp: line 2, column 10: unbound namespace prefix/);
    await expect(readLookFile(folder.write('broken.lrtemplate', 's = { a = f() }'), sources)).rejects.toThrow(/broken\.lrtemplate: line 1, column 11/);
  });

  it('that does nothing here says so', async () => {
    const text = readFileSync(corpus('warm-evening.xmp'), 'utf8').replace(/crs:\w+="[-+]?\d[^"]*"/g, '').replace('<crs:Name>', '<crs:Texture>5</crs:Texture><crs:Name>');
    expect((await readLookFile(folder.write('nothing.xmp', text), sources)).notes).toEqual(['no field of the file changes anything here: the look does nothing']);
  });

  it('used on a photo says in a line what became of its fields, and where they are listed', async () => {
    const photo = folder.write('photo.png', await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 90, g: 120, b: 60 } } }).png().toBuffer());
    const { code, stdout } = await runCli(['retouch', photo, '-o', `${folder.path}/out.png`, '--preset', corpus('warm-evening.xmp')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/warm-evening\.xmp: \d+ fields: \d+ mapped, \d+ approximated, \d+ dropped, \d+ neutral \(presets show --plain lists them\)/);
  });

  it('shown is a preset with the report stored in it', async () => {
    const shown = await runCli(['presets', 'show', corpus('night-market.lrtemplate')]);
    const recipe = validateRecipe(JSON.parse(shown.stdout));
    const listed = JSON.parse((await runCli(['presets', 'show', corpus('night-market.lrtemplate'), '--json'])).stdout) as { report: unknown };
    expect((recipe.extensions?.[MIGRATION_EXTENSION] as { report: unknown }).report).toEqual(listed.report);
  });
});

describe('the report for people', () => {
  const row = (field: string, status: 'mapped' | 'approximated' | 'dropped' | 'neutral') => ({ field, value: '1', status, why: 'so' });

  it('counts, then lists losses first and what does nothing last', () => {
    const report = [row('a', 'neutral'), row('b', 'mapped'), row('c', 'dropped'), row('d', 'approximated')];
    expect(summariseReport(report)).toBe('4 fields: 1 mapped, 1 approximated, 1 dropped, 1 neutral');
    expect(describeReport(report).map((line) => line.trim().split(' ')[0])).toEqual(['4', 'c', 'd', 'b', 'a']);
  });
});

describe('the way back', () => {
  it('is chosen by the extension, and comes with a report and the advice to use a LUT for the rest', async () => {
    expect(chooseWriter('look.xmp')).toBe(cameraRawWriter);
    const warm = findPreset('warm');
    if (warm === undefined) throw new Error('no look warm');
    const { bytes, report, notes } = await cameraRawWriter.write({ recipe: warm.recipe, notes: [] }, {});
    expect(new TextDecoder().decode(bytes)).toContain('crs:ProcessVersion="11.0"');
    expect(report?.length).toBeGreaterThan(0);
    expect(notes.join()).toMatch(/left out; a \.cube .* holds the whole look/);
    expect((await readLookFile(folder.write('back.xmp', bytes), sources)).recipe.name).toBe(warm.recipe.name);
  });
});
