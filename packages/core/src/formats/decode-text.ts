import { InvalidFileError } from '../errors.js';

const CHUNK_BYTES = 8192;
const REPLACEMENT = 0xfffd;

/**
 * Decodes a text file: ASCII or UTF-8, with or without byte-order mark. Line ends become LF.
 *
 * @param source - a string is taken as decoded already.
 * @param maximumBytes - longer files are refused before they are decoded.
 * @throws {@link InvalidFileError} for a file that is too long, UTF-16, or not text.
 */
export function decodeText(source: string | Uint8Array, maximumBytes: number): string {
  if (source.length > maximumBytes) {
    throw new InvalidFileError(`${source.length} bytes (expected at most ${maximumBytes})`, { value: source.length, expected: `at most ${maximumBytes} bytes` });
  }
  if (typeof source !== 'string' && ((source[0] === 0xff && source[1] === 0xfe) || (source[0] === 0xfe && source[1] === 0xff))) {
    throw new InvalidFileError('line 1: UTF-16 text (expected ASCII or UTF-8)', { line: 1, expected: 'ASCII or UTF-8 text' });
  }
  let text = typeof source === 'string' ? source : decodeUtf8(source);
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    const line = text.slice(0, zero).split('\n').length;
    throw new InvalidFileError(`line ${line}: a zero byte (expected text)`, { line, expected: 'text' });
  }
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Malformed sequences become U+FFFD, one for each byte that does not fit. */
function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const asciiEnd = endOfAscii(bytes, i);
    if (asciiEnd > i) {
      parts.push(String.fromCharCode(...bytes.subarray(i, asciiEnd)));
      i = asciiEnd;
      continue;
    }
    units = [];
    i += decodeSequence(bytes, i, units);
    parts.push(String.fromCodePoint(...units));
  }
  return parts.join('');
}

function endOfAscii(bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + CHUNK_BYTES);
  let end = start;
  while (end < limit && bytes[end] < 0x80) end += 1;
  return end;
}

/** Smallest code point of a sequence by its number of continuation bytes; shorter ones would be a second spelling. */
const SMALLEST = [0, 0x80, 0x800, 0x10000];

/** @returns bytes used: a whole sequence, or one when it is malformed. */
function decodeSequence(bytes: Uint8Array, start: number, codePoints: number[]): number {
  const lead = bytes[start];
  const count = lead >= 0xf0 && lead < 0xf8 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
  let codePoint = lead & (0x3f >> count);
  for (let k = 1; k <= count; k += 1) {
    const next = bytes[start + k];
    if (next === undefined || (next & 0xc0) !== 0x80) {
      codePoints.push(REPLACEMENT);
      return 1;
    }
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (count === 0 || lead >= 0xf8 || codePoint < SMALLEST[count] || codePoint > 0x10ffff || isSurrogate) {
    codePoints.push(REPLACEMENT);
    return 1;
  }
  codePoints.push(codePoint);
  return count + 1;
}
