import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { convertEncoding, makePngChunk } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { parseIccProfile } from '../../../packages/core/src/photo-file/icc-profile.js';
import { writeIccProfile } from '../../../packages/core/src/photo-file/write-icc.js';
import { decodePhoto } from '../../../packages/cli/src/files/decode-photo.js';
import { fromSamples, insertJpegSegment, makeFolder, makeGradient, makeIccProfile, makePictureTiff, makeSamples, makeTiff, sharp, tagJpeg, WIDE_SPACES } from '../corpus.js';
import { TOLERANCES } from '../../tolerances.js';

const folder = makeFolder();
afterAll(folder.remove);

interface Golden {
  readonly conversions: Record<'adobeRgb' | 'proPhoto', readonly (readonly number[])[]>;
}
const golden = JSON.parse(readFileSync(new URL('../../golden/icc.json', import.meta.url), 'utf8')) as Golden;

const SIZE = 12;
const decode = (name: string, bytes: Uint8Array) => decodePhoto(folder.write(name, bytes));

/** A PNG with chunks right after its header. */
function withChunks(png: Uint8Array, ...chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

function tagPng(png: Uint8Array, icc: Uint8Array): Buffer {
  return withChunks(png, makePngChunk('iCCP', Buffer.from('icc\0\0', 'latin1'), deflateSync(icc)));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < a.length; index++) largest = Math.max(largest, Math.abs(a[index] - b[index]));
  return largest;
}

