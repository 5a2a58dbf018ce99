import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { deflateSync } from 'node:zlib';
import { editPngChunks, findPreset, type LutAsset, makePngChunk, measureBakeError, parseAcv, parseCube, parseLutPicture, planWithoutPhoto, type Raster, readPngTexts, type Recipe, RECIPE_SCHEMA_ID, validateRecipe, writeHald } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { writeIccProfile } from '../../../packages/core/src/photo-file/write-icc.js';
import { readLookFile } from '../../../packages/cli/src/looks/read-look.js';
import { readLutFile } from '../../../packages/cli/src/looks/read-lut.js';
import { chooseWriter } from '../../../packages/cli/src/looks/write-look.js';
import { decodeHalfFloats } from '../../../packages/core/src/recipe/half-float.js';
import { identityLut, largestGap, lutGolden, readFormatFile } from '../../core/formats/lut-golden.js';
import { TOLERANCES } from '../../tolerances.js';
import { makeFolder, sharp } from '../corpus.js';
import { runCli } from '../run-cli.js';

const folder = makeFolder();
afterAll(folder.remove);

const sources = { stdin: (async function* () {})() };
const copyOf = (name: string, as = basename(name)): string => folder.write(as, readFormatFile(name));
const valuesOf = ({ data, size }: LutAsset): number[] => Array.from(decodeHalfFloats(data, size ** 3 * 3));
const write = async (path: string, recipe: Recipe | undefined, options: { size?: number; bitDepth?: 8 | 16 } = {}) => chooseWriter(path).write({ recipe: validateRecipe(recipe), notes: [] }, options);
const rasterOf = async (bytes: Uint8Array, bitDepth: 8 | 16): Promise<Raster> => {
  const { data, info } = await sharp(bytes, { ignoreIcc: true }).toColourspace(bitDepth === 16 ? 'rgb16' : 'srgb').raw({ depth: bitDepth === 16 ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data: bitDepth === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : new Uint8Array(data), width: info.width, height: info.height, channels: 3, bitDepth, encoding: 'srgb', alpha: 'none' };
};

/** The Hald picture of a look with a chunk of colour put in. */
const withChunk = (name: string, kind: string, ...data: Uint8Array[]): string => folder.write(name, editPngChunks(readFormatFile('hald/look-16.png'), [makePngChunk(kind, ...data)], () => false));
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('a picture of a LUT', () => {
  it.each([
    ['hald/look-16.png', 'Hald level 4 (16 nodes an edge)'],
    ['hald/look-8.png', 'Hald level 4 (16 nodes an edge)'],
    ['tile-lut/look-64x64.png', '4 x 4 tiles of 16'],
    ['tile-lut/look-128x128.png', '5 x 5 tiles of 25'],
  ])('is a LUT: %s', async (name, layout) => {
    const { asset, notes } = await readLutFile(copyOf(name), sources);
    expect(asset).toMatchObject({ type: 'lut3d', space: 'srgb' });
    expect(notes).toEqual([expect.stringContaining(`read as ${layout}, srgb`)]);
  });

  it('keeps the 16 bits of the file, to half floats', async () => {
    const { asset } = await readLutFile(copyOf('hald/look-16.png'), sources);
    const { values } = parseLutPicture(await rasterOf(readFormatFile('hald/look-16.png'), 16));
    valuesOf(asset).forEach((value, i) => expect(Math.abs(value - values[i])).toBeLessThanOrEqual(values[i] * TOLERANCES.formats.halfFloat + 1e-7));
  });

  it.each([
    ['gamma.png', (name: string) => withChunk(name, 'gAMA', Uint8Array.of(0, 0, 0xd9, 0x03)), 'srgb', /profile or gamma of the picture was left aside/],
    ['linear.png', (name: string) => withChunk(name, 'gAMA', Uint8Array.of(0, 1, 0x86, 0xa0)), 'srgb', /profile or gamma of the picture was left aside/],
    ['marked.png', (name: string) => withChunk(name, 'sRGB', Uint8Array.of(0)), 'srgb', undefined],
    ['p3.png', (name: string) => withChunk(name, 'iCCP', latin1('P3\0\0'), deflateSync(writeIccProfile('display-p3'))), 'display-p3', /Display P3 colours, by the picture's profile/],
  ] as const)('has its numbers as they are in the file, whatever stands beside them: %s', async (name, make, space, note) => {
    const plain = await readLutFile(copyOf('hald/look-16.png'), sources);
    const marked = await readLutFile(make(name), sources);
    expect(marked.asset.data).toBe(plain.asset.data);
    expect(marked.asset.space).toBe(space);
    if (note === undefined) expect(marked.notes).toHaveLength(1);
    else expect(marked.notes.join('\n')).toMatch(note);
  });

  it('may be grey, a TIFF, or a JPEG that is warned of', async () => {
    const hald = sharp(Buffer.from(readFormatFile('hald/look-8.png')));
    const { asset } = await readLutFile(copyOf('hald/look-8.png'), sources);
    const tiff = await readLutFile(folder.write('look.tif', await hald.clone().tiff({ compression: 'lzw' }).toBuffer()), sources);
    expect(tiff.asset).toEqual(asset);
    const grey = await readLutFile(folder.write('grey.png', await hald.clone().toColourspace('b-w').png().toBuffer()), sources);
    const values = valuesOf(grey.asset);
    for (let i = 0; i < values.length; i += 3) expect([values[i + 1], values[i + 2]]).toEqual([values[i], values[i]]);
    const jpeg = await readLutFile(folder.write('look.jpg', await hald.clone().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()), sources);
    expect(jpeg.notes.join('\n')).toMatch(/JPEG changes colours when it compresses/);
    expect(largestGap(valuesOf(jpeg.asset), valuesOf(asset))).toBeLessThan(TOLERANCES.files.lossyLevels / 255);
  });

  it('of 64 nodes or more is resampled to what a preset holds, and says what that costs', async () => {
    const png = await sharp(writeHald(identityLut(100), 16).data as Uint16Array, { raw: { width: 1000, height: 1000, channels: 3 } }).toColourspace('rgb16').png().toBuffer();
    const { asset, notes } = await readLutFile(folder.write('ten.png', png), sources);
    expect(asset.size).toBe(33);
    expect(notes[1]).toMatch(/100 nodes an edge resampled to 33, what a preset file holds: 8-bit levels mean 0\.\d{3}, max 0\.\d\d; CIEDE2000/);
    expect(largestGap(valuesOf(asset), Array.from(identityLut(33).values))).toBeLessThan(1e-3);
  });
});

describe('a .cube file', () => {
  it.each([41, 64, 65, 100])('of %i nodes is resampled to what a preset holds, where it was not before', async (size) => {
    const { values } = identityLut(size);
    const rows = Array.from({ length: size ** 3 }, (_, i) => `${values[i * 3]} ${values[i * 3 + 1]} ${values[i * 3 + 2]}`);
    const { recipe, notes } = await readLookFile(folder.write(`n${size}.cube`, `LUT_3D_SIZE ${size}\n${rows.join('\n')}\n`), sources);
    expect(notes).toEqual([expect.stringMatching(new RegExp(`^${size} nodes an edge resampled to 33`))]);
    const preset = await write('a.retouch.json', recipe);
    expect(preset.bytes.length).toBeLessThan(512 * 1024);
  });

  it('says which strength was baked in', async () => {
    const { bytes } = await write('half.cube', { ...(findPreset('warm')?.recipe as Recipe), strength: 0.5 });
    expect(parseCube(bytes).comments).toContain('strength: 0.5');
  });
});

describe('a .3dl file', () => {
  it.each(Object.keys(lutGolden.threeDl.openColorIo))('is a LUT: %s', async (name) => {
    const { asset, notes } = await readLutFile(copyOf(`three-dl/valid/${name}.3dl`), sources);
    expect([asset.type, notes]).toEqual(['lut3d', []]);
  });

  it('is told by its content', async () => {
    expect((await readLookFile(copyOf('three-dl/valid/flame-17-12.3dl', 'flame.txt'), sources)).format).toBe('3dl');
    expect((await readLookFile(copyOf('three-dl/valid/lustre-17-12.3dl', 'lustre.txt'), sources)).format).toBe('3dl');
  });
});

describe('.acv curves', () => {
  it('are tone curves, with their difference said', async () => {
    const { recipe, notes, format } = await readLookFile(copyOf('acv/valid/cross-process.acv', 'curves'), sources);
    expect(format).toBe('acv');
    expect(recipe.operations.map(({ op }) => op)).toEqual(['toneCurve', 'toneCurve']);
    expect(notes).toEqual([expect.stringMatching(/^curves within 0\.0\d of an 8-bit level$/)]);
  });

  it('come back as they were written', async () => {
    const { recipe } = await readLookFile(copyOf('acv/valid/composite.acv'), sources);
    const { bytes, notes } = await write('again.acv', recipe);
    expect(parseAcv(bytes).curves.composite).toBeDefined();
    expect(notes).toEqual(['curves of composite; srgb', expect.stringMatching(/^error of the curves: 8-bit levels mean 0\.\d{3}, max 0\.\d\d$/)]);
  });

  it('hold every look that is one curve a channel', async () => {
    const recipe: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'x', strength: 0.8, operations: [{ op: 'exposure', ev: 0.5 }, { op: 'whiteBalance', gains: [1.05, 1, 0.93] }, { op: 'contrast', gain: 1.1, pivot: 0.5 }] };
    const { notes } = await write('x.acv', recipe);
    expect(notes[0]).toBe('curves of red, green, blue; srgb');
    await expect(write('x.acv', { ...recipe, operations: [{ op: 'saturation', gain: 1.2 }] })).rejects.toThrow(/operations\[0\]\) mixes channels/);
  });
});

