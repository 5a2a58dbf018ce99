/*
 * Maintainer notes: TextDecoder is no part of ECMAScript and is absent from some editors' script contexts, so UTF-8 is read
 * and written here. The tests compare both directions with the platform's own coder.
 */

const REPLACEMENT = 0xfffd;

/**
 * Decodes UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. A leading byte order mark stays.
 *
 * @param malformed - `report` (default) stops at the first byte that begins no valid sequence; `replace` makes U+FFFD of it.
 * @returns the text, or the offset of the first byte that begins no valid sequence.
 * @see The Unicode Standard 15.0, table 3-7 (well-formed UTF-8 byte sequences)
 */
export function decodeUtf8(bytes: Uint8Array, malformed: 'replace'): { readonly text: string };
export function decodeUtf8(bytes: Uint8Array, malformed?: 'report'): { readonly text: string } | { readonly invalidByte: number };
export function decodeUtf8(bytes: Uint8Array, malformed: 'report' | 'replace' = 'report'): { readonly text: string } | { readonly invalidByte: number } {
  const asciiLength = countAscii(bytes);
  if (asciiLength === bytes.length) return { text: unitsToText(bytes) };
  const units = new Uint16Array(bytes.length);
  units.set(bytes.subarray(0, asciiLength));
  let length = asciiLength;
  for (let i = asciiLength; i < bytes.length; ) {
    const lead = bytes[i];
    if (lead < 0x80) {
      units[length++] = lead;
      i += 1;
      continue;
    }
    const codePoint = readSequence(bytes, i);
    if (codePoint === undefined) {
      if (malformed === 'report') return { invalidByte: i };
      units[length++] = REPLACEMENT;
      i += 1;
      continue;
    }
    i += codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    if (codePoint < 0x10000) units[length++] = codePoint;
    else {
      units[length++] = 0xd800 + ((codePoint - 0x10000) >> 10);
      units[length++] = 0xdc00 + (codePoint & 0x3ff);
    }
  }
  return { text: unitsToText(units.subarray(0, length)) };
}

/** @returns how many bytes stand before the first that is not ASCII. LUT files, often a megabyte long, are nothing else. */
function countAscii(bytes: Uint8Array): number {
  let count = 0;
  while (count < bytes.length && bytes[count] < 0x80) count += 1;
  return count;
}

/** @returns the code point of a sequence of two to four bytes, `undefined` where there is no valid one. */
function readSequence(bytes: Uint8Array, start: number): number | undefined {
  const lead = bytes[start];
  const trailCount = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
  if (trailCount === 0) return undefined;
  // The second byte alone rules out overlong forms, surrogates and values above U+10FFFF.
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  let codePoint = lead & (0x3f >> trailCount);
  for (let k = 1; k <= trailCount; k += 1) {
    const byte = start + k < bytes.length ? bytes[start + k] : 0;
    if (byte < (k === 1 ? low : 0x80) || byte > (k === 1 ? high : 0xbf)) return undefined;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint;
}

/** A regular expression looks at long text many times faster than a loop that an engine has just begun to run. */
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** @returns how many bytes {@link encodeUtf8} makes of a text. */
export function utf8ByteCount(text: string): number {
  if (!BEYOND_ASCII.test(text)) return text.length;
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

/** Encodes text as UTF-8; a surrogate without its partner becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  if (!BEYOND_ASCII.test(text)) {
    const ascii = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) ascii[i] = text.charCodeAt(i);
    return ascii;
  }
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    let codePoint = text.codePointAt(i) as number;
    if (codePoint > 0xffff) i += 1;
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) codePoint = REPLACEMENT;
    if (codePoint < 0x80) bytes[length++] = codePoint;
    else {
      const trailCount = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
      bytes[length++] = ((0xff00 >> (trailCount + 1)) & 0xff) | (codePoint >> (6 * trailCount));
      for (let k = trailCount - 1; k >= 0; k -= 1) bytes[length++] = 0x80 | ((codePoint >> (6 * k)) & 0x3f);
    }
  }
  return bytes.slice(0, length);
}

/** In pieces: engines cap how many arguments a call may have. Not spread, which takes five times as long of a typed array. */
function unitsToText(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let start = 0; start < units.length; start += 8192) text += String.fromCharCode.apply(null, units.subarray(start, start + 8192) as unknown as number[]);
  return text;
}
