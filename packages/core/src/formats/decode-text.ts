import { InvalidFileError } from '../errors.js';
import { decodeUtf8 } from '../recipe/utf8.js';

/**
 * Decodes a text file: ASCII or UTF-8, with or without byte-order mark. Line ends become LF, malformed bytes U+FFFD: a title or
 * comment in another encoding spoils no LUT.
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
  let text = typeof source === 'string' ? source : decodeUtf8(source, 'replace').text;
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    const line = text.slice(0, zero).split('\n').length;
    throw new InvalidFileError(`line ${line}: a zero byte (expected text)`, { line, expected: 'text' });
  }
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