describe('colour spaces', () => {
  it.each(['adobeRgb', 'proPhoto'] as const)('converts %s to Display P3 as LittleCMS does', async (name) => {
    const { gamma, colorants } = WIDE_SPACES[name];
    const rows = golden.conversions[name];
    const samples = Uint8Array.from(rows.flatMap((row) => row.slice(0, 3)));
    const png = tagPng(await fromSamples(samples, rows.length, 1).png().toBuffer(), makeIccProfile(name, gamma, colorants));
    const { raster, metadata, notes } = await decode('wide.png', png);
    expect(raster.encoding).toBe('display-p3');
    expect(notes).toEqual([`colours converted from "${name}" to Display P3, which holds more of them than sRGB`]);
    expect(metadata).toMatchObject({ isTagged: true });
    expect(metadata.icc).toBeUndefined();
    expect(largestDifference(raster.data, rows.flatMap((row) => row.slice(3)))).toBeLessThanOrEqual(TOLERANCES.files.littleCms8Levels);
  });

  it('converts 16 bit as finely as 8 bit', async () => {
    const { gamma, colorants } = WIDE_SPACES.adobeRgb;
    const icc = makeIccProfile('a', gamma, colorants);
    const samples = makeGradient(SIZE, SIZE);
    const narrow = await decode('narrow.png', tagPng(await fromSamples(samples, SIZE, SIZE).png().toBuffer(), icc));
    const wide = await decode('wide.png', tagPng(await fromSamples(Uint16Array.from(samples, (value) => value * 257), SIZE, SIZE).png().toBuffer(), icc));
    expect(wide.raster.bitDepth).toBe(16);
    expect([...wide.raster.data].map((value) => Math.round(value / 257))).toEqual([...narrow.raster.data]);
  });

  it('converts a space with sRGB primaries and another gamma to sRGB', async () => {
    const { gamma, colorants } = WIDE_SPACES.srgbColorants;
    const jpeg = tagJpeg(await fromSamples(makeGradient(SIZE, SIZE), SIZE, SIZE).jpeg({ quality: 100 }).toBuffer(), makeIccProfile('g', gamma, colorants));
    const { raster } = await decode('gamma.jpg', jpeg);
    expect(raster.encoding).toBe('srgb');
    expect(largestDifference(raster.data, await sharp(jpeg).raw().toBuffer())).toBeLessThanOrEqual(TOLERANCES.files.littleCms8Levels);
  });

  it.each([8, 16] as const)('takes a lookup-table profile through LittleCMS at %d bit, as the matrix it tabulates', async (bits) => {
    const { gamma, colorants } = WIDE_SPACES.adobeRgb;
    const samples = Uint16Array.from(makeGradient(SIZE, SIZE), (value) => 25000 + value * 40);
    const narrow = bits === 16 ? samples : Uint8Array.from(samples, (value) => value / 257);
    const png = await fromSamples(narrow, SIZE, SIZE).png().toBuffer();
    const byMatrix = (await decode('matrix.png', tagPng(png, makeIccProfile('m', gamma, colorants)))).raster;
    const byTable = (await decode('table.png', tagPng(png, makeTableProfile(gamma, colorants)))).raster;
    expect(byTable.encoding).toBe(bits === 16 ? 'display-p3' : 'srgb');
    const expected = convertEncoding(byMatrix, byTable.encoding);
    expect(largestDifference(byTable.data, expected.data) / (bits === 16 ? 257 : 1)).toBeLessThanOrEqual(TOLERANCES.files.littleCms8Levels);
  });

  it.each(['srgb', 'p3'] as const)("keeps pixels and profile of sharp's own %s profile", async (name) => {
    const jpeg = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c81e1e' } }).withIccProfile(name).jpeg().toBuffer();
    const { raster, metadata, notes } = await decode('tagged.jpg', jpeg);
    expect(raster.encoding).toBe(name === 'p3' ? 'display-p3' : 'srgb');
    expect(Buffer.from(metadata.icc ?? [])).toEqual((await sharp(jpeg).metadata()).icc);
    expect(notes).toEqual([]);
    const stored = await sharp(jpeg, { ignoreIcc: true }).raw().toBuffer();
    expect([...raster.data]).toEqual([...stored]);
  });

  it('goes by primaries and curve of a profile, not by its name', async () => {
    const { gamma, colorants } = WIDE_SPACES.adobeRgb;
    const jpeg = await fromSamples(makeGradient(8, 8), 8, 8).jpeg().toBuffer();
    const { raster, notes } = await decode('liar.jpg', tagJpeg(jpeg, makeIccProfile('sRGB IEC61966-2.1', gamma, colorants)));
    expect(raster.encoding).toBe('display-p3');
    expect(notes).toHaveLength(1);
  });

  it('writes an sRGB profile that LittleCMS reads as its own sRGB', async () => {
    const samples = makeGradient(SIZE, SIZE);
    const converted = await sharp(tagPng(await fromSamples(samples, SIZE, SIZE).png().toBuffer(), writeIccProfile('srgb'))).raw().toBuffer();
    expect(largestDifference(converted, samples)).toBeLessThanOrEqual(TOLERANCES.files.littleCms8Rounding);
  });

  it('writes a Display P3 profile that LittleCMS reads as Display P3', async () => {
    // sRGB red, green, blue and one more in Display P3, as CSS Color 4's sample code gives them to 8 bit.
    const samples = Uint8Array.from([234, 51, 35, 117, 251, 76, 0, 0, 245, 184, 50, 41]);
    const converted = await sharp(tagPng(await fromSamples(samples, 4, 1).png().toBuffer(), writeIccProfile('display-p3'))).raw().toBuffer();
    expect(largestDifference(converted, [255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 30, 30])).toBeLessThanOrEqual(TOLERANCES.files.gamutEdgeLevels);
  });

  it('reads its own profiles as the spaces they are for', async () => {
    const png = await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer();
    expect((await decode('p3.png', tagPng(png, writeIccProfile('display-p3')))).raster.encoding).toBe('display-p3');
    expect(parseIccProfile(writeIccProfile('srgb-grey'))).toMatchObject({ space: 'grey', description: 'sRGB grey' });
  });

  it.each([
    ['random bytes', Buffer.from(makeSamples(200, 1, 1, 8) as Uint8Array)],
    ['a header alone', makeIccProfile('cut', 2.2, WIDE_SPACES.adobeRgb.colorants).subarray(0, 140)],
    ['nothing', Buffer.alloc(0)],
  ])('reads colours as sRGB, with a note, when the profile is %s', async (_, icc) => {
    const jpeg = await fromSamples(makeGradient(8, 8), 8, 8).jpeg().toBuffer();
    const { raster, metadata, notes } = await decode('broken.png', tagPng(await sharp(jpeg).png().toBuffer(), icc));
    expect(raster.encoding).toBe('srgb');
    expect(metadata.icc).toBeUndefined();
    expect(notes).toEqual(['the colour profile is damaged; colours were read as sRGB']);
  });

  it('reads colours as sRGB, with a note, when LittleCMS cannot use the table of a profile', async () => {
    const icc = makeTableProfile(WIDE_SPACES.adobeRgb.gamma, WIDE_SPACES.adobeRgb.colorants);
    icc.write('none', icc.indexOf('mft2'), 'latin1');
    const { raster, notes } = await decode('table.png', tagPng(await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer(), icc));
    expect([...raster.data]).toEqual([...makeGradient(8, 8)]);
    expect(notes).toEqual(['the colour profile is damaged; colours were read as sRGB']);
  });

  it('says so when a part of a profile is missing', async () => {
    const jpeg = await fromSamples(makeGradient(8, 8), 8, 8).jpeg().toBuffer();
    const { notes } = await decode('part.jpg', insertJpegSegment(jpeg, 0xe2, 'ICC_PROFILE\0', Uint8Array.of(2, 2), new Uint8Array(40)));
    expect(notes).toEqual(['a part of the colour profile is missing; colours were read as sRGB']);
  });

  it('ignores a grey profile on a colour picture, with a note', async () => {
    const jpeg = tagJpeg(await fromSamples(makeGradient(8, 8), 8, 8).jpeg().toBuffer(), makeIccProfile('Dot Gain', 1.8));
    expect((await decode('grey-profile.jpg', jpeg)).notes).toEqual(['the colour profile "Dot Gain" is not for RGB pictures; colours were read as sRGB']);
  });

  it('converts grey by its own curve and stays neutral', async () => {
    const samples = Uint8Array.from({ length: 64 }, (_, index) => index * 4);
    const png = tagPng(await fromSamples(samples, 8, 8).png().toBuffer(), makeIccProfile('Gamma 1.8', 1.8));
    const { raster, notes } = await decode('grey.png', png);
    expect(notes).toEqual(['grey tones converted from "Gamma 1.8" to sRGB']);
    const byLittleCms = await sharp(folder.write('grey.png', png)).raw().toBuffer();
    expect(largestDifference(raster.data, byLittleCms)).toBeLessThanOrEqual(TOLERANCES.files.littleCms8Levels);
    for (let index = 0; index < raster.data.length; index += 3) expect(raster.data[index]).toBe(raster.data[index + 2]);
  });

  it('treats an untagged camera file marked as Adobe RGB as Adobe RGB', async () => {
    const exif = makeTiff([[{ tag: 0x8769, type: 4, value: [{ tag: 0xa001, type: 3, value: [0xffff] }, { tag: 0xa005, type: 4, value: [{ tag: 1, type: 2, value: 'R03' }] }] }]]);
    const jpeg = await fromSamples(makeGradient(SIZE, SIZE), SIZE, SIZE).jpeg().toBuffer();
    const marked = (await decode('marked.jpg', insertJpegSegment(jpeg, 0xe1, 'Exif\0\0', exif))).raster;
    const profiled = (await decode('profiled.jpg', tagJpeg(jpeg, makeIccProfile('a', WIDE_SPACES.adobeRgb.gamma, WIDE_SPACES.adobeRgb.colorants)))).raster;
    expect(marked.encoding).toBe('display-p3');
    expect([...marked.data]).toEqual([...profiled.data]);
  });

  it('follows the PNG colour chunks: cICP before sRGB, and gAMA alone', async () => {
    const png = await fromSamples(Uint8Array.from({ length: 12 }, () => 128), 2, 2).png().toBuffer();
    expect((await decode('cicp.png', withChunks(png, makePngChunk('cICP', Uint8Array.of(12, 13, 0, 1)), makePngChunk('sRGB', Uint8Array.of(0))))).raster.encoding).toBe('display-p3');
    const linear = await decode('linear.png', withChunks(png, makePngChunk('gAMA', Uint8Array.of(0, 1, 0x86, 0xa0))));
    // 128/255 of linear light is sRGB 188 (IEC 61966-2-1).
    expect(linear.raster.data[0]).toBe(188);
    expect(linear.notes).toEqual(['values with a gamma of 1 converted to sRGB']);
    const usual = await decode('usual.png', withChunks(png, makePngChunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f))));
    expect(usual.raster.data[0]).toBe(128);
  });

  it('reads a TIFF profile', async () => {
    const more = [{ tag: 34675, type: 7, value: writeIccProfile('display-p3') }];
    expect((await decode('p3.tif', makePictureTiff(1, 1, Uint8Array.of(1, 2, 3), { more }))).raster.encoding).toBe('display-p3');
  });
});

