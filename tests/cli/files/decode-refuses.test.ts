import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makePngChunk, RetouchError } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePhoto, type DecodeOptions } from '../../../packages/cli/src/files/decode-photo.js';
import { fromSamples, makeBrandedFile, makeFolder, makeGradient, makePictureTiff, makeSamples, makeTiff, pictureFields, sharp, type TiffField } from '../corpus.js';

const folder = makeFolder();
afterAll(folder.remove);

interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

async function refusal(path: string, options: DecodeOptions = {}): Promise<Refusal> {
  try {
    await decodePhoto(path, options);
  } catch (error) {
    if (!RetouchError.isInstance(error)) throw error;
    expect(error.message.startsWith(folder.path), 'the line begins with the path').toBe(true);
    expect(error.message).not.toContain('\n');
    return { name: error.name, code: error.code, message: error.message.slice(folder.path.length + 1) };
  }
  throw new Error(`${path} was accepted`);
}

const refusedBytes = (name: string, bytes: Uint8Array | string, options: DecodeOptions = {}) => refusal(folder.write(name, bytes), options);

const raw = (more: readonly TiffField[]) => makeTiff([pictureFields(1, 1, { offset: 8, byteLength: 3, more })]);
const jpeg = await fromSamples(makeGradient(64, 64), 64, 64).jpeg().toBuffer();
const noise = Uint8Array.from(makeSamples(64, 64, 3, 8));