describe('a written picture of a LUT', () => {
  it.each([
    ['warm.hald.png', 16, 512],
    ['warm.tiles.png', 8, 512],
  ] as const)('says of %s what the file really holds', async (name, bitDepth, side) => {
    const recipe = findPreset('warm')?.recipe as Recipe;
    const { bytes, error, size } = await write(name, recipe);
    const texts = new Map(readPngTexts(bytes).map((entry) => [entry.keyword, 'text' in entry ? entry.text.split('\n') : []]));
    expect([texts.get('Title'), texts.get('Software')]).toEqual([[recipe.name], ['OpenRetouch']]);
    expect(texts.get('Comment')?.slice(0, 3)).toEqual(['in: sRGB encoded', 'out: sRGB encoded', 'maker: OpenRetouch']);

    const raster = await rasterOf(bytes, bitDepth);
    expect([raster.width, size]).toEqual([side, 64]);
    const lut = parseLutPicture(raster);
    const measured = measureBakeError(await planWithoutPhoto(recipe), { kind: 'lut3d', size: lut.size, values: lut.values, space: 'srgb' });
    expect(error).toEqual(measured);
    expect(texts.get('Comment')?.[3]).toBe(`dE: mean ${measured.ciede2000.mean.toFixed(3)} p99 ${measured.ciede2000.p99.toFixed(3)} max ${measured.ciede2000.maximum.toFixed(3)} (CIEDE2000, ${measured.samples} colours of the cube)`);
  });

  it('carries no profile and no gamma, so that its numbers stay what they are', async () => {
    const { bytes } = await write('a.hald.png', { schema: RECIPE_SCHEMA_ID, name: 'x', operations: [] }, { size: 16 });
    expect(lutGolden.haldIdentity.imageMagick['4/16']).toBeDefined();
    const { icc, depth } = await sharp(bytes).metadata();
    expect([icc, depth]).toEqual([undefined, 'ushort']);
    expect((await rasterOf(bytes, 16)).data).toEqual(writeHald(identityLut(16), 16).data);
  });

  it.each(['p3.hald.png', 'p3.tiles.png'])('keeps its space and its table through %s', async (name) => {
    const values = identityLut(16).values.map((value) => value ** 0.8);
    const folderName = folder.write(`p3-${name}.cube`, `# in: Display P3 encoded\nLUT_3D_SIZE 16\n${Array.from({ length: 4096 }, (_, i) => values.slice(i * 3, i * 3 + 3).join(' ')).join('\n')}\n`);
    const { recipe } = await readLookFile(folderName, sources);
    const { bytes, space } = await write(name, recipe, { bitDepth: 16 });
    const again = await readLookFile(folder.write(name, bytes), sources);
    expect([space, (again.recipe.assets?.['lut'] as LutAsset).space]).toEqual(['display-p3', 'display-p3']);
    expect(again.recipe.name).toBe('p3');
    expect(largestGap(valuesOf(again.recipe.assets?.['lut'] as LutAsset), Array.from(values))).toBeLessThan(2 * TOLERANCES.formats.halfFloat);
  });

  it('says how many nodes it had to clip', async () => {
    const { notes } = await write('b.hald.png', { schema: RECIPE_SCHEMA_ID, name: 'x', operations: [{ op: 'brightness', gain: 1.5 }] }, { size: 16 });
    expect(notes[1]).toMatch(/^\d+ of 4096 nodes go beyond black or white and were clipped; \.cube keeps them$/);
  });
});

