/** Arguments that every engine takes at once. */
const PIECE = 8192;

/** @returns a character for each byte: enough to look for marks in the head of a file of any encoding. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += PIECE) text += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  return text;
}
