import { deflate } from 'node:zlib';
import { promisify } from 'node:util';
import { UnsupportedFormatError } from '@openretouch/core';
import { type EmbeddedMetadata, latin1Bytes, openTiff, readDirectory, type SampleGrid } from '@openretouch/core/photo-file';

/*
 * Maintainer notes. sharp writes no EXIF into TIFF. Here the EXIF block becomes the beginning of the file: it is a TIFF
 * without pixels, so its offsets, those inside maker notes too, stay true when the file's own directory repeats its entries.
 * Deflate with the horizontal predictor is lossless and read by every current program; the byte order is the EXIF block's.
 */

const compress = promisify(deflate);

/** Uncompressed bytes of a strip: large enough to compress well, small enough to compress several at once. */
const STRIP_BYTES = 512 * 1024;
/** Higher levels cost several times as much for one or two per cent on predicted photos. */
const DEFLATE_LEVEL = 3;
const STRIPS_AT_ONCE = 4;
const MAXIMUM_TIFF_BYTES = 2 ** 32 - 2;

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const BYTE = 1;
const UNDEFINED = 7;

/** Tags that say how pixels are stored, and those written from other sources; an EXIF block's own would contradict. */
function isStructural(tag: number): boolean {
  return (tag >= 0xfe && tag <= 0x10a) || (tag >= 0x111 && tag <= 0x119 && tag !== 0x112) || tag === 0x11c || (tag >= 0x13d && tag <= 0x153 && tag !== 0x13e && tag !== 0x13f) || (tag >= 0x200 && tag <= 0x214) || tag === 0x2bc || tag === 0x8773;
}

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly values: readonly number[] | Uint8Array;
}

/**
 * Writes a TIFF, compressed without loss.
 *
 * @param grid - 8- or 16-bit samples: 1 or 3 colour channels, straight alpha last when `hasAlpha`.
 * @throws {@link UnsupportedFormatError} when the file would pass TIFF's 4 GiB.
 * @see TIFF 6.0; Adobe TIFF technical note 3 (deflate); sections 14 (predictor) and 18 (associated alpha).
 */
export async function writeTiff(grid: SampleGrid, hasAlpha: boolean, metadata: EmbeddedMetadata): Promise<Uint8Array> {
  const exif = metadata.exif && openTiff(metadata.exif);
  const isLittleEndian = exif?.isLittleEndian ?? true;
  const head = metadata.exif ? padEven(metadata.exif) : new Uint8Array(8);
  const rowsPerStrip = Math.max(1, Math.floor(STRIP_BYTES / (grid.width * grid.channels * grid.data.BYTES_PER_ELEMENT)));
  const strips = await compressStrips(grid, rowsPerStrip, isLittleEndian);
  const offsets: number[] = [];
  let position = head.length;
  for (const strip of strips) {
    offsets.push(position);
    position += strip.length;
  }
  const directoryOffset = position + (position % 2);
  const fields = listFields(grid, hasAlpha, metadata, { rowsPerStrip, offsets, lengths: strips.map((strip) => strip.length) });
  const inherited = exif ? inheritedEntries(exif, metadata.exif ?? head, new Set(fields.map((field) => field.tag))) : [];
  const directory = serializeDirectory(fields, inherited, directoryOffset, isLittleEndian);
  const size = directoryOffset + directory.length;
  if (size > MAXIMUM_TIFF_BYTES) throw new UnsupportedFormatError(`TIFF of ${(size / 2 ** 30).toFixed(1)} GiB (expected less than 4); write PNG instead`, { format: 'tiff', byteLength: size });
  const bytes = new Uint8Array(size);
  bytes.set(head);
  bytes.set(latin1Bytes(isLittleEndian ? 'II' : 'MM'));
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 42, isLittleEndian);
  view.setUint32(4, directoryOffset, isLittleEndian);
  strips.forEach((strip, index) => bytes.set(strip, offsets[index]));
  bytes.set(directory, directoryOffset);
  return bytes;
}

async function compressStrips(grid: SampleGrid, rowsPerStrip: number, isLittleEndian: boolean): Promise<Uint8Array[]> {
  const count = Math.ceil(grid.height / rowsPerStrip);
  const strips: Uint8Array[] = [];
  for (let start = 0; start < count; start += STRIPS_AT_ONCE) {
    const group = Array.from({ length: Math.min(STRIPS_AT_ONCE, count - start) }, (_, index) => compress(predictStrip(grid, (start + index) * rowsPerStrip, rowsPerStrip, isLittleEndian), { level: DEFLATE_LEVEL }));
    strips.push(...(await Promise.all(group)));
  }
  return strips;
}

/** Each sample minus the one left of it, modulo its range, in the file's byte order. */
function predictStrip({ data, width, height, channels }: SampleGrid, firstRow: number, rowCount: number, isLittleEndian: boolean): Uint8Array {
  const rowLength = width * channels;
  const rows = data.subarray(firstRow * rowLength, Math.min(firstRow + rowCount, height) * rowLength);
  const difference = rows.slice();
  for (let row = 0; row < rows.length; row += rowLength) {
    for (let index = row + channels; index < row + rowLength; index++) difference[index] = rows[index] - rows[index - channels];
  }
  const bytes = Buffer.from(difference.buffer, difference.byteOffset, difference.byteLength);
  const isHostLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  return difference instanceof Uint16Array && isLittleEndian !== isHostLittleEndian ? bytes.swap16() : bytes;
}

