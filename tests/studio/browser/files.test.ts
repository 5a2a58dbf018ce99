import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIccProfile } from '../../../packages/core/src/photo-file/write-icc.js';
import { CHROMIUM, launchChromium, openProgram } from '../../browser/chromium.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';
import type * as files from './files.page.js';

declare const program: typeof files;

const EXIFTOOL = ['/usr/bin/exiftool', '/usr/local/bin/exiftool', '/opt/homebrew/bin/exiftool'].find((path) => existsSync(path));
const WIDTH = 48;
const HEIGHT = 32;

/** A picture whose corners differ, smooth enough for coders that lose. */
function makeSamples(channels: 3 | 4): Uint8Array {
  const random = seededRandom(5);
  return Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, i) => {
    const x = Math.floor(i / channels) % WIDTH;
    const y = Math.floor(i / channels / WIDTH);
    const c = i % channels;
    return c === 3 ? Math.round((255 * x) / (WIDTH - 1)) : Math.min(255, Math.round([(200 * x) / WIDTH, (200 * y) / HEIGHT, (150 * (x + y)) / (WIDTH + HEIGHT)][c] + 20 + 3 * random()));
  });
}

const picture = (channels: 3 | 4 = 3): Sharp => sharp(makeSamples(channels), { raw: { width: WIDTH, height: HEIGHT, channels } });

/** Upright samples as libvips decodes them, in the file's own numbers. */
async function readBySharp(bytes: Buffer): Promise<{ samples: readonly number[]; width: number; height: number }> {
  const { data, info } = await sharp(bytes, { ignoreIcc: true }).autoOrient().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { samples: [...data], width: info.width, height: info.height };
}

