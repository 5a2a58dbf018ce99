/** A chunk of a WebP file. */
export interface WebpChunk {
  readonly kind: string;
  readonly data: Uint8Array;
}

const HEADER_BYTES = 12;

/** @returns the chunks in file order, up to where the file breaks off. @see RFC 9649, 2.3 */
export function listWebpChunks(bytes: Uint8Array): WebpChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: WebpChunk[] = [];
  for (let offset = HEADER_BYTES; offset + 8 <= bytes.length; ) {
    const length = view.getUint32(offset + 4, true);
    if (offset + 8 + length > bytes.length) break;
    chunks.push({ kind: String.fromCharCode(...bytes.subarray(offset, offset + 4)), data: bytes.subarray(offset + 8, offset + 8 + length) });
    offset += 8 + length + (length % 2);
  }
  return chunks;
}

const ALPHA_FLAG = 0x10;
const PROFILE_FLAG = 0x20;

/**
 * Takes from a WebP what changes how its picture is shown: EXIF with its orientation, and the profile.
 *
 * @param keepsProfile - whether the colour profile stays.
 * @returns the parts of the bare file.
 */
export function bareWebp(bytes: Uint8Array, keepsProfile: boolean): Uint8Array[] {
  const kept = listWebpChunks(bytes).filter(({ kind }) => ['VP8X', 'ALPH', 'VP8 ', 'VP8L'].includes(kind) || (keepsProfile && kind === 'ICCP'));
  const parts = kept.flatMap(({ kind, data }) => {
    const content = kind === 'VP8X' ? Uint8Array.from(data) : data;
    if (kind === 'VP8X') content[0] &= ALPHA_FLAG | (keepsProfile ? PROFILE_FLAG : 0);
    return [makeHead(kind, data.length), content, new Uint8Array(data.length % 2)];
  });
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return [makeHead('RIFF', length), Uint8Array.from('WEBP', (letter) => letter.charCodeAt(0)), ...parts];
}

function makeHead(kind: string, length: number): Uint8Array {
  const head = new Uint8Array(8);
  for (let index = 0; index < 4; index += 1) head[index] = kind.charCodeAt(index);
  new DataView(head.buffer).setUint32(4, length, true);
  return head;
}