interface StripTable {
  readonly rowsPerStrip: number;
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
}

function listFields(grid: SampleGrid, hasAlpha: boolean, metadata: EmbeddedMetadata, strips: StripTable): Field[] {
  const colorCount = grid.channels - (hasAlpha ? 1 : 0);
  const perChannel = (value: number): number[] => Array<number>(grid.channels).fill(value);
  const fields: Field[] = [
    { tag: 0x100, type: LONG, values: [grid.width] },
    { tag: 0x101, type: LONG, values: [grid.height] },
    { tag: 0x102, type: SHORT, values: perChannel(grid.data.BYTES_PER_ELEMENT * 8) },
    { tag: 0x103, type: SHORT, values: [8] },
    { tag: 0x106, type: SHORT, values: [colorCount === 1 ? 1 : 2] },
    { tag: 0x111, type: LONG, values: strips.offsets },
    { tag: 0x112, type: SHORT, values: [1] },
    { tag: 0x115, type: SHORT, values: [grid.channels] },
    { tag: 0x116, type: LONG, values: [strips.rowsPerStrip] },
    { tag: 0x117, type: LONG, values: strips.lengths },
    { tag: 0x11c, type: SHORT, values: [1] },
    { tag: 0x13d, type: SHORT, values: [2] },
    { tag: 0x153, type: SHORT, values: perChannel(1) },
  ];
  if (hasAlpha) fields.push({ tag: 0x152, type: SHORT, values: [2] });
  // The resolution is a required field; 1 by 1 without a unit says that none is known.
  const { x, y } = metadata.density ?? { x: 1, y: 1 };
  fields.push({ tag: 0x11a, type: RATIONAL, values: [x] }, { tag: 0x11b, type: RATIONAL, values: [y] }, { tag: 0x128, type: SHORT, values: [metadata.density === undefined ? 1 : 2] });
  if (metadata.xmp !== undefined) fields.push({ tag: 0x2bc, type: BYTE, values: new TextEncoder().encode(metadata.xmp) });
  if (metadata.iptc !== undefined) fields.push({ tag: 0x83bb, type: UNDEFINED, values: metadata.iptc });
  if (metadata.icc !== undefined) fields.push({ tag: 0x8773, type: UNDEFINED, values: metadata.icc });
  return fields;
}

/** The EXIF block's main entries as they are, twelve bytes each: their offsets hold in the new file. */
function inheritedEntries(exif: NonNullable<ReturnType<typeof openTiff>>, block: Uint8Array, written: ReadonlySet<number>): { tag: number; bytes: Uint8Array }[] {
  const entries = [...(readDirectory(exif, exif.firstOffset)?.entries.values() ?? [])];
  return entries.filter(({ tag }) => !isStructural(tag) && !written.has(tag)).map(({ tag, entryOffset }) => ({ tag, bytes: block.subarray(entryOffset, entryOffset + 12) }));
}

function serializeDirectory(fields: readonly Field[], inherited: readonly { tag: number; bytes: Uint8Array }[], offset: number, isLittleEndian: boolean): Uint8Array {
  const entryCount = fields.length + inherited.length;
  const encoded = fields.map((field) => ({ ...field, bytes: encodeValues(field, isLittleEndian) }));
  const tableLength = 2 + entryCount * 12 + 4;
  const result = new Uint8Array(encoded.reduce((sum, { bytes }) => sum + (bytes.length > 4 ? bytes.length + (bytes.length % 2) : 0), tableLength));
  const view = new DataView(result.buffer);
  view.setUint16(0, entryCount, isLittleEndian);
  let free = tableLength;
  const writers = [
    ...inherited.map(({ tag, bytes }) => ({ tag, write: (at: number) => result.set(bytes, at) })),
    ...encoded.map((field) => ({
      tag: field.tag,
      write: (at: number) => {
        view.setUint16(at, field.tag, isLittleEndian);
        view.setUint16(at + 2, field.type, isLittleEndian);
        view.setUint32(at + 4, field.values.length, isLittleEndian);
        if (field.bytes.length <= 4) {
          result.set(field.bytes, at + 8);
          return;
        }
        view.setUint32(at + 8, offset + free, isLittleEndian);
        result.set(field.bytes, free);
        free += field.bytes.length + (field.bytes.length % 2);
      },
    })),
  ].sort((a, b) => a.tag - b.tag);
  writers.forEach(({ write }, index) => write(2 + index * 12));
  return result;
}

/** Rationals get four decimal places: densities are seldom whole. */
const RATIONAL_DENOMINATOR = 10_000;

function encodeValues({ type, values }: Field, isLittleEndian: boolean): Uint8Array {
  if (values instanceof Uint8Array) return values;
  const size = type === SHORT ? 2 : type === RATIONAL ? 8 : 4;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    if (type === SHORT) view.setUint16(index * 2, value, isLittleEndian);
    else if (type === LONG) view.setUint32(index * 4, value, isLittleEndian);
    else {
      view.setUint32(index * 8, Math.round(value * RATIONAL_DENOMINATOR), isLittleEndian);
      view.setUint32(index * 8 + 4, RATIONAL_DENOMINATOR, isLittleEndian);
    }
  });
  return bytes;
}

function padEven(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(bytes.length + (bytes.length % 2));
  padded.set(bytes);
  return padded;
}
