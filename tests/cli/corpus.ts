import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as SharpModule from 'sharp';

/** sharp belongs to the command line's package; tests reach it through that package, wherever it is installed. */
const requireFromCli = createRequire(new URL('../../packages/cli/package.json', import.meta.url));
export const sharp = requireFromCli('sharp') as typeof SharpModule.default;

/** A folder that is removed at the end of the test file. */
export function makeFolder(): { path: string; remove: () => void; write: (name: string, bytes: Uint8Array | string) => string } {
  const path = mkdtempSync(join(tmpdir(), 'openretouch-test-'));
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true }),
    write: (name, bytes) => {
      writeFileSync(join(path, name), bytes);
      return join(path, name);
    },
  };
}

/** Repeatable noise-free colours: every channel runs over its range, no two neighbours alike. */
export function makeSamples(width: number, height: number, channels: number, bits: 8 | 16): Uint8Array | Uint16Array {
  const highest = bits === 8 ? 255 : 65535;
  const samples = bits === 8 ? new Uint8Array(width * height * channels) : new Uint16Array(width * height * channels);
  for (let index = 0; index < samples.length; index++) samples[index] = (index * 2654435761 + Math.floor(index / channels) * 40503) % (highest + 1);
  return samples;
}

/** A smooth picture, so that lossy formats stay close: red runs right, green runs down, blue against both. */
export function makeGradient(width: number, height: number): Uint8Array {
  const samples = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) samples.set([(x * 255) / (width - 1), (y * 255) / (height - 1), 255 - ((x + y) * 255) / (width + height - 2)], (y * width + x) * 3);
  }
  return samples;
}

/** @returns a sharp picture of raw samples, kept at their depth. */
export function fromSamples(samples: Uint8Array | Uint16Array, width: number, height: number): SharpModule.Sharp {
  const channels = (samples.length / (width * height)) as 1 | 2 | 3 | 4;
  const is16Bit = samples instanceof Uint16Array;
  const space = channels < 3 ? (is16Bit ? 'grey16' : 'b-w') : is16Bit ? 'rgb16' : 'srgb';
  return sharp(samples, { raw: { width, height, channels } }).toColourspace(space);
}

/** @returns the samples of an encoded picture as sharp reads them, without any colour conversion. */
export async function readSamples(bytes: Uint8Array, bits: 8 | 16): Promise<{ data: Uint8Array | Uint16Array; width: number; height: number; channels: number }> {
  const { space = 'srgb' } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes, { ignoreIcc: true }).toColourspace(space).raw({ depth: bits === 16 ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const count = info.width * info.height * info.channels;
  return { data: bits === 16 ? new Uint16Array(data.buffer, data.byteOffset, count) : new Uint8Array(data.buffer, data.byteOffset, count), width: info.width, height: info.height, channels: info.channels };
}

/** @returns the JPEG with a segment right after its SOI. */
export function insertJpegSegment(jpeg: Uint8Array, marker: number, ...payload: readonly (string | Uint8Array)[]): Uint8Array {
  const body = Buffer.concat(payload.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const length = body.length + 2;
  return Buffer.concat([jpeg.subarray(0, 2), Uint8Array.of(0xff, marker, length >> 8, length & 255), body, jpeg.subarray(2)]);
}

/** @returns the JPEG with the ICC profile in one segment. */
export function tagJpeg(jpeg: Uint8Array, icc: Uint8Array): Uint8Array {
  return insertJpegSegment(jpeg, 0xe2, 'ICC_PROFILE\0', Uint8Array.of(1, 1), icc);
}

/** Colorants under D50 as their published profiles print them, three columns of XYZ, and the gamma. */
export const WIDE_SPACES = {
  adobeRgb: { colorants: [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]], gamma: 563 / 256 },
  proPhoto: { colorants: [[0.7977, 0.288, 0], [0.1352, 0.7119, 0], [0.0313, 0.0001, 0.8249]], gamma: 1.8 },
  srgbColorants: { colorants: [[0.4361, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]], gamma: 1.8 },
} as const;

/** A version 2 ICC profile; `colorants` absent makes it a grey one. */
export function makeIccProfile(name: string, gamma: number, colorants?: readonly (readonly number[])[]): Buffer {
  const text = Buffer.alloc(12 + name.length + 1 + 78);
  text.write('desc', 'latin1');
  text.writeUInt32BE(name.length + 1, 8);
  text.write(name, 12, 'latin1');
  const xyz = (values: readonly number[]): Buffer => {
    const tag = Buffer.alloc(20);
    tag.write('XYZ ', 'latin1');
    values.forEach((value, index) => tag.writeInt32BE(Math.round(value * 65536), 8 + index * 4));
    return tag;
  };
  const curve = Buffer.alloc(14);
  curve.write('curv', 'latin1');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(gamma * 256), 12);
  const tags: [string, Buffer][] = [['desc', text], ['cprt', Buffer.from('text\0\0\0\0none\0', 'latin1')], ['wtpt', xyz([0.9642, 1, 0.8249])]];
  if (colorants === undefined) tags.push(['kTRC', curve]);
  else 'rgb'.split('').forEach((letter, index) => tags.push([`${letter}XYZ`, xyz(colorants[index])], [`${letter}TRC`, curve]));
  const head = Buffer.alloc(132 + tags.length * 12);
  head.writeUInt32BE(0x02400000, 8);
  head.write(`mntr${colorants === undefined ? 'GRAY' : 'RGB '}XYZ `, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((value, index) => head.writeInt32BE(Math.round(value * 65536), 68 + index * 4));
  head.writeUInt32BE(tags.length, 128);
  const parts = [head];
  let offset = head.length;
  tags.forEach(([signature, data], index) => {
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    head.write(signature, 132 + index * 12, 'latin1');
    head.writeUInt32BE(offset, 136 + index * 12);
    head.writeUInt32BE(data.length, 140 + index * 12);
    parts.push(padded);
    offset += padded.length;
  });
  head.writeUInt32BE(offset, 0);
  return Buffer.concat(parts);
}

/** A field of a hand-written TIFF directory: 2 text, 3 short, 4 long, 5 rational (one number over 1), 7 bytes. */
export interface TiffField {
  readonly tag: number;
  readonly type: number;
  readonly value: readonly number[] | string | Uint8Array | readonly TiffField[];
}

function isDirectory(value: TiffField['value']): value is readonly TiffField[] {
  return Array.isArray(value) && typeof value[0] === 'object';
}

/** A TIFF structure of directories that follow each other; arrays of fields become sub-directories. Used for EXIF and odd TIFFs. */
export function makeTiff(directories: readonly (readonly TiffField[])[], isLittleEndian = true, tail: Uint8Array = new Uint8Array(0)): Buffer {
  let bytes = Buffer.alloc(8);
  bytes.write(isLittleEndian ? 'II' : 'MM', 'latin1');
  const put16 = (value: number, at: number): void => void (isLittleEndian ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at));
  const put32 = (value: number, at: number): void => void (isLittleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at));
  const append = (length: number): number => {
    const at = bytes.length;
    bytes = Buffer.concat([bytes, Buffer.alloc(length + (length % 2))]);
    return at;
  };
  const writeDirectory = (fields: readonly TiffField[]): number => {
    const at = append(6 + fields.length * 12);
    put16(fields.length, at);
    fields.forEach(({ tag, type, value }, index) => {
      const entry = at + 2 + index * 12;
      put16(tag, entry);
      put16(type, entry + 2);
      if (isDirectory(value)) {
        put32(1, entry + 4);
        put32(writeDirectory(value), entry + 8);
        return;
      }
      const raw = typeof value === 'string' ? Buffer.from(`${value}\0`, 'latin1') : value;
      const size = type === 3 ? 2 : type === 4 ? 4 : type === 5 ? 8 : 1;
      put32(raw.length, entry + 4);
      const target = raw.length * size <= 4 ? entry + 8 : append(raw.length * size);
      if (target !== entry + 8) put32(target, entry + 8);
      raw.forEach((number, position) => {
        if (size === 2) put16(number, target + position * 2);
        else if (size === 4) put32(number, target + position * 4);
        else if (size === 8) (put32(number, target + position * 8), put32(1, target + position * 8 + 4));
        else bytes[target + position] = number;
      });
    });
    return at;
  };
  put16(42, 2);
  let pointer = 4;
  for (const directory of directories) {
    const at = writeDirectory(directory);
    put32(at, pointer);
    pointer = at + 2 + directory.length * 12;
  }
  return Buffer.concat([bytes, tail]);
}

