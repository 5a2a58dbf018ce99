import { md5 } from '@noble/hashes/legacy.js';
import { readXmpProperty } from '../formats/xmp/xmp-packet.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { concatBytes, decodeText, latin1Bytes } from './container.js';

/*
 * A JPEG segment holds 64 kB. What does not fit goes into a second packet, cut into segments that bear its name: the MD5 digest of its
 * bytes. The first packet gives that name in the property xmpNote:HasExtendedXMP.
 */

/** The vocabulary of the note that a packet has an extended part. */
export const XMP_NOTE = { namespace: 'http://ns.adobe.com/xmp/note/', prefix: 'xmpNote' } as const;
export const XMP_NOTE_PROPERTY = 'HasExtendedXMP';

/** Digest in hexadecimal, length of the whole, place of the part. */
const HEAD_BYTES = 32 + 4 + 4;
/** Of a segment's 65 533, less the namespace before the head; round, so that it fits whatever is counted. */
const PART_BYTES = 65_000;
/** Depth maps and second pictures are longer and not ours. */
const MAXIMUM_EXTENDED_BYTES = 4 * 1024 * 1024;

/** @returns the name of an extended packet. */
export function extendedXmpDigest(packet: string): string {
  return Array.from(md5(encodeUtf8(packet)), (byte) => byte.toString(16).padStart(2, '0')).join('').toUpperCase();
}

/**
 * Cuts an extended packet into the contents of segments, namespace not included.
 *
 * @see XMP specification, part 3, 1.1.3.1
 */
export function splitExtendedXmp(packet: string): Uint8Array[] {
  const bytes = encodeUtf8(packet);
  const digest = latin1Bytes(extendedXmpDigest(packet));
  return Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, index) => {
    const numbers = new Uint8Array(8);
    const view = new DataView(numbers.buffer);
    view.setUint32(0, bytes.length);
    view.setUint32(4, index * PART_BYTES);
    return concatBytes([digest, numbers, bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)]);
  });
}

/**
 * Puts an extended packet together again.
 *
 * @param packet - the first packet.
 * @param parts - contents of the segments, in any order; those of other packets are passed over.
 * @returns `undefined` where the first packet names none, and for one that is incomplete, damaged or of more than 4 MiB.
 */
export function joinExtendedXmp(packet: string, parts: readonly Uint8Array[]): string | undefined {
  const digest = readDigest(packet);
  if (digest === undefined) return undefined;
  const own = parts.filter((part) => part.length > HEAD_BYTES && latin1Text(part.subarray(0, 32)) === digest);
  const placed = own.map((part) => ({ offset: new DataView(part.buffer, part.byteOffset).getUint32(36), data: part.subarray(HEAD_BYTES) })).sort((a, b) => a.offset - b.offset);
  let length = 0;
  for (const { offset, data } of placed) {
    if (offset !== length || length > MAXIMUM_EXTENDED_BYTES) return undefined;
    length += data.length;
  }
  const text = decodeText(concatBytes(placed.map(({ data }) => data)));
  return extendedXmpDigest(text) === digest ? text : undefined;
}

function readDigest(packet: string): string | undefined {
  if (!packet.includes(XMP_NOTE.namespace)) return undefined;
  try {
    return readXmpProperty(packet, XMP_NOTE.namespace, XMP_NOTE_PROPERTY)[0]?.trim();
  } catch {
    return undefined;
  }
}

function latin1Text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
