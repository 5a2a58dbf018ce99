import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { InvalidFileError, type Raster } from '../../../packages/core/src/index.js';
import { decodePng } from '../../../packages/studio/src/files/decode-png.js';
import { encodePng, type PngRaster } from '../../../packages/studio/src/files/encode-png.js';
import { seededRandom } from '../../helpers/seeded-random.js';

/** Noise over a ramp, so that every filter has its rows. */
function makeRaster(width: number, height: number, channels: 3 | 4, bitDepth: 8 | 16): PngRaster {
  const random = seededRandom(width * 31 + height);
  const full = bitDepth === 16 ? 65_535 : 255;
  const count = width * height * channels;
  const data = bitDepth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    const y = Math.floor(i / channels / width);
    data[i] = y % 3 === 0 ? random() * full : (full * ((i / channels) % width)) / width + (y * full) / height / 8;
  }
  return { data, width, height, channels, bitDepth, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

/** What libpng, by way of sharp, reads. */
async function readBySharp(bytes: Uint8Array, bitDepth: 8 | 16): Promise<{ data: readonly number[]; channels: number }> {
  const { data, info } = await sharp(bytes)
    .toColourspace(bitDepth === 16 ? 'rgb16' : 'srgb')
    .raw({ depth: bitDepth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data: bitDepth === 16 ? [...new Uint16Array(data.buffer, data.byteOffset, data.length / 2)] : [...data], channels: info.channels };
}

const FORMS = [3, 4].flatMap((channels) => [8, 16].map((bitDepth) => ({ channels: channels as 3 | 4, bitDepth: bitDepth as 8 | 16 })));

describe('encodePng', () => {
  it.each(FORMS)('writes $channels channels of $bitDepth bit as libpng reads them', async ({ channels, bitDepth }) => {
    for (const [width, height] of [[37, 23], [1, 9], [9, 1]]) {
      const raster = makeRaster(width, height, channels, bitDepth);
      const read = await readBySharp(await encodePng(raster), bitDepth);
      expect(read.channels).toBe(channels);
      expect(read.data).toEqual([...raster.data]);
    }
  });

  it('leaves out the alpha of a raster that has none', async () => {
    const raster: Raster = { ...makeRaster(5, 4, 4, 8), alpha: 'none' };
    expect((await readBySharp(await encodePng(raster as PngRaster), 8)).channels).toBe(3);
  });

  it('stops with the signal\'s reason', async () => {
    const reason = new Error('enough');
    await expect(encodePng(makeRaster(40, 40, 3, 8), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('decodePng', () => {
  it.each(FORMS)('reads what libpng wrote of $channels channels and $bitDepth bit, also interlaced', async ({ channels, bitDepth }) => {
    const raster = makeRaster(29, 19, channels, bitDepth);
    const samples = raster.data as Uint8Array | Uint16Array;
    for (const progressive of [false, true]) {
      const bytes = await sharp(samples, { raw: { width: 29, height: 19, channels } }).toColourspace(bitDepth === 16 ? 'rgb16' : 'srgb').png({ progressive }).toBuffer();
      const picture = await decodePng(bytes, 'a.png');
      expect(picture.channels).toBe(channels);
      expect([...picture.data]).toEqual([...samples]);
    }
  });

  it('reads greys of 16 bit and palettes of 1 to 8 bits as libpng does', async () => {
    const grey = Uint16Array.from({ length: 21 }, (_, i) => i * 3000);
    const deep = await sharp(grey, { raw: { width: 7, height: 3, channels: 1 } }).toColourspace('grey16').png().toBuffer();
    const picture = await decodePng(deep, 'grey.png');
    expect(picture.isGreyscale).toBe(true);
    expect([...picture.data]).toEqual([...grey].flatMap((value) => [value, value, value]));
    const { data } = makeRaster(33, 9, 4, 8);
    for (const colours of [2, 4, 16, 200]) {
      for (const progressive of [false, true]) {
        const bytes = await sharp(data as Uint8Array, { raw: { width: 33, height: 9, channels: 4 } }).png({ palette: true, colours, dither: 0, progressive }).toBuffer();
        const read = await readBySharp(bytes, 8);
        expect([...(await decodePng(bytes, 'palette.png')).data]).toEqual(read.data);
      }
    }
  });

  it('returns what was encoded, whatever the form and size', async () => {
    const sizes = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 30 }), form: fc.constantFrom(...FORMS) });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ width, height, form }) => {
        const raster = makeRaster(width, height, form.channels, form.bitDepth);
        expect([...(await decodePng(await encodePng(raster), 'a.png')).data]).toEqual([...raster.data]);
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  it('refuses a file that is damaged or cut short, and fails in no other way', async () => {
    const whole = await encodePng(makeRaster(24, 16, 4, 8));
    const damage = fc.record({ length: fc.integer({ min: 8, max: whole.length }), changes: fc.array(fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255) }), { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ length, changes }) => {
        const bytes = Uint8Array.from(whole.subarray(0, length));
        for (const { at, value } of changes) if (at >= 33 && at < length) bytes[at] = value;
        const error = await decodePng(bytes, 'a.png').then(() => undefined, (reason: unknown) => reason);
        if (length < whole.length - 12 - 8) expect(InvalidFileError.isInstance(error)).toBe(true);
        else expect(error === undefined || InvalidFileError.isInstance(error)).toBe(true);
      }),
      { seed: 12, numRuns: 150 },
    );
  });
});