/** Fields of an uncompressed one-strip TIFF whose samples follow at `offset`. */
export function pictureFields(width: number, height: number, options: { bits?: readonly number[]; photometric?: number; offset: number; byteLength: number; more?: readonly TiffField[] }): TiffField[] {
  const bits = options.bits ?? [8, 8, 8];
  const fields: TiffField[] = [
    { tag: 256, type: 4, value: [width] },
    { tag: 257, type: 4, value: [height] },
    { tag: 258, type: 3, value: bits },
    { tag: 259, type: 3, value: [1] },
    { tag: 262, type: 3, value: [options.photometric ?? 2] },
    { tag: 273, type: 4, value: [options.offset] },
    { tag: 277, type: 3, value: [bits.length] },
    { tag: 278, type: 4, value: [height] },
    { tag: 279, type: 4, value: [options.byteLength] },
    ...(options.more ?? []),
  ];
  return fields.sort((a, b) => a.tag - b.tag);
}

/** An uncompressed TIFF of raw samples, little endian. */
export function makePictureTiff(width: number, height: number, samples: Uint8Array, options: { bits?: readonly number[]; photometric?: number; more?: readonly TiffField[] } = {}): Buffer {
  const measure = makeTiff([pictureFields(width, height, { ...options, offset: 0, byteLength: samples.length })]).length;
  return makeTiff([pictureFields(width, height, { ...options, offset: measure, byteLength: samples.length })], true, samples);
}

/** The first bytes of an ISO media file of a brand, with room so that it looks like a file. */
export function makeBrandedFile(...brands: readonly string[]): Buffer {
  const bytes = Buffer.alloc(256);
  bytes.writeUInt32BE(12 + brands.length * 4, 0);
  bytes.write(`ftyp${brands[0]}`, 4, 'latin1');
  brands.slice(1).forEach((brand, index) => bytes.write(brand, 16 + index * 4, 'latin1'));
  bytes.writeUInt32BE(16 + (brands.length - 1) * 4, 0);
  return bytes;
}

/** CMYK JPEG, 8 x 8, left half magenta and yellow at full, right half paper: written by Pillow 9.4.0 (`Image.new('CMYK', ...).save(quality=95)`), with Adobe's inverted values. */
export const PILLOW_CMYK_JPEG = Buffer.from(
  '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/Kb/AMGMf/N0X/ck/wDufpv/AAYx/wDN0X/ck/8Aufr9/K//2Q==',
  'base64',
);
