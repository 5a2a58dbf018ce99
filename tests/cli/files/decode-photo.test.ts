import { makePngChunk, RetouchError, validateRaster } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePhoto } from '../../../packages/cli/src/files/decode-photo.js';
import { encodePhoto } from '../../../packages/cli/src/files/encode-photo.js';
import { fromSamples, insertJpegSegment, makeFolder, makeGradient, makePictureTiff, makeSamples, makeTiff, PILLOW_CMYK_JPEG, pictureFields, readSamples, sharp } from '../corpus.js';
import { TOLERANCES } from '../../tolerances.js';

const folder = makeFolder();
afterAll(folder.remove);

const WIDTH = 13;
const HEIGHT = 7;
const decode = (name: string, bytes: Uint8Array) => decodePhoto(folder.write(name, bytes));

describe('decodePhoto', () => {
  it.each(['png', 'tiff'] as const)('reads every sample of 8- and 16-bit %s with one to four channels', async (format) => {
    for (const bits of [8, 16] as const) {
      for (const channels of [1, 2, 3, 4]) {
        const samples = makeSamples(WIDTH, HEIGHT, channels, bits);
        const { raster, metadata, notes } = await decode(`a.${format}`, await fromSamples(samples, WIDTH, HEIGHT).toFormat(format, { compression: 'lzw' }).toBuffer());
        const isGrey = channels < 3;
        const hasAlpha = channels % 2 === 0;
        const expected = isGrey ? Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => [0, 0, 0, ...(hasAlpha ? [1] : [])].map((channel) => samples[pixel * channels + channel])).flat() : [...samples];
        expect([...raster.data], `${bits} bit, ${channels} channels`).toEqual(expected);
        expect(raster).toMatchObject({ width: WIDTH, height: HEIGHT, bitDepth: bits, encoding: 'srgb', alpha: hasAlpha ? 'straight' : 'none' });
        expect(metadata).toMatchObject({ format, bitDepth: bits, isGreyscale: isGrey });
        expect(notes).toEqual([]);
      }
    }
  });

  it.each(['jpeg', 'webp', 'avif'] as const)('reads %s as its own decoder does', async (format) => {
    const bytes = await fromSamples(makeGradient(64, 48), 64, 48).toFormat(format).toBuffer();
    const { raster } = await decode(`a.${format}`, bytes);
    expect([...raster.data]).toEqual([...(await readSamples(bytes, 8)).data]);
  });

  it('tells formats by content and not by name', async () => {
    const { metadata } = await decode('photo.jpg', await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer());
    expect(metadata.format).toBe('png');
  });

  it('turns all eight orientations upright as sharp does', async () => {
    const bytes = await fromSamples(makeGradient(24, 16), 24, 16).jpeg({ quality: 100 }).toBuffer();
    for (let orientation = 1; orientation <= 8; orientation++) {
      const exif = makeTiff([[{ tag: 0x112, type: 3, value: [orientation] }]], orientation % 2 === 0);
      const tagged = insertJpegSegment(bytes, 0xe1, 'Exif\0\0', exif);
      const upright = await sharp(tagged).autoOrient().raw().toBuffer({ resolveWithObject: true });
      const { raster } = await decode('turned.jpg', tagged);
      expect([raster.width, raster.height], `orientation ${orientation}`).toEqual([upright.info.width, upright.info.height]);
      expect(Buffer.compare(raster.data as Uint8Array, upright.data), `orientation ${orientation}`).toBe(0);
    }
  });

  it('turns 16-bit TIFF by its own tag', async () => {
    const samples = makeSamples(3, 2, 3, 16) as Uint16Array;
    const bytes = makePictureTiff(3, 2, new Uint8Array(samples.buffer), { bits: [16, 16, 16], more: [{ tag: 0x112, type: 3, value: [8] }] });
    const { raster } = await decode('turned.tif', bytes);
    expect([raster.width, raster.height]).toEqual([2, 3]);
    // A quarter turn against the clock: the top left corner was the top right one.
    expect([...raster.data.subarray(0, 3)]).toEqual([...samples.subarray(6, 9)]);
  });

  it('reads a picture of one pixel', async () => {
    const { raster } = await decode('one.png', await fromSamples(Uint8Array.of(1, 2, 3), 1, 1).png().toBuffer());
    expect([...raster.data]).toEqual([1, 2, 3]);
  });

  it('reads a long thin picture', async () => {
    const { raster } = await decode('thin.png', await sharp({ create: { width: 20_000, height: 20, channels: 3, background: { r: 9, g: 8, b: 7 } } }).png().toBuffer());
    expect([raster.width, raster.height, raster.data.at(-1)]).toEqual([20_000, 20, 7]);
  });

  it.each([
    ['1 bit', [1], 1, [0b10110000], 8, [255, 0, 255, 255, 0, 0, 0, 0]],
    ['2 bit', [2], 1, [0b00011011], 4, [0, 85, 170, 255]],
    ['4 bit', [4], 1, [0x1f], 2, [17, 255]],
    ['8 bit with white at 0', [8], 0, [7, 200], 2, [248, 55]],
  ] as const)('spreads grey TIFF of %s over 0 to 255', async (_, bits, photometric, packed, width, expected) => {
    const { raster, metadata } = await decode('grey.tif', makePictureTiff(width, 1, Uint8Array.from(packed), { bits, photometric }));
    expect([...raster.data].filter((__, index) => index % 3 === 0)).toEqual(expected);
    expect(metadata.isGreyscale).toBe(true);
  });

  it('looks up the colours of an indexed PNG, transparency included', async () => {
    const samples = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 0, 255, 0, 0, 255]);
    const bytes = await fromSamples(samples, 2, 2).png({ palette: true }).toBuffer();
    expect((await sharp(bytes).metadata()).isPalette).toBe(true);
    const { raster } = await decode('indexed.png', bytes);
    expect([...raster.data.subarray(0, 8)]).toEqual([...samples.subarray(0, 8)]);
    expect(raster.data[11]).toBe(0);
  });

  it('reads a 1-bit PNG', async () => {
    const bytes = await sharp(Buffer.from([0, 255, 255, 0]), { raw: { width: 2, height: 2, channels: 1 } }).png({ palette: true, colours: 2 }).toBuffer();
    const { raster } = await decode('bits.png', bytes);
    expect([...raster.data]).toEqual([0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0]);
  });

  it('takes the transparent value of a grey PNG for alpha', async () => {
    const png = await fromSamples(Uint8Array.of(10, 20, 30, 40), 4, 1).png().toBuffer();
    const { raster, metadata } = await decode('trns.png', Buffer.concat([png.subarray(0, 33), makePngChunk('tRNS', Uint8Array.of(0, 20)), png.subarray(33)]));
    expect([...raster.data]).toEqual([10, 10, 10, 255, 20, 20, 20, 0, 30, 30, 30, 255, 40, 40, 40, 255]);
    expect(metadata.isGreyscale).toBe(true);
  });

  it('takes no private TIFF tag for a flaw', async () => {
    const { notes } = await decode('private.tif', makePictureTiff(1, 1, Uint8Array.of(1, 2, 3), { more: [{ tag: 50_000, type: 7, value: Uint8Array.of(1, 2, 3, 4, 5, 6) }] }));
    expect(notes).toEqual([]);
  });

  it('makes premultiplied TIFF straight', async () => {
    const { raster } = await decode('premultiplied.tif', makePictureTiff(2, 1, Uint8Array.of(100, 50, 25, 128, 9, 8, 7, 255), { bits: [8, 8, 8, 8], more: [{ tag: 338, type: 3, value: [1] }] }));
    [199.2, 99.6, 49.8, 128, 9, 8, 7, 255].forEach((value, index) => expect(Math.abs(raster.data[index] - value)).toBeLessThanOrEqual(TOLERANCES.files.premultipliedLevels));
  });

  it('drops channels that are no transparency, with a note', async () => {
    const { raster, notes } = await decode('spot.tif', makePictureTiff(1, 1, Uint8Array.of(1, 2, 3, 4, 5), { bits: [8, 8, 8, 8, 8], more: [{ tag: 338, type: 3, value: [0, 0] }] }));
    expect([...raster.data]).toEqual([1, 2, 3]);
    expect(notes).toEqual(['2 extra channels that are no transparency were left out']);
  });

  it('reads the picture of a TIFF that begins with its thumbnail', async () => {
    const thumbnail = (offset: number) => pictureFields(1, 1, { offset, byteLength: 3, more: [{ tag: 254, type: 4, value: [1] }] });
    const picture = (offset: number) => pictureFields(2, 1, { offset, byteLength: 6 });
    const at = makeTiff([thumbnail(0), picture(0)]).length;
    const { raster } = await decode('thumbnail.tif', makeTiff([thumbnail(at), picture(at + 3)], true, Uint8Array.of(9, 9, 9, 1, 2, 3, 4, 5, 6)));
    expect([...raster.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('converts a CMYK JPEG with inverted values, with a note', async () => {
    const { raster, notes } = await decode('cmyk.jpg', PILLOW_CMYK_JPEG);
    const [red, green, blue] = raster.data;
    expect(red).toBeGreaterThan(TOLERANCES.files.cmykRedMinimum);
    expect(Math.max(green, blue)).toBeLessThan(255 - TOLERANCES.files.cmykRedMinimum);
    expect([...raster.data.subarray(21, 24)]).toEqual([255, 255, 255]);
    expect(notes.join()).toMatch(/^CMYK colours without a CMYK profile/);
  });

  it('retouches the base picture of an Ultra HDR JPEG and drops the gain map with its XMP', async () => {
    const base = await fromSamples(makeGradient(16, 16), 16, 16).jpeg().toBuffer();
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Container="http://ns.google.com/photos/1.0/container/" hdrgm:Version="1.0" dc:format="image/jpeg"><Container:Directory><rdf:Seq/></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>';
    const bytes = Buffer.concat([insertJpegSegment(insertJpegSegment(base, 0xe2, 'MPF\0', new Uint8Array(20)), 0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp), base]);
    const { raster, metadata, notes } = await decode('hdr.jpg', bytes);
    expect([...raster.data]).toEqual([...(await readSamples(base, 8)).data]);
    expect(notes).toEqual(['the HDR gain map belongs to the picture as it was and was left out; the base picture is retouched']);
    expect(metadata.xmp).not.toMatch(/hdr-gain-map|hdrgm|Container/);
    expect(metadata.xmp).toContain('dc:format="image/jpeg"');
  });

  it('says that further pictures of a multi-picture JPEG were left out', async () => {
    const base = await fromSamples(makeGradient(16, 16), 16, 16).jpeg().toBuffer();
    const { notes } = await decode('mpo.jpg', Buffer.concat([insertJpegSegment(base, 0xe2, 'MPF\0', new Uint8Array(20)), base]));
    expect(notes).toEqual(['the file holds further pictures; the first is retouched and the others were left out']);
  });

  it('reads flawed but whole JPEG data with a note', async () => {
    const whole = await fromSamples(makeSamples(64, 64, 3, 8), 64, 64).jpeg().toBuffer();
    const middle = whole.length >> 1;
    const bytes = Buffer.concat([whole.subarray(0, middle), whole.subarray(middle + 400)]);
    const { notes } = await decode('flawed.jpg', bytes);
    expect(notes).toEqual(['the JPEG data has flaws, parts of the picture may be wrong']);
  });

  it('meets damage anywhere with a picture or an error of its own, never with another', async () => {
    const exif = makeTiff([[{ tag: 0x10f, type: 2, value: 'Works' }, { tag: 0x112, type: 3, value: [6] }, { tag: 0x8769, type: 4, value: [{ tag: 0x9003, type: 2, value: '2026:01:01 00:00:00' }] }]]);
    const { raster } = await decode('whole.png', await fromSamples(makeGradient(24, 16), 24, 16).png().toBuffer());
    let seed = 1;
    const random = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff'] as const) {
      const { bytes } = await encodePhoto(raster, { format, bitDepth: 8, isGreyscale: false, isTagged: true, exif, xmp: '<x/>', iptc: exif, density: { x: 300, y: 300 } }, { format });
      for (let round = 0; round < 150; round++) {
        const damaged = Uint8Array.from(bytes);
        for (let count = 1 + random(4); count > 0; count--) damaged[random(damaged.length)] = random(256);
        try {
          validateRaster((await decode(`damaged.${format}`, damaged)).raster);
        } catch (error) {
          expect(RetouchError.isInstance(error), `${format}, round ${round}: ${String(error)}`).toBe(true);
        }
      }
    }
  });

  it('stops with the reason of an aborted signal', async () => {
    const path = folder.write('abort.png', await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer());
    const reason = new Error('stop');
    await expect(decodePhoto(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
