import { execFileSync } from 'node:child_process';
import type { Raster } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { writeIccProfile } from '../../../packages/core/src/photo-file/write-icc.js';
import { decodePhoto } from '../../../packages/cli/src/files/decode-photo.js';
import { encodePhoto } from '../../../packages/cli/src/files/encode-photo.js';
import type { PhotoFormat, PhotoMetadata } from '../../../packages/cli/src/files/photo.js';
import { fromSamples, insertJpegSegment, makeFolder, makeGradient, makeSamples, makeTiff, readSamples, sharp, tagJpeg, type TiffField } from '../corpus.js';
import { TOLERANCES } from '../../tolerances.js';

const folder = makeFolder();
afterAll(folder.remove);

const WIDTH = 37;
const HEIGHT = 23;
const PLAIN: PhotoMetadata = { format: 'png', bitDepth: 8, isGreyscale: false, isTagged: false };
const ALL: readonly PhotoFormat[] = ['jpeg', 'png', 'webp', 'avif', 'tiff'];

function makeRaster(channels: 3 | 4, bitDepth: 8 | 16, encoding: 'srgb' | 'display-p3' = 'srgb'): Raster {
  return { data: makeSamples(WIDTH, HEIGHT, channels, bitDepth), width: WIDTH, height: HEIGHT, channels, bitDepth, encoding, alpha: channels === 4 ? 'straight' : 'none' };
}