function difference(a: readonly number[], b: readonly number[]): { mean: number; maximum: number } {
  let sum = 0;
  let maximum = 0;
  a.forEach((value, i) => {
    const step = Math.abs(value - b[i]);
    sum += step;
    maximum = Math.max(maximum, step);
  });
  return { mean: sum / a.length, maximum };
}

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('photo files in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
    page = await openProgram(browser, '../studio/browser/files.page.ts', complaints);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const decode = (bytes: Buffer, name = 'photo'): Promise<files.Decoded> => page.evaluate(([text, title]) => program.decode(text, title), [bytes.toString('base64'), name] as const);
  const refusal = (bytes: Buffer, name: string): Promise<Awaited<ReturnType<typeof files.refusal>>> => page.evaluate(([text, title]) => program.refusal(text, title), [bytes.toString('base64'), name] as const);
  const resave = (bytes: Buffer, format: 'jpeg' | 'png' | 'webp', options: { quality?: number; removesLocation?: boolean } = {}): ReturnType<typeof files.resave> =>
    page.evaluate(([text, kind, quality, removes]) => program.resave(text, 'photo', kind, quality, removes), [bytes.toString('base64'), format, options.quality ?? 92, options.removesLocation ?? true] as const);

  it('the host keeps its contract', async () => {
    const outcomes = await page.evaluate(() => program.runHostConformance());
    expect(outcomes.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(outcomes.filter(({ status }) => status === 'passed').length).toBeGreaterThan(25);
  });

  it('what users keep is there again, and lives as long as the page where storage is forbidden', async () => {
    expect(await page.evaluate(() => program.keepAndRead(false))).toEqual({ isKept: true, value: [1, 2, 3] });
    expect(await page.evaluate(() => program.keepAndRead(true))).toEqual({ isKept: false, value: [1, 2, 3] });
  });

  it.each(['png', 'webp'] as const)('opens lossless %s with and without transparency to the last bit', async (format) => {
    for (const channels of [3, 4] as const) {
      const bytes = format === 'png' ? await picture(channels).png().toBuffer() : await picture(channels).webp({ lossless: true, exact: true }).toBuffer();
      const decoded = await decode(bytes, `a.${format}`);
      expect(decoded).toMatchObject({ width: WIDTH, height: HEIGHT, channels, bitDepth: 8, encoding: 'srgb', notes: [] });
      expect(decoded.samples).toEqual([...makeSamples(channels)]);
    }
  });

  it('opens JPEG and AVIF as libvips does', async () => {
    for (const bytes of [await picture().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(), await picture().avif({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer()]) {
      const [decoded, expected] = [await decode(bytes), await readBySharp(bytes)];
      const { mean, maximum } = difference(decoded.samples, expected.samples);
      expect(mean).toBeLessThanOrEqual(TOLERANCES.browserDecoder.meanLevels);
      expect(maximum).toBeLessThanOrEqual(TOLERANCES.browserDecoder.levels);
    }
  });

  it('opens every orientation upright', async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      for (const bytes of [await picture().withMetadata({ orientation }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(), await picture().withMetadata({ orientation }).webp({ lossless: true }).toBuffer(), await picture().withMetadata({ orientation }).png().toBuffer()]) {
        const [decoded, expected] = [await decode(bytes), await readBySharp(bytes)];
        expect({ orientation, width: decoded.width, height: decoded.height }).toEqual({ orientation, width: expected.width, height: expected.height });
        expect(difference(decoded.samples, expected.samples).maximum).toBeLessThanOrEqual(TOLERANCES.browserDecoder.levels);
      }
    }
  });

  it('hands out the numbers of a Display P3 photo as they are', async () => {
    const profile = Buffer.from(writeIccProfile('display-p3'));
    const plain = await picture().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
    const header = Buffer.concat([Buffer.from([0xff, 0xe2, (profile.length + 16) >> 8, (profile.length + 16) & 255]), Buffer.from('ICC_PROFILE\0\u0001\u0001', 'latin1'), profile]);
    const tagged = Buffer.concat([plain.subarray(0, 2), header, plain.subarray(2)]);
    const decoded = await decode(tagged);
    expect(decoded).toMatchObject({ encoding: 'display-p3', notes: [] });
    expect(decoded.samples).toEqual((await decode(plain)).samples);
  });

  it('names what it does not take, and what to do', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const cases: [Buffer, string, string, RegExp][] = [
      [Buffer.alloc(0), 'empty.jpg', 'InvalidFileError', /empty\.jpg: empty file/],
      [Buffer.from('hello world, no photo'), 'text.jpg', 'InvalidFileError', /text\.jpg: not a photo \(accepted: JPEG, PNG, WebP and AVIF\)/],
      [await picture().tiff().toBuffer(), 'scan.tif', 'UnsupportedFormatError', /scan\.tif: TIFF \(accepted: JPEG, PNG, WebP and AVIF\)/],
      [Buffer.from('GIF89a_______'), 'a.gif', 'UnsupportedFormatError', /GIF .*save a frame as PNG/],
      [jpeg.subarray(0, 300), 'half.jpg', 'InvalidFileError', /half\.jpg: JPEG .*(cut short|damaged)/],
      [Buffer.concat([jpeg.subarray(0, 158), Buffer.from([0xff, 0xd9])]), 'head.jpg', 'InvalidFileError', /head\.jpg/],
      [await bigHeader(), 'big.png', 'InvalidFileError', /40000 x 40000 pixels \(expected at most 100 megapixels/],
    ];
    for (const [bytes, name, kind, message] of cases) {
      const refused = await refusal(bytes, name);
      expect(refused).toMatchObject({ name: kind });
      expect(refused?.message).toMatch(message);
    }
  });

  it('saves PNG to the last bit, and JPEG and WebP as another decoder reads them', async () => {
    const source = await picture(4).png().toBuffer();
    const png = Buffer.from((await resave(source, 'png')).file, 'base64');
    expect([...(await sharp(png).raw().toBuffer())]).toEqual([...makeSamples(4)]);
    const opaque = await picture().png().toBuffer();
    for (const format of ['jpeg', 'webp'] as const) {
      const saved = Buffer.from((await resave(opaque, format, { quality: 95 })).file, 'base64');
      expect((await sharp(saved).metadata()).format).toBe(format);
      const { samples } = await readBySharp(saved);
      expect(difference(samples, [...makeSamples(3)]).mean).toBeLessThanOrEqual(TOLERANCES.browserEncoder.meanLevels);
    }
    await expect(resave(source, 'jpeg')).rejects.toThrow(/no transparency/);
  });

  it('keeps 16 bit in PNG, and says what JPEG rounds', async () => {
    const deep = Uint16Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (i * 997) % 65_536);
    const source = await sharp(deep, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).toColourspace('rgb16').png().toBuffer();
    const saved = Buffer.from((await resave(source, 'png')).file, 'base64');
    const { data } = await sharp(saved).toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
    expect([...new Uint16Array(data.buffer, data.byteOffset, data.length / 2)]).toEqual([...deep]);
    expect((await resave(source, 'jpeg')).notes).toEqual(['16 bits per channel rounded to the 8 of JPEG']);
  });

  it.skipIf(EXIFTOOL === undefined)('carries camera data over, upright and without the place unless it is wanted', async () => {
    const source = await picture()
      .withExif({ IFD0: { Make: 'Maker', Copyright: 'Ann' }, IFD2: { LensModel: 'a lens' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      for (const removesLocation of [true, false]) {
        const { file } = await resave(source, format, { removesLocation });
        const [tags] = JSON.parse(execFileSync(EXIFTOOL ?? '', ['-json', '-n', '-'], { input: Buffer.from(file, 'base64') }).toString()) as Record<string, unknown>[];
        expect(tags).toMatchObject({ Make: 'Maker', Copyright: 'Ann', LensModel: 'a lens', Orientation: 1, ImageWidth: HEIGHT, ImageHeight: WIDTH });
        expect('GPSLatitude' in tags).toBe(!removesLocation);
        expect(tags['Warning'] ?? tags['Error']).toBeUndefined();
      }
    }
  });

  it('says nothing on the console', () => {
    expect(complaints).toEqual([]);
  });
});

/** A PNG that claims more pixels than memory takes. */
async function bigHeader(): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } }).png().toBuffer();
  bytes.writeUInt32BE(40_000, 16);
  bytes.writeUInt32BE(40_000, 20);
  return bytes;
}
