const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes padded base64 (RFC 4648 section 4) of our own making; not every place this runs in has `atob` or `Buffer`. */
export function decodeBase64(text: string): Uint8Array {
  const length = text.indexOf('=') === -1 ? text.length : text.indexOf('=');
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (let i = 0; i < length; i += 1) {
    bits = ((bits << 6) | ALPHABET.indexOf(text[i])) & 0xffffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[at] = (bits >> bitCount) & 255;
      at += 1;
    }
  }
  return bytes;
}