describe('decodePhoto names and refuses', () => {
  it.each<[string, Uint8Array | string, RegExp]>([
    ['p.heic', makeBrandedFile('heic', 'mif1', 'heic'), /HEIC photo .*export it as JPEG or TIFF first/],
    ['p.heif', makeBrandedFile('mif1', 'heic'), /HEIC photo/],
    ['p.cr3', makeBrandedFile('crx ', 'isom'), /Canon CR3 camera raw .*develop it in a raw converter/],
    ['p.cr2', Buffer.from('II*\0\x10\0\0\0CR\x02\0\0\0\0\0', 'latin1'), /Canon CR2 camera raw/],
    ['p.raf', 'FUJIFILMCCD-RAW 0201', /Fujifilm RAF camera raw/],
    ['p.orf', 'IIRO\x08\0\0\0', /Olympus ORF camera raw/],
    ['p.rw2', 'IIU\0\x18\0\0\0', /Panasonic RW2 camera raw/],
    ['p.dng', raw([{ tag: 0xc612, type: 1, value: Uint8Array.of(1, 4, 0, 0) }]), /DNG camera raw/],
    ['renamed-dng.tif', raw([{ tag: 0xc612, type: 1, value: Uint8Array.of(1, 4, 0, 0) }]), /camera raw/],
    ['p.nef', raw([]), /NEF camera raw/],
    ['renamed-nef.tif', raw([{ tag: 0x14a, type: 4, value: [{ tag: 0x103, type: 3, value: [34713] }, { tag: 0x106, type: 3, value: [32803] }] }]), /camera raw/],
    ['p.gif', 'GIF89a', /GIF .*save a frame as PNG first/],
    ['p.svg', '<?xml version="1.0"?>\n<!-- a --><svg xmlns="http://www.w3.org/2000/svg"/>', /SVG drawing .*export it as PNG/],
    ['p.pdf', '%PDF-1.7', /PDF/],
    ['p.psd', '8BPS\0\x01', /Photoshop document .*save it flattened/],
    ['p.xcf', 'gimp xcf v011', /GIMP document/],
    ['p.bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(12), Buffer.of(40, 0, 0, 0), Buffer.alloc(40)]), /BMP/],
    ['p.jxl', Buffer.from([0xff, 0x0a, 0, 0]), /JPEG XL/],
    ['p.jp2', Buffer.from('\0\0\0\x0cjP  \r\n', 'latin1'), /JPEG 2000/],
    ['p.exr', Buffer.from('v/1\x01\x02\0\0\0', 'latin1'), /OpenEXR/],
    ['p.mp4', makeBrandedFile('isom', 'mp42'), /video/],
    ['renamed.jpg', makeBrandedFile('heic', 'mif1'), /HEIC photo/],
    ['12bit.jpg', patch(jpeg, frameOffset(jpeg) + 4, 12), /12-bit JPEG \(accepted: 8-bit JPEG\); save it as 16-bit TIFF or PNG first/],
    ['lossless.jpg', patch(jpeg, frameOffset(jpeg) + 1, 0xc3), /lossless JPEG/],
    ['float.tif', makePictureTiff(1, 1, new Uint8Array(12), { bits: [32, 32, 32], more: [{ tag: 339, type: 3, value: [3, 3, 3] }] }), /32-bit floating-point TIFF .*export it as 16-bit TIFF first/],
    ['signed.tif', makePictureTiff(1, 1, new Uint8Array(3), { more: [{ tag: 339, type: 3, value: [2, 2, 2] }] }), /signed or complex/],
    ['deep.tif', makePictureTiff(1, 1, new Uint8Array(12), { bits: [32, 32, 32] }), /32-bit TIFF/],
    ['12.tif', makePictureTiff(2, 1, new Uint8Array(9), { bits: [12, 12, 12] }), /12-bit TIFF/],
    ['lab.tif', makePictureTiff(1, 1, new Uint8Array(3), { photometric: 8 }), /Lab TIFF .*export it as RGB first/],
    ['pages.tif', makeTiff([pictureFields(1, 1, { offset: 8, byteLength: 3 }), pictureFields(1, 1, { offset: 8, byteLength: 3 })]), /TIFF with 2 pages .*save each page as a file of its own/],
  ])('%s', async (name, bytes, message) => {
    const error = await refusedBytes(name, bytes);
    expect(error).toMatchObject({ name: 'UnsupportedFormatError', code: 'unsupported-format' });
    expect(error.message).toMatch(message);
    expect(error.message).toContain('accepted: ');
  });

  it('animated GIF, WebP, PNG and AVIF', async () => {
    const frames = sharp(Buffer.from(makeSamples(8, 16, 3, 8)), { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } });
    expect((await refusedBytes('a.webp', await frames.clone().webp({ loop: 0 }).toBuffer())).message).toMatch(/animated WebP .*save one frame/);
    expect((await refusedBytes('a.gif', await frames.clone().gif().toBuffer())).message).toMatch(/GIF/);
    const png = await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer();
    expect((await refusedBytes('a.png', Buffer.concat([png.subarray(0, 33), makePngChunk('acTL', new Uint8Array(8)), png.subarray(33)]))).message).toMatch(/animated PNG/);
    const avif = Buffer.from(await fromSamples(makeGradient(8, 8), 8, 8).avif().toBuffer());
    avif.write('avis', 8, 'latin1');
    expect((await refusedBytes('a.avif', avif)).message).toMatch(/animated AVIF/);
  });

  it('HDR PNG and HDR AVIF', async () => {
    const png = await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer();
    expect((await refusedBytes('pq.png', Buffer.concat([png.subarray(0, 33), makePngChunk('cICP', Uint8Array.of(9, 16, 0, 1)), png.subarray(33)]))).message).toMatch(/HDR PNG/);
    const color = Buffer.from([0, 9, 0, 16, 0, 9, 0x80]);
    const properties = box('iprp', box('ipco', box('colr', Buffer.from('nclx'), color)));
    const avif = Buffer.concat([makeBrandedFile('avif', 'mif1').subarray(0, 20), box('meta', Buffer.alloc(4), properties)]);
    expect((await refusedBytes('pq.avif', avif)).message).toMatch(/HDR AVIF/);
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)('%s cut short anywhere', async (format) => {
    const bytes = await fromSamples(noise, 64, 64).toFormat(format, format === 'tiff' ? { compression: 'lzw' } : {}).toBuffer();
    for (const share of [0.02, 0.1, 0.4, 0.7, 0.95, 1 - 2 / bytes.length]) {
      const error = await refusedBytes(`cut.${format}`, bytes.subarray(0, Math.floor(bytes.length * share)));
      expect(error, `${format} at ${share}`).toMatchObject({ name: 'InvalidFileError', code: 'invalid-file' });
    }
  });

  it('an empty file, text and random bytes', async () => {
    expect((await refusedBytes('zero.jpg', '')).message).toBe('zero.jpg: empty file (accepted: JPEG, PNG, WebP, AVIF and TIFF)');
    expect((await refusedBytes('text.jpg', 'hello')).message).toBe('text.jpg: not a photo (accepted: JPEG, PNG, WebP, AVIF and TIFF)');
    expect((await refusedBytes('noise.png', noise)).name).toBe('InvalidFileError');
  });

  it('a missing file, a folder and a circle of links', async () => {
    expect((await refusal(join(folder.path, 'none.jpg'))).message).toBe('none.jpg: no such file');
    mkdirSync(join(folder.path, 'folder.jpg'));
    expect((await refusal(join(folder.path, 'folder.jpg'))).message).toBe('folder.jpg: a folder (expected a photo file)');
    symlinkSync('loop.jpg', join(folder.path, 'loop.jpg'));
    expect((await refusal(join(folder.path, 'loop.jpg'))).message).toBe('loop.jpg: a symbolic link that leads in a circle');
  });

  it.skipIf(process.platform === 'win32')('a named pipe nobody writes to, without waiting', async () => {
    execFileSync('mkfifo', [join(folder.path, 'pipe.jpg')]);
    expect((await refusal(join(folder.path, 'pipe.jpg'))).message).toBe('pipe.jpg: a device or pipe (expected a photo file)');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a file without read permission (skipped for the superuser, who may read all)', async () => {
    const path = folder.write('secret.jpg', jpeg);
    chmodSync(path, 0);
    expect((await refusal(path)).message).toBe('secret.jpg: permission denied');
  });

  it('a header that promises more than 500 megapixels', async () => {
    const error = await refusedBytes('bomb.png', await claimSize(40_000, 30_000));
    expect(error).toEqual({ name: 'InvalidFileError', code: 'too-large', message: 'bomb.png: 40000 x 30000 pixels (expected at most 500 megapixels)' });
  });

  it('a picture that does not fit into memory, before decoding it', async () => {
    const error = await refusedBytes('large.png', await claimSize(20_000, 20_000), { memoryLimitBytes: 2e9 });
    expect(error).toEqual({ name: 'InvalidFileError', code: 'too-large', message: 'large.png: 20000 x 20000 pixels need 2.4 GB of memory (available: 2.0 GB); use a smaller copy' });
  });

  it('names that would forge lines or colours, escaped', async () => {
    const error = await refusedBytes('a\n\u001b[31mb.jpg', 'text');
    expect(error.message).toMatch(/^a\\u000a\\u001b\[31mb\.jpg: not a photo/);
  });
});

/** A small PNG whose header claims another size. */
async function claimSize(width: number, height: number): Promise<Buffer> {
  const png = await fromSamples(makeGradient(8, 8), 8, 8).png().toBuffer();
  const header = Buffer.from(png.subarray(16, 29));
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([png.subarray(0, 8), makePngChunk('IHDR', header), png.subarray(33)]);
}

/** An ISO media box: size, kind, content. */
function box(kind: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), ...content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body]);
}

function frameOffset(bytes: Buffer): number {
  return bytes.indexOf(Buffer.of(0xff, 0xc0));
}

function patch(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = value;
  return copy;
}
