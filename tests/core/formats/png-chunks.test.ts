import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidFileError } from '../../../packages/core/src/errors.js';
import { editPngChunks, isPng, isPngChunkIntact, listPngChunks, listWholePngChunks, makePngChunk, MAXIMUM_PNG_CHUNKS } from '../../../packages/core/src/formats/png-chunks.js';

/** The smallest PNG the specification's own examples are built like: 1 x 1, grey, 8 bit; checksums by zlib. */
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
const HEADER = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0);
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function chunk(kind: string, data: Uint8Array): Buffer {
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  // The last eight bytes of a gzip file are the CRC-32 and the length, both little-endian (RFC 1952, 2.3.1).
  checksum.writeUInt32BE(gzipSync(Buffer.concat([ascii(kind), data])).subarray(-8).readUInt32LE());
  return Buffer.concat([frame, ascii(kind), data, checksum]);
}

const PNG = Buffer.concat([SIGNATURE, chunk('IHDR', HEADER), chunk('IDAT', deflateSync(Uint8Array.of(0, 128))), chunk('IEND', new Uint8Array(0))]);
const kindsOf = (bytes: Uint8Array): string[] => listPngChunks(bytes).map(({ kind }) => kind);

describe('listPngChunks', () => {
  it('lists chunks with their data and place, up to the last', () => {
    const [header, , end] = listPngChunks(Buffer.concat([PNG, ascii('behind the end')]));
    expect(header).toMatchObject({ kind: 'IHDR', start: 8, end: 33 });
    expect([...header.data]).toEqual([...HEADER]);
    expect(end).toMatchObject({ kind: 'IEND', end: PNG.length });
  });

  it('lists what is whole of a file that breaks off anywhere, and does not call it whole', () => {
    for (let length = 8; length < PNG.length; length += 1) {
      expect(['', 'IHDR', 'IHDR IDAT'], `${length} bytes`).toContain(kindsOf(PNG.subarray(0, length)).join(' '));
      expect(() => listWholePngChunks(PNG.subarray(0, length)), `${length} bytes`).toThrow(/cut short/);
    }
  });

  it('reads views that begin inside a larger buffer', () => {
    const padded = Buffer.concat([ascii('xyz'), PNG]).subarray(3);
    expect(listPngChunks(padded).every((entry) => isPngChunkIntact(padded, entry))).toBe(true);
  });

  it('refuses what does not begin as a PNG, and a length that lies', () => {
    expect(isPng(PNG)).toBe(true);
    for (const bytes of [new Uint8Array(0), ascii('GIF89a'), PNG.subarray(0, 7), PNG.subarray(1)]) {
      expect(isPng(bytes)).toBe(false);
      expect(() => listPngChunks(bytes)).toThrow(InvalidFileError);
    }
    const lying = Buffer.from(PNG);
    lying.writeUInt32BE(0xffffffff, 8);
    expect(listPngChunks(lying)).toEqual([]);
  });

  it('stops at a number of chunks no picture has', () => {
    const empty = chunk('teSt', new Uint8Array(0));
    const many = Buffer.concat([PNG.subarray(0, 33), Buffer.alloc(empty.length * MAXIMUM_PNG_CHUNKS, empty), PNG.subarray(33)]);
    expect(() => listPngChunks(many)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

describe('checksums', () => {
  it('are those of zlib, for any data', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(Buffer.from(makePngChunk('teSt', data)).equals(chunk('teSt', data))).toBe(true);
    }));
  });

  it('give the published check value', () => {
    // "CRC-32/ISO-HDLC" in the catalogue of parametrised CRC algorithms: check 0xcbf43926 over "123456789".
    expect([...makePngChunk('1234', ascii('56789')).slice(-4)]).toEqual([0xcb, 0xf4, 0x39, 0x26]);
  });

  it('tell a chunk in which one bit was turned', () => {
    const [, data] = listPngChunks(PNG);
    for (let offset = data.start + 4; offset < data.end; offset += 1) {
      const turned = Buffer.from(PNG);
      turned[offset] ^= 1;
      expect(isPngChunkIntact(turned, data), `byte ${offset}`).toBe(false);
    }
  });
});

describe('editPngChunks', () => {
  it('keeps every other byte, and header and end whatever is asked', () => {
    const added = makePngChunk('teSt', ascii('one'));
    const edited = editPngChunks(PNG, [added], () => false);
    expect(Buffer.concat([PNG.subarray(0, 33), added, PNG.subarray(33)]).equals(edited)).toBe(true);
    expect(Buffer.from(editPngChunks(edited, [], ({ kind }) => kind === 'teSt')).equals(PNG)).toBe(true);
    expect(kindsOf(editPngChunks(PNG, [], () => true))).toEqual(['IHDR', 'IEND']);
  });
});