const gradient: Raster = { data: makeGradient(64, 48), width: 64, height: 48, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
const decode = (name: string, bytes: Uint8Array) => decodePhoto(folder.write(name, bytes));

function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['-ver'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const hasExiftool = hasProgram('exiftool');

describe('encodePhoto keeps pixels', () => {
  it.each(['png', 'tiff'] as const)('exactly in %s: 8 and 16 bit, alpha, sRGB and Display P3', async (format) => {
    for (const bitDepth of [8, 16] as const) {
      for (const channels of [3, 4] as const) {
        for (const encoding of ['srgb', 'display-p3'] as const) {
          const raster = makeRaster(channels, bitDepth, encoding);
          const { bytes, notes } = await encodePhoto(raster, { ...PLAIN, bitDepth }, { format });
          const again = await decode(`a.${format}`, bytes);
          expect(again.raster, `${bitDepth} bit, ${channels} channels, ${encoding}`).toEqual(raster);
          expect([...(await readSamples(bytes, bitDepth)).data]).toEqual([...raster.data]);
          expect([notes, again.notes]).toEqual([[], []]);
        }
      }
    }
  });

  it.each(['jpeg', 'webp', 'avif'] as const)('closely in %s', async (format) => {
    const { bytes } = await encodePhoto(gradient, PLAIN, { format });
    const { raster } = await decode(`a.${format}`, bytes);
    gradient.data.forEach((value, index) => expect(Math.abs(value - raster.data[index])).toBeLessThanOrEqual(TOLERANCES.files.lossyLevels));
  });

  it.each(['webp', 'avif'] as const)('alpha in %s', async (format) => {
    const data = makeSamples(16, 16, 4, 8).map((value, index) => (index % 4 === 3 ? (index < 512 ? 255 : 0) : 100 + (value % 2)));
    const { bytes } = await encodePhoto({ data: Uint8Array.from(data), width: 16, height: 16, channels: 4, bitDepth: 8, encoding: 'display-p3', alpha: 'straight' }, PLAIN, { format });
    const { raster } = await decode(`alpha.${format}`, bytes);
    expect(raster).toMatchObject({ alpha: 'straight', encoding: 'display-p3' });
    expect([raster.data[3], raster.data.at(-1)]).toEqual([255, 0]);
  });

  it('in ten bits of AVIF when the picture has 16', async () => {
    const raster = makeRaster(3, 16);
    const { bytes, notes } = await encodePhoto(raster, { ...PLAIN, bitDepth: 16 }, { format: 'avif' });
    expect((await sharp(bytes).metadata()).bitsPerSample).toBe(10);
    expect(notes).toEqual(['16 bits per channel rounded to the 10 of AVIF']);
  });

  it.each(['jpeg', 'webp'] as const)('rounded to the 8 bits of %s, with a note', async (format) => {
    const { bytes, notes } = await encodePhoto(makeRaster(3, 16), { ...PLAIN, bitDepth: 16 }, { format });
    expect((await decode('a', bytes)).metadata.bitDepth).toBe(8);
    expect(notes[0]).toMatch(/^16 bits per channel rounded to the 8 of/);
  });

  it('of float rasters at the depth of the source', async () => {
    const data = Float32Array.of(0, 0.5, 1);
    const { bytes } = await encodePhoto({ data, width: 1, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' }, { ...PLAIN, bitDepth: 16 }, { format: 'png' });
    expect([...(await decode('float.png', bytes)).raster.data]).toEqual([0, 32768, 65535]);
  });

  it.each(['jpeg', 'png', 'tiff'] as const)('of a grey photo in one channel of %s, and in three once it has colour', async (format) => {
    const grey = Uint8Array.from({ length: 64 * 48 * 3 }, (_, index) => Math.floor(index / 3) % 256);
    const metadata: PhotoMetadata = { ...PLAIN, isGreyscale: true, isTagged: true };
    const { bytes } = await encodePhoto({ ...gradient, data: grey }, metadata, { format });
    expect(await sharp(bytes).metadata()).toMatchObject({ channels: 1, hasProfile: true });
    expect((await decode('grey', bytes)).metadata).toMatchObject({ isGreyscale: true });
    expect((await sharp((await encodePhoto(gradient, metadata, { format })).bytes).metadata()).channels).toBe(3);
  });

  it.each(['png', 'tiff'] as const)('of grey with alpha in two channels of %s', async (format) => {
    for (const bits of [8, 16] as const) {
      const samples = makeSamples(8, 8, 2, bits);
      const { raster, metadata } = await decode('ga.png', await fromSamples(samples, 8, 8).png().toBuffer());
      const { bytes } = await encodePhoto(raster, metadata, { format });
      expect((await sharp(bytes).metadata()).channels).toBe(2);
      expect((await decode('again', bytes)).raster).toEqual(raster);
    }
  });
});

describe('encodePhoto keeps metadata', () => {
  const MAKER_NOTE = Uint8Array.from({ length: 60 }, (_, index) => (index * 7 + 3) & 255);
  const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" tiff:Orientation="6"><dc:title>Grüße</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>';

  function cameraExif(isLittleEndian: boolean): Buffer {
    const main: TiffField[] = [
      { tag: 0x10f, type: 2, value: 'OpenRetouch Camera Works' },
      { tag: 0x112, type: 3, value: [6] },
      { tag: 0x11a, type: 5, value: [240] },
      { tag: 0x11b, type: 5, value: [240] },
      { tag: 0x128, type: 3, value: [2] },
      { tag: 0x8769, type: 4, value: [{ tag: 0x9003, type: 2, value: '2026:05:04 10:11:12' }, { tag: 0x927c, type: 7, value: MAKER_NOTE }, { tag: 0xa002, type: 4, value: [64] }, { tag: 0xa003, type: 4, value: [48] }] },
      { tag: 0x8825, type: 4, value: [{ tag: 0x1, type: 2, value: 'N' }, { tag: 0x2, type: 5, value: [52, 30, 15] }] },
    ];
    const thumbnail = (offset: number): TiffField[] => [{ tag: 0x201, type: 4, value: [offset] }, { tag: 0x202, type: 4, value: [12] }];
    return makeTiff([main, thumbnail(makeTiff([main, thumbnail(0)], isLittleEndian).length)], isLittleEndian, Buffer.from('STALETHUMB!!'));
  }

  const cameraJpeg = async (isLittleEndian = true): Promise<Uint8Array> => {
    const plain = await fromSamples(makeGradient(64, 48), 64, 48).jpeg().toBuffer();
    return insertJpegSegment(insertJpegSegment(tagJpeg(plain, writeIccProfile('display-p3')), 0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(XMP)), 0xe1, 'Exif\0\0', cameraExif(isLittleEndian));
  };

  it.each(ALL.flatMap((format) => [true, false].map((isLittleEndian) => [format, isLittleEndian] as const)))('EXIF, maker note, XMP, profile and density in %s (little endian: %s)', async (format, isLittleEndian) => {
    const first = await decode('camera.jpg', await cameraJpeg(isLittleEndian));
    expect([first.raster.width, first.raster.height]).toEqual([48, 64]);
    const { bytes, notes } = await encodePhoto(first.raster, first.metadata, { format });
    expect(notes).toEqual([]);
    const again = await decode(`again.${format}`, bytes);
    expect([again.raster.width, again.raster.height, again.raster.encoding]).toEqual([48, 64, 'display-p3']);
    expect(again.metadata.density?.x).toBeCloseTo(240, 0);
    expect(again.metadata.xmp).toContain('<dc:title>Grüße</dc:title>');
    expect(again.metadata.xmp).toContain('tiff:Orientation="1"');
    expect(Buffer.from(again.metadata.icc ?? [])).toEqual(Buffer.from(writeIccProfile('display-p3')));
    const exif = Buffer.from(again.metadata.exif ?? []);
    for (const kept of [Buffer.from('OpenRetouch Camera Works'), Buffer.from('2026:05:04 10:11:12'), Buffer.from(MAKER_NOTE)]) expect(exif.includes(kept)).toBe(true);
    expect(Buffer.from(bytes).includes('STALETHUMB')).toBe(false);
  });

  it.each(['jpeg', 'png', 'webp', 'tiff'] as const)('the maker note at its old place from the start of the EXIF data in %s', async (format) => {
    const before = cameraExif(false).indexOf(MAKER_NOTE);
    const first = await decode('camera.jpg', await cameraJpeg(false));
    const bytes = Buffer.from((await encodePhoto(first.raster, first.metadata, { format })).bytes);
    const block = format === 'tiff' ? 0 : bytes.indexOf('MM\0*', 0, 'latin1');
    expect(bytes.indexOf(MAKER_NOTE) - block).toBe(before);
  });

  it.skipIf(!hasExiftool).each(ALL)('so that ExifTool reads %s without an error (skipped where exiftool is missing: apt-get install libimage-exiftool-perl)', async (format) => {
    const first = await decode('camera.jpg', await cameraJpeg());
    const path = folder.write(`camera-out.${format}`, (await encodePhoto(first.raster, first.metadata, { format })).bytes);
    const [tags] = JSON.parse(execFileSync('exiftool', ['-j', '-n', '-validate', '-warning', '-Make', '-Orientation', '-DateTimeOriginal', '-GPSLatitude', '-XMP:Title', '-ProfileDescription', '-ImageWidth', '-ThumbnailImage', path], { encoding: 'utf8' })) as Record<string, unknown>[];
    expect(tags).toMatchObject({ Make: 'OpenRetouch Camera Works', Orientation: 1, DateTimeOriginal: '2026:05:04 10:11:12', Title: 'Grüße', ProfileDescription: 'Display P3', ImageWidth: 48 });
    // Errors, warnings, minor ones; the camera data of this test leaves out what EXIF requires and ExifTool warns about.
    expect(tags.Validate).toMatch(/^0 /);
    expect(tags.GPSLatitude).toBeCloseTo(52.504, 3);
    expect(tags.ThumbnailImage).toBeUndefined();
  });

  it.each(ALL)('and leaves an untagged sRGB photo untagged in %s', async (format) => {
    const { bytes } = await encodePhoto(gradient, PLAIN, { format });
    expect((await sharp(bytes).metadata()).hasProfile).toBe(false);
    expect((await decode('untagged', bytes)).metadata.exif).toBeUndefined();
  });

  it('through TIFF and back to JPEG', async () => {
    const first = await decode('camera.jpg', await cameraJpeg());
    const tiff = await decode('a.tif', (await encodePhoto(first.raster, first.metadata, { format: 'tiff' })).bytes);
    const back = await decode('b.jpg', (await encodePhoto(tiff.raster, tiff.metadata, { format: 'jpeg' })).bytes);
    expect(Buffer.from(back.metadata.exif ?? []).includes(Buffer.from(MAKER_NOTE))).toBe(true);
  });

  it('IPTC captions between JPEG and TIFF, without the stale thumbnail beside them, and says where they have no place', async () => {
    const iptc = Buffer.concat([Buffer.of(0x1c, 2, 120, 0, 7), Buffer.from('Caption')]);
    const resource = (id: number, data: Buffer) => Buffer.concat([Buffer.from('8BIM'), Buffer.of(id >> 8, id & 255, 0, 0, 0, 0, 0, data.length), data, Buffer.alloc(data.length % 2)]);
    const jpeg = insertJpegSegment(await fromSamples(makeGradient(64, 48), 64, 48).jpeg().toBuffer(), 0xed, 'Photoshop 3.0\0', resource(0x040c, Buffer.from('STALE')), resource(0x0404, iptc));
    const first = await decode('iptc.jpg', jpeg);
    const tiff = await decode('iptc.tif', (await encodePhoto(first.raster, first.metadata, { format: 'tiff' })).bytes);
    const back = (await encodePhoto(tiff.raster, tiff.metadata, { format: 'jpeg' })).bytes;
    expect(Buffer.from((await decode('back.jpg', back)).metadata.iptc ?? [])).toEqual(iptc);
    expect((await sharp(back).metadata()).iptc?.includes('Caption')).toBe(true);
    expect(Buffer.from(back).includes('STALE')).toBe(false);
    expect((await encodePhoto(first.raster, first.metadata, { format: 'png' })).notes).toEqual(['the IPTC captions have no place in PNG and were left out']);
  });

  it('but leaves out of JPEG what does not fit into 64 kB, with a note', async () => {
    const { bytes, notes } = await encodePhoto(gradient, { ...PLAIN, xmp: 'x'.repeat(70_000) }, { format: 'jpeg' });
    expect(notes).toEqual(['the XMP data is larger than JPEG takes (64 kB) and was left out']);
    expect((await decode('a.jpg', bytes)).metadata.xmp).toBeUndefined();
  });

  it('with a profile larger than one JPEG segment', async () => {
    const large = Buffer.concat([writeIccProfile('srgb'), Buffer.alloc(150_000, 1)]);
    const { bytes } = await encodePhoto(gradient, { ...PLAIN, isTagged: true, icc: large }, { format: 'jpeg' });
    expect(Buffer.from((await decode('a.jpg', bytes)).metadata.icc ?? []).equals(large)).toBe(true);
    expect((await sharp(bytes).metadata()).icc?.length).toBe(large.length);
  });
});

describe('encodePhoto refuses', () => {
  it('transparency into JPEG, naming the formats that hold it', async () => {
    await expect(encodePhoto(makeRaster(4, 8), PLAIN, { format: 'jpeg' })).rejects.toMatchObject({ name: 'UnsupportedFormatError', message: 'JPEG: no transparency, and the picture has some (formats that hold it: PNG, WebP, AVIF, TIFF)' });
  });

  it('no opaque alpha: it is dropped', async () => {
    const data = makeSamples(8, 8, 4, 8).map((value, index) => (index % 4 === 3 ? 255 : value));
    const { bytes } = await encodePhoto({ data: Uint8Array.from(data), width: 8, height: 8, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' }, PLAIN, { format: 'jpeg' });
    expect((await sharp(bytes).metadata()).channels).toBe(3);
  });

  it.each([0, 101, 90.5, Number.NaN])('a quality of %s', async (quality) => {
    await expect(encodePhoto(gradient, PLAIN, { format: 'jpeg', quality })).rejects.toThrow(`quality: ${quality} (expected a whole number from 1 to 100)`);
  });

  it('16 bit for JPEG', async () => {
    await expect(encodePhoto(gradient, PLAIN, { format: 'jpeg', bitDepth: 16 })).rejects.toMatchObject({ name: 'InvalidArgumentError', message: 'bitDepth: 16 (expected 8 for JPEG)' });
  });

  it('sides the format cannot hold', async () => {
    const wide: Raster = { data: new Uint8Array(16_384 * 3), width: 16_384, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
    await expect(encodePhoto(wide, PLAIN, { format: 'webp' })).rejects.toThrow('WebP: 16384 x 1 pixels (expected at most 16383 on a side); write PNG or TIFF');
  });

  it('no quality for a lossless format, but says that it has no effect', async () => {
    expect((await encodePhoto(gradient, PLAIN, { format: 'png', quality: 80 })).notes).toEqual(['PNG is lossless; the quality of 80 has no effect']);
  });
});
