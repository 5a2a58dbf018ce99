import { decodeUtf8, encodeUtf8 } from '../../recipe/utf8.js';

/** A string literal that was read, or where and why it could not be. */
export type ReadLuaString = { readonly value: string; readonly end: number } | { readonly fault: string; readonly offset: number };

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'" };

/**
 * Reads a Lua string literal in quotes or long brackets.
 *
 * @param text - decoded text; `\065` and `\x41` stand for bytes, which are read as UTF-8 together.
 * @param start - the offset of the quote or bracket.
 * @see Lua 5.1 Reference Manual, 2.1; `\x41`, `\z` and `\u{41}` from 5.2 and 5.3, 3.1.
 */
export function readLuaString(text: string, start: number): ReadLuaString {
  return text[start] === '[' ? readLongString(text, start) : readQuotedString(text, start);
}

function readLongString(text: string, start: number): ReadLuaString {
  const opening = /\[(=*)\[/y;
  opening.lastIndex = start;
  const found = opening.exec(text);
  if (found === null) return { fault: 'a text', offset: start };
  const from = start + found[0].length;
  const closing = `]${found[1]}]`;
  const to = text.indexOf(closing, from);
  if (to < 0) return { fault: `${closing} at the end of the long text`, offset: text.length };
  // The line end right behind the opening bracket does not belong to the text.
  return { value: text.slice(from, to).replace(/\r\n?/g, '\n').replace(/^\n/, ''), end: to + closing.length };
}

function readQuotedString(text: string, start: number): ReadLuaString {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return { fault: 'a text in quotes', offset: start };
  const plain = /[^\\"'\n\r]+/y;
  const parts: string[] = [];
  const bytes: number[] = [];
  const flushBytes = (): void => {
    if (bytes.length > 0) parts.push(decodeUtf8(Uint8Array.from(bytes), 'replace').text);
    bytes.length = 0;
  };
  let offset = start + 1;
  for (;;) {
    plain.lastIndex = offset;
    const run = plain.exec(text)?.[0] ?? '';
    if (run !== '') flushBytes();
    parts.push(run);
    offset += run.length;
    const character = text[offset];
    if (character === undefined || character === '\n' || character === '\r') return { fault: `${quote} at the end of the text`, offset };
    if (character === quote) break;
    if (character !== '\\') {
      flushBytes();
      parts.push(character);
      offset += 1;
      continue;
    }
    const escape = readEscape(text, offset);
    if (escape === undefined) return { fault: 'an escape: \\n \\t \\\\ \\" \\\' \\065 \\x41 \\u{41} or a line end', offset };
    if (typeof escape.value === 'number') bytes.push(escape.value);
    else {
      flushBytes();
      parts.push(escape.value);
    }
    offset = escape.end;
  }
  flushBytes();
  return { value: parts.join(''), end: offset + 1 };
}

/** A number is a byte. */
function readEscape(text: string, offset: number): { readonly value: string | number; readonly end: number } | undefined {
  const simple = SIMPLE_ESCAPES[text[offset + 1] ?? ''];
  if (simple !== undefined) return { value: simple, end: offset + 2 };
  const pattern = /\\(?:(\d{1,3})|x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|(\r\n|\n\r|\n|\r)|z(\s*))/y;
  pattern.lastIndex = offset;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const end = offset + found[0].length;
  const [, decimal, hex, codePoint, lineEnd] = found;
  if (decimal !== undefined) return Number(decimal) <= 255 ? { value: Number(decimal), end } : undefined;
  if (hex !== undefined) return { value: Number.parseInt(hex, 16), end };
  if (codePoint !== undefined) return readCodePoint(Number.parseInt(codePoint, 16), end);
  return { value: lineEnd === undefined ? '' : '\n', end };
}

function readCodePoint(codePoint: number, end: number): { readonly value: string; readonly end: number } | undefined {
  if (codePoint > 0x10ffff) return undefined;
  // A surrogate is no character: through UTF-8 it becomes U+FFFD.
  return { value: decodeUtf8(encodeUtf8(String.fromCodePoint(codePoint)), 'replace').text, end };
}