describe('bake', () => {
  it.each(['look.cube', 'look.hald.png', 'look.tiles.png'])('into %s gives photos what the look gives them', async (name) => {
    const photo = folder.write('photo.png', await sharp(readFileSync(new URL('../../../samples/cast-house.jpg', import.meta.url))).resize(160).png().toBuffer());
    const at = (file: string): string => folder.write(file, '');
    const output = `${folder.path}/baked-${name}`;
    expect(await runCli(['bake', photo, '-o', output, '--preset', 'warm'])).toMatchObject({ code: 0, stderr: '' });
    expect(await runCli(['retouch', photo, '-o', at('by-lut.png'), '--lut', output, '--force'])).toMatchObject({ code: 0 });
    expect(await runCli(['retouch', photo, '-o', at('direct.png'), '--preset', 'warm', '--force'])).toMatchObject({ code: 0 });
    const { stdout } = await runCli(['compare', `${folder.path}/by-lut.png`, `${folder.path}/direct.png`, '--json']);
    expect((JSON.parse(stdout) as { ciede2000: { mean: number } }).ciede2000.mean).toBeLessThan(TOLERANCES.cli.bakedCiede2000);
  });

  it('writes the error on the photo into the picture', async () => {
    const output = `${folder.path}/auto.hald.png`;
    await runCli(['bake', `${folder.path}/photo.png`, '-o', output, '--preset', 'auto']);
    const comment = readPngTexts(readFileSync(output)).find(({ keyword }) => keyword === 'Comment');
    expect(comment).toMatchObject({ text: expect.stringMatching(/pixels of the photo\)/) as string });
  });
});
