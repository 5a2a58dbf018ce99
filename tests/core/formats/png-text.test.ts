import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../packages/core/src/errors.js';
import { listPngChunks, makePngChunk } from '../../../packages/core/src/formats/png-chunks.js';
import { type PngTextFault, readPngTexts, writePngText } from '../../../packages/core/src/formats/png-text.js';
import { latin1, TINY_PNG, withChunks } from './tiny-png.js';

const hasExifTool = spawnSync('exiftool', ['-ver']).status === 0;
const withChunk = (kind: string, ...data: Uint8Array[]): Uint8Array => withChunks(makePngChunk(kind, ...data));
const faultOf = (bytes: Uint8Array, maximumTextBytes?: number): PngTextFault | undefined => {
  const [entry] = readPngTexts(bytes, maximumTextBytes === undefined ? {} : { maximumTextBytes });
  return 'fault' in entry ? entry.fault : undefined;
};

describe('readPngTexts', () => {
  it('reads tEXt as Latin-1 and iTXt as UTF-8, with language and translated keyword', () => {
    expect(readPngTexts(withChunk('tEXt', latin1('Comment\0caf\u00e9')))).toEqual([{ keyword: 'Comment', text: 'caf\u00e9' }]);
    const international = withChunk('iTXt', latin1('Title\0\0\0ja\0'), new TextEncoder().encode('題\0夜景'));
    expect(readPngTexts(international)).toEqual([{ keyword: 'Title', text: '夜景' }]);
  });

  it('names the texts it cannot give', () => {
    const damaged = withChunk('tEXt', latin1('a\0text'));
    damaged[damaged.length - TINY_PNG.length + 33 - 1] ^= 1;
    const cases: [PngTextFault, Uint8Array, number?][] = [
      ['checksum', damaged],
      ['compressed', withChunk('zTXt', latin1('a\0\0'), deflateSync(latin1('text')))],
      ['compressed', withChunk('iTXt', latin1('a\0\u0001\0\0\0'), deflateSync(latin1('text')))],
      ['encoding', withChunk('iTXt', latin1('a\0\0\0\0\0caf\u00e9'))],
      ['too-large', withChunk('iTXt', latin1('a\0\0\0\0\x00123456')), 5],
      ['too-large', withChunk('tEXt', latin1('a\x00123456')), 5],
      ['malformed', withChunk('iTXt', latin1('a\0\u0002\0\0\0text'))],
      ['malformed', withChunk('iTXt', latin1('a\0\0\0no end of the language'))],
      ['malformed', withChunk('iTXt', latin1('a\0'))],
    ];
    for (const [fault, bytes, maximum] of cases) expect(faultOf(bytes, maximum)).toBe(fault);
    expect(faultOf(withChunk('tEXt', latin1('a\x0012345')), 5)).toBeUndefined();
  });

  it('passes over chunks without a keyword', () => {
    for (const bytes of [withChunk('tEXt'), withChunk('tEXt', latin1('\0text')), withChunk('iTXt', latin1(`${'k'.repeat(80)}\0\0\0\0\0text`))]) expect(readPngTexts(bytes)).toEqual([]);
  });
});

describe('writePngText', () => {
  it('gives back any text, under any keyword', () => {
    const keyword = fc.stringMatching(/^[!-~]{1,30}( [!-~]{1,30})?$/);
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => !value.includes('\0'));
    fc.assert(fc.property(keyword, text, (key, value) => {
      expect(readPngTexts(writePngText(TINY_PNG, key, value))).toEqual([{ keyword: key, text: value }]);
    }));
  });

  it('replaces what stood under the keyword, in whatever kind of chunk and however often', () => {
    const crowded = withChunks(makePngChunk('zTXt', latin1('a\0\0'), deflateSync(latin1('1'))), makePngChunk('tEXt', latin1('a\x002')), makePngChunk('tEXt', latin1('b\x003')));
    expect(readPngTexts(writePngText(crowded, 'a', 'new'))).toEqual([{ keyword: 'a', text: 'new' }, { keyword: 'b', text: '3' }]);
    const twice = writePngText(writePngText(TINY_PNG, 'a', 'one'), 'a', 'two');
    expect(Buffer.from(twice).equals(writePngText(TINY_PNG, 'a', 'two'))).toBe(true);
  });

  it('chooses the older chunk for plain ASCII, and the one asked for otherwise', () => {
    const kindOf = (bytes: Uint8Array): string => listPngChunks(bytes)[1].kind;
    expect(kindOf(writePngText(TINY_PNG, 'a', 'two\nlines'))).toBe('tEXt');
    expect(kindOf(writePngText(TINY_PNG, 'a', 'plain', 'iTXt'))).toBe('iTXt');
    expect(kindOf(writePngText(TINY_PNG, 'a', 'caf\u00e9'))).toBe('iTXt');
    expect(() => writePngText(TINY_PNG, 'a', 'caf\u00e9', 'tEXt')).toThrow(InvalidArgumentError);
  });

  it.each(['', ' a', 'a ', 'a  b', 'caf\u00e9', 'a\0b', 'a\nb', 'k'.repeat(80)])('refuses the keyword %j', (keyword) => {
    expect(() => writePngText(TINY_PNG, keyword, 'text')).toThrow(InvalidArgumentError);
  });

  it.skipIf(!hasExifTool)('writes texts that ExifTool reads (skipped without ExifTool)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'png-text-'));
    try {
      const path = join(folder, 'a.png');
      writeFileSync(path, writePngText(writePngText(TINY_PNG, 'Comment', 'plain'), 'Title', '夜景 caf\u00e9'));
      const [tags] = JSON.parse(execFileSync('exiftool', ['-j', '-validate', '-warning', path], { encoding: 'utf8' })) as Record<string, string>[];
      const [read] = JSON.parse(execFileSync('exiftool', ['-j', path], { encoding: 'utf8' })) as Record<string, string>[];
      expect(read).toMatchObject({ Comment: 'plain', Title: '夜景 caf\u00e9' });
      expect(tags).toMatchObject({ Validate: 'OK' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
