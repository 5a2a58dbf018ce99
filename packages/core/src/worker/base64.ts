const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 61;
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const NOT_IN_ALPHABET = 64;
const PLACES = new Uint8Array(128).fill(NOT_IN_ALPHABET);
CODES.forEach((code, place) => (PLACES[code] = place));
/** Arguments that every engine takes at once. */
const PIECE_CODES = 8192;

/** @returns bytes in base64 with padding. @see RFC 4648 section 4 */
export function encodeBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3, at += 4) {
    const [a, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    codes[at] = CODES[a >> 2];
    codes[at + 1] = CODES[((a & 3) << 4) | (b >> 4)];
    codes[at + 2] = i + 1 < bytes.length ? CODES[((b & 15) << 2) | (c >> 6)] : PADDING;
    codes[at + 3] = i + 2 < bytes.length ? CODES[c & 63] : PADDING;
  }
  let text = '';
  for (let i = 0; i < codes.length; i += PIECE_CODES) text += String.fromCharCode(...codes.subarray(i, i + PIECE_CODES));
  return text;
}

/**
 * Decodes padded base64 into `out` from byte `offset`.
 *
 * @returns how many bytes, or `undefined` where the text is none, or does not fit; `out` may have been written to then.
 * @see RFC 4648 section 4
 */
export function decodeBase64Into(text: string, out: Uint8Array, offset: number): number | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = (text.length / 4) * 3 - padding;
  if (offset + length > out.length) return undefined;
  let at = offset;
  const end = offset + length;
  for (let i = 0; i < text.length; i += 4) {
    let bits = 0;
    for (let part = 0; part < 4; part += 1) {
      const code = text.charCodeAt(i + part);
      const isPadding = i + part >= text.length - padding;
      const place = isPadding ? 0 : code < 128 ? PLACES[code] : NOT_IN_ALPHABET;
      if (place === NOT_IN_ALPHABET) return undefined;
      bits = (bits << 6) | place;
    }
    out[at] = bits >> 16;
    if (at + 1 < end) out[at + 1] = (bits >> 8) & 255;
    if (at + 2 < end) out[at + 2] = bits & 255;
    at += 3;
  }
  return length;
}