/**
 * The space as a lookup table (lut16Type to XYZ): gamma as input tables, and eight nodes, between which linear light is exactly
 * the matrix product. @see ICC.1:2022, 10.10 and 6.3.4.2 (XYZ 1.0 is 0x8000).
 */
function makeTableProfile(gamma: number, colorants: readonly (readonly number[])[]): Buffer {
  const inputs = 1024;
  const tag = Buffer.alloc(52 + (3 * inputs + 8 * 3 + 3 * 2) * 2);
  tag.write('mft2', 'latin1');
  tag.set([3, 3, 2], 8);
  [1, 0, 0, 0, 1, 0, 0, 0, 1].forEach((value, index) => tag.writeInt32BE(value * 65536, 12 + index * 4));
  tag.writeUInt16BE(inputs, 48);
  tag.writeUInt16BE(2, 50);
  let at = 52;
  const put = (value: number): void => void (at = tag.writeUInt16BE(Math.min(Math.max(Math.round(value), 0), 65535), at));
  for (let channel = 0; channel < 3; channel++) for (let index = 0; index < inputs; index++) put((index / (inputs - 1)) ** gamma * 65535);
  for (let node = 0; node < 8; node++) {
    const rgb = [node >> 2, (node >> 1) & 1, node & 1];
    for (let row = 0; row < 3; row++) put(rgb.reduce((sum, value, column) => sum + value * colorants[column][row], 0) * 32768);
  }
  for (let channel = 0; channel < 3; channel++) [0, 65535].forEach(put);
  const plain = makeIccProfile('table', gamma, colorants);
  const shifted = Buffer.from(plain);
  const count = plain.readUInt32BE(128);
  // One more row in the tag table moves everything behind it by twelve bytes.
  const table = Buffer.from(shifted.subarray(132, 132 + count * 12));
  for (let index = 0; index < count; index++) table.writeUInt32BE(table.readUInt32BE(index * 12 + 4) + 12, index * 12 + 4);
  const row = Buffer.alloc(12);
  row.write('A2B0', 'latin1');
  row.writeUInt32BE(plain.length + 12, 4);
  row.writeUInt32BE(tag.length, 8);
  const profile = Buffer.concat([shifted.subarray(0, 132), table, row, shifted.subarray(132 + count * 12), tag]);
  profile.writeUInt32BE(profile.length, 0);
  profile.writeUInt32BE(count + 1, 128);
  return profile;
}
