import { InvalidArgumentError } from '../errors.js';
import { decodeUtf8, encodeUtf8 } from '../recipe/utf8.js';
import { editPngChunks, isPngChunkIntact, listWholePngChunks, makePngChunk, type PngChunk } from './png-chunks.js';

/** Why the text under a keyword cannot be had: its checksum is wrong, it is compressed, no UTF-8, longer than asked for, or no text chunk. */
export type PngTextFault = 'checksum' | 'compressed' | 'encoding' | 'too-large' | 'malformed';

/** A text of a PNG, or why it could not be read. */
export type PngText = { readonly keyword: string; readonly text: string } | { readonly keyword: string; readonly fault: PngTextFault };

export interface ReadPngTextsOptions {
  /** Longer texts are a fault and are not decoded. Default 1 MiB. */
  readonly maximumTextBytes?: number;
}

const DEFAULT_MAXIMUM_TEXT_BYTES = 1024 * 1024;
const MAXIMUM_KEYWORD_LENGTH = 79;

/**
 * Reads the texts of a PNG: tEXt in Latin-1, iTXt in UTF-8. Compressed ones (zTXt, iTXt with its flag set) are named, not
 * inflated.
 *
 * @param bytes - a whole PNG.
 * @returns one entry a text chunk, in file order; keywords may repeat. A chunk without a keyword is passed over.
 * @throws {@link InvalidFileError} unless `bytes` is a whole PNG.
 * @see W3C PNG, third edition, 11.3.3
 */
export function readPngTexts(bytes: Uint8Array, { maximumTextBytes = DEFAULT_MAXIMUM_TEXT_BYTES }: ReadPngTextsOptions = {}): PngText[] {
  const texts: PngText[] = [];
  for (const chunk of listWholePngChunks(bytes)) {
    const keyword = readKeyword(chunk);
    if (keyword === undefined) continue;
    const content = isPngChunkIntact(bytes, chunk) ? readContent(chunk, keyword.length + 1, maximumTextBytes) : ({ fault: 'checksum' } as const);
    texts.push({ keyword, ...content });
  }
  return texts;
}

/**
 * Puts a text into a PNG; what stood under the keyword before, in whatever kind of chunk, goes.
 *
 * @param bytes - a whole PNG; its other chunks are kept byte for byte.
 * @param keyword - 1 to 79 printable ASCII characters, no spaces at the ends, none doubled.
 * @param text - without U+0000; line ends are LF.
 * @param kind - by default tEXt, which more programs show, where the text is printable ASCII; otherwise iTXt.
 * @throws {@link InvalidArgumentError} for a keyword or text the chunk cannot hold; {@link InvalidFileError} unless `bytes` is a
 * whole PNG.
 */
export function writePngText(bytes: Uint8Array, keyword: string, text: string, kind?: 'tEXt' | 'iTXt'): Uint8Array {
  checkKeyword(keyword);
  if (text.includes('\0')) throw new InvalidArgumentError(`text of ${keyword}: a zero character (expected none)`, { argument: 'text' });
  const isPlain = /^[\n\x20-\x7e]*$/.test(text);
  if (kind === 'tEXt' && !isPlain) throw new InvalidArgumentError(`text of ${keyword}: beyond ASCII (expected iTXt for it)`, { argument: 'kind', value: kind });
  const isInternational = kind === 'iTXt' || !isPlain;
  // iTXt: keyword, zero, compression flag and method, empty language tag, empty translated keyword.
  const head = encodeUtf8(isInternational ? `${keyword}\0\0\0\0\0` : `${keyword}\0`);
  return editPngChunks(bytes, [makePngChunk(isInternational ? 'iTXt' : 'tEXt', head, encodeUtf8(text))], (chunk) => readKeyword(chunk) === keyword);
}

function checkKeyword(keyword: string): void {
  if (keyword.length <= MAXIMUM_KEYWORD_LENGTH && /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(keyword)) return;
  throw new InvalidArgumentError(`keyword: ${JSON.stringify(keyword)} (expected 1 to ${MAXIMUM_KEYWORD_LENGTH} printable ASCII characters, single spaces inside)`, { argument: 'keyword', value: keyword });
}

/** @returns the keyword of a text chunk, `undefined` for other chunks and where there is none. */
export function readKeyword({ kind, data }: PngChunk): string | undefined {
  if (kind !== 'tEXt' && kind !== 'iTXt' && kind !== 'zTXt') return undefined;
  const length = data.subarray(0, MAXIMUM_KEYWORD_LENGTH + 1).indexOf(0);
  return length < 1 ? undefined : latin1(data.subarray(0, length));
}

function readContent({ kind, data }: PngChunk, start: number, maximumTextBytes: number): { readonly text: string } | { readonly fault: PngTextFault } {
  if (kind === 'zTXt') return { fault: 'compressed' };
  if (kind === 'tEXt') return data.length - start > maximumTextBytes ? { fault: 'too-large' } : { text: latin1(data.subarray(start)) };
  if (data[start] === 1) return { fault: 'compressed' };
  const languageEnd = data.indexOf(0, start + 2);
  const textStart = languageEnd < 0 ? 0 : data.indexOf(0, languageEnd + 1) + 1;
  if (data[start] !== 0 || textStart === 0) return { fault: 'malformed' };
  if (data.length - textStart > maximumTextBytes) return { fault: 'too-large' };
  const decoded = decodeUtf8(data.subarray(textStart));
  return 'text' in decoded ? decoded : { fault: 'encoding' };
}

/** In pieces: engines cap how many arguments a call may have. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return text;
}
