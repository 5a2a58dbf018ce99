import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, InvalidFileError, UnsupportedEncodingError } from '../../../packages/core/src/errors.js';
import { writeHald } from '../../../packages/core/src/formats/hald.js';
import { describeLayout, layoutsOfSize, nodeCounts } from '../../../packages/core/src/formats/lut-layout.js';
import { parseLutPicture } from '../../../packages/core/src/formats/parse-lut-picture.js';
import { writeTileLut } from '../../../packages/core/src/formats/tile-lut.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';
import { listPhotos, PHOTO_FOLDERS } from '../../helpers/photos.js';
import { sharp } from '../../cli/corpus.js';
import { evaluateGolden, hashSamples, identityLut, largestGap, lutGolden, readPicture } from './lut-golden.js';

/** No two axes are alike, and values leave 0..1. */
const lookLut = (size: number): Lut3dTransform =>
  sampleLut3d(size, 'srgb', (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3) {
      const [r, g, b] = rgb.subarray(p, p + 3);
      rgb[p] = 1.1 * r - 0.05 + 0.05 * b;
      rgb[p + 1] = g * g * 0.8 + 0.1 * r;
      rgb[p + 2] = 0.9 * b + 0.2 * g * r;
    }
  });

const clamped = ({ values }: Pick<Lut3dTransform, 'values'>): number[] => Array.from(values, (value) => Math.min(Math.max(value, 0), 1));
const flat = (side: number, value: number): Raster => ({ data: new Uint8Array(side * side * 3).fill(value), width: side, height: side, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
const refusal = (action: () => unknown): InvalidFileError => {
  try {
    action();
  } catch (error) {
    return error as InvalidFileError;
  }
  throw new Error('accepted');
};

/** Pixels of img.ly's identity pictures, as its documentation offers them: whole levels cut down, a black border after the tiles. */
function imglyIdentity(tiles: number, side: number): Raster {
  const size = Math.floor(side / tiles);
  const slices = tiles * tiles;
  const raster = flat(side, 0);
  for (let y = 0; y < tiles * size; y += 1) {
    for (let x = 0; x < tiles * size; x += 1) {
      const blue = Math.floor(y / size) * tiles + Math.floor(x / size);
      const target = (y * side + x) * 3;
      raster.data[target] = Math.floor(((x % size) * 255) / (size - 1));
      raster.data[target + 1] = Math.floor(((y % size) * 255) / (size - 1));
      raster.data[target + 2] = Math.floor((blue * 255) / (slices - 1));
    }
  }
  return raster;
}

describe('writeHald', () => {
  it.each([2, 3, 4, 8, 10])("makes ImageMagick's 16-bit identity of level %i byte for byte", (level) => {
    expect(hashSamples(writeHald(identityLut(level * level), 16))).toBe(lutGolden.haldIdentity.imageMagick[`${level}/16`]);
  });

  it.each([2, 4])("makes ImageMagick's and FFmpeg's 8-bit identity of level %i, whose values need no rounding, byte for byte", (level) => {
    const hash = hashSamples(writeHald(identityLut(level * level), 8));
    expect([lutGolden.haldIdentity.imageMagick[`${level}/8`], lutGolden.haldIdentity.ffmpeg[`${level}/8`]]).toEqual([hash, hash]);
  });

  it.each([
    [8, 1 / 510],
    [16, 1 / 131_070],
  ] as const)('keeps a LUT to half a step at %i bit, clamped to 0..1', (bitDepth, half) => {
    const lut = lookLut(16);
    const read = parseLutPicture(writeHald(lut, bitDepth));
    expect(read.layout).toEqual({ kind: 'hald', level: 4 });
    expect(largestGap(Array.from(read.values), clamped(lut))).toBeLessThanOrEqual(half + 1e-7);
  });

  it.each([2, 5, 17, 33, 65])('refuses %i nodes an edge, of which no level is made', (size) => {
    expect(() => writeHald(identityLut(size))).toThrow(InvalidArgumentError);
    expect(() => writeTileLut(identityLut(size))).toThrow('a square number of nodes');
  });

  it('refuses a node that is no number', () => {
    const lut = identityLut(4);
    lut.values[7] = NaN;
    expect(() => writeHald(lut)).toThrow('lut.values[7]: NaN');
  });
});

describe('writeTileLut', () => {
  it("makes the pixels of GPUImage's lookup.png, 8 x 8 tiles of 64", () => {
    expect(hashSamples(writeTileLut(identityLut(64)))).toBe(lutGolden.gpuImageIdentity);
  });

  it("keeps 25 nodes in img.ly's 128 x 128 pixels with a black border of three", () => {
    const raster = writeTileLut(lookLut(25), 16);
    expect([raster.width, raster.height]).toEqual([128, 128]);
    const pixel = (x: number, y: number): number[] => Array.from(raster.data.slice((y * 128 + x) * 3, (y * 128 + x) * 3 + 3));
    for (const place of [125, 126, 127]) expect([...pixel(place, 60), ...pixel(60, place)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(pixel(124, 60)).not.toEqual([0, 0, 0]);
  });

  it.each([4, 9, 16, 25, 36])('keeps a LUT of %i nodes to half a 16-bit step', (size) => {
    const lut = lookLut(size);
    const read = parseLutPicture(writeTileLut(lut, 16));
    expect(read.layout).toMatchObject({ kind: 'tiles', tileSize: size });
    expect(largestGap(Array.from(read.values), clamped(lut))).toBeLessThanOrEqual(1 / 131_070 + 1e-7);
  });
});

describe('parseLutPicture', () => {
  it('reads a Hald picture as FFmpeg does with tetrahedral interpolation', async () => {
    const read = parseLutPicture(await readPicture('hald/look-16.png', 16));
    expect(read).toMatchObject({ size: 16, layout: { kind: 'hald', level: 4 }, space: 'srgb', isSpaceStated: false, warnings: [] });
    expect(largestGap(evaluateGolden(read), lutGolden.hald.ffmpegTetrahedral['16'])).toBeLessThan(TOLERANCES.formats.ffmpegHaldLevels16);
  });

  it.each([8, 16] as const)('reads a Hald picture of %i bit as ImageMagick does, as near as its trilinear interpolation is', async (bits) => {
    const read = parseLutPicture(await readPicture(`hald/look-${bits}.png`, bits));
    expect(largestGap(evaluateGolden(read), lutGolden.hald.imageMagick[bits])).toBeLessThan(TOLERANCES.formats.imageMagickHaldLevels16);
  });

  it('reads the same look from Hald and from tiles of the same 64 x 64 pixels', async () => {
    const [fromHald, fromTiles] = [parseLutPicture(await readPicture('hald/look-8.png', 8)), parseLutPicture(await readPicture('tile-lut/look-64x64.png', 8))];
    expect(fromTiles.layout).toEqual({ kind: 'tiles', columns: 4, rows: 4, tileSize: 16 });
    expect(fromTiles.values).toEqual(fromHald.values);
  });

  it.each([
    [5, 128, 25],
    [6, 256, 42],
    [7, 256, 49],
    [8, 512, 64],
  ])("reads img.ly's %i x %i identity: tiles, without its border, one level off at most", (tiles, side, size) => {
    const raster = imglyIdentity(tiles, side);
    expect(hashSamples(raster)).toBe(lutGolden.imglyIdentity[`${tiles}_${tiles}_${side}`]);
    const read = parseLutPicture(raster);
    expect(read).toMatchObject({ size, layout: { kind: 'tiles', columns: tiles } });
    expect(largestGap(Array.from(read.values), Array.from(identityLut(size).values))).toBeLessThan(1 / 255 + 1e-6);
  });

  it.each([4, 9, 16, 25, 36, 64])('tells Hald from tiles at %i nodes, inverted and in black and white too', (size) => {
    const level = Math.sqrt(size);
    const looks = [lookLut(size), sampleLut3d(size, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = 1 - value)))];
    looks.push(sampleLut3d(size, 'srgb', (rgb, count) => {
      for (let p = 0; p < count * 3; p += 3) rgb.fill(0.3 * rgb[p] + 0.6 * rgb[p + 1] + 0.1 * rgb[p + 2], p, p + 3);
    }));
    for (const lut of looks) {
      expect(parseLutPicture(writeHald(lut)).layout).toEqual({ kind: 'hald', level });
      expect(parseLutPicture(writeTileLut(lut)).layout).toMatchObject({ kind: 'tiles', tileSize: size });
    }
  });

  it('reports how well each layout of the size explains the picture', () => {
    const { evidence } = parseLutPicture(writeHald(lookLut(64)));
    expect(evidence.map(({ layout }) => describeLayout(layout))).toEqual(['Hald level 8 (64 nodes an edge)', '8 x 8 tiles of 64']);
    expect(evidence[0].roughness).toBeLessThan(1);
    expect(evidence[1].roughness).toBeGreaterThan(5);
  });

  it.each([
    [1024, 32],
    [256, 16],
    [16, 256],
  ])('reads a strip of %i x %i pixels, one tile beside or below the other', (width, height) => {
    const size = Math.min(width, height);
    const lut = lookLut(size);
    const data = new Uint16Array(width * height * 3);
    const isRow = width > height;
    for (let i = 0; i < size ** 3; i += 1) {
      const [r, g, b] = [i % size, Math.floor(i / size) % size, Math.floor(i / (size * size))];
      const pixel = isRow ? g * width + b * size + r : (b * size + g) * width + r;
      for (let c = 0; c < 3; c += 1) data[pixel * 3 + c] = Math.round(clamped({ values: lut.values.subarray(i * 3 + c, i * 3 + c + 1) })[0] * 65535);
    }
    const read = parseLutPicture({ data, width, height, channels: 3, bitDepth: 16, encoding: 'srgb', alpha: 'none' });
    expect(read.layout).toEqual({ kind: 'tiles', columns: width / size, rows: height / size, tileSize: size });
    expect(largestGap(Array.from(read.values), clamped(lut))).toBeLessThan(1 / 65535);
  });

  it('takes a flat picture for what it is in every layout', () => {
    expect(new Set(parseLutPicture(flat(64, 90)).values)).toEqual(new Set([Math.fround(90 / 255)]));
  });

  it.each([
    [100, 100, 'no LUT has this size'],
    [512, 511, 'no LUT has this size'],
    [1, 1, 'no LUT has this size'],
    [4913, 4913, 'no LUT has this size'],
    [9, 3, 'no LUT has this size'],
  ])('refuses %i x %i pixels', (width, height, found) => {
    const raster: Raster = { ...flat(1, 0), data: new Uint8Array(width * height * 3), width, height };
    const error = refusal(() => parseLutPicture(raster));
    expect(error).toBeInstanceOf(InvalidFileError);
    expect(error.message).toContain(found);
    expect(error.message).toContain('k = 2 to 16');
  });

  it('refuses noise', () => {
    const random = seededRandom(11);
    const noise = flat(64, 0);
    noise.data.forEach((_, i) => (noise.data[i] = Math.floor(random() * 256)));
    expect(refusal(() => parseLutPicture(noise)).message).toContain('expected a LUT, not a photo');
  });

  it.each(listPhotos(PHOTO_FOLDERS.samples))('does not take the photo %s, cut to the size of a LUT, for one', async (path) => {
    const data = await sharp(path).resize(512, 512, { fit: 'cover' }).removeAlpha().raw().toBuffer();
    expect(refusal(() => parseLutPicture({ ...flat(512, 0), data: new Uint8Array(data) })).message).toContain('expected a LUT, not a photo');
  });

  it('asks for the layout where the content fits both', () => {
    const solarised = writeHald(sampleLut3d(4, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = i % 3 === 1 ? value : 4 * value * (1 - value)))));
    const error = refusal(() => parseLutPicture(solarised));
    expect([error.code, error.message]).toEqual(['ambiguous-layout', expect.stringContaining('Hald level 2 (4 nodes an edge) or 2 x 2 tiles of 4')]);
    expect(parseLutPicture(solarised, { layout: 'hald' }).layout).toEqual({ kind: 'hald', level: 2 });
  });

  it('refuses transparent pixels', () => {
    const rgba = new Uint8Array(8 * 8 * 4).fill(255);
    const raster: Raster = { ...flat(8, 0), data: rgba, channels: 4, alpha: 'straight' };
    expect(parseLutPicture(raster).size).toBe(4);
    rgba[7] = 254;
    expect(refusal(() => parseLutPicture(raster)).message).toContain('transparent pixels');
  });

  it.each([
    ['film.png', 'srgb', false],
    ['film sRGB.png', 'srgb', true],
    ['C:\\luts\\film Display P3.tif', 'display-p3', true],
    ['film_DisplayP3.png', 'display-p3', true],
    ['folder AdobeRGB/film.png', 'srgb', false],
  ] as const)('takes the space of %s', (fileName, space, isSpaceStated) => {
    expect(parseLutPicture(writeHald(identityLut(4)), { fileName })).toMatchObject({ space, isSpaceStated });
  });

  it.each(['Film AdobeRGB.png', 'film Adobe RGB.png', 'film_ProPhoto.tif', 'film Rec2020.png', 'film WideGamut.png', 'film ACESp1.png'])('refuses %s: its colours are in another space', (fileName) => {
    expect(() => parseLutPicture(writeHald(identityLut(4)), { fileName })).toThrow(UnsupportedEncodingError);
  });

  it('believes the comment before the name, and the name before the raster', () => {
    const raster: Raster = { ...writeHald(identityLut(4)), encoding: 'display-p3' };
    expect(parseLutPicture(raster)).toMatchObject({ space: 'display-p3', isSpaceStated: false });
    expect(parseLutPicture(raster, { fileName: 'a sRGB.png' }).space).toBe('srgb');
    expect(parseLutPicture(raster, { fileName: 'a AdobeRGB.png', comments: ['in: Display P3 encoded', 'out: Display P3 encoded'] })).toMatchObject({ space: 'display-p3', isSpaceStated: true });
    expect(parseLutPicture(raster, { comments: ['in: LogC'] }).warnings.map(({ code }) => code)).toEqual(['unknown-space']);
    expect(parseLutPicture(raster, { fileName: 'SLog3.png' }).warnings.map(({ code }) => code)).toEqual(['log-encoded']);
  });
});

describe('layoutsOfSize', () => {
  it('knows every cube of a side as both layouts, and nothing between', () => {
    const sides = Array.from({ length: 4200 }, (_, side) => side).filter((side) => layoutsOfSize(side, side).some(({ kind }) => kind === 'hald'));
    expect(sides).toEqual([8, 27, 64, 125, 216, 343, 512, 729, 1000, 1331, 1728, 2197, 2744, 3375, 4096]);
    for (const side of sides) {
      for (const layout of layoutsOfSize(side, side)) {
        const [red, green, blue] = nodeCounts(layout);
        expect(red * green * blue).toBe(side * side);
      }
    }
  });
});
