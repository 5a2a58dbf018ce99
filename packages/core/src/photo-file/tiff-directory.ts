/**
 * Reads the directories of TIFF files and EXIF blocks, which are TIFF files without pixels. BigTIFF too. Nothing here throws:
 * what does not fit inside the bytes is left out, and a damaged file is refused by the pixel decoder.
 *
 * @see TIFF 6.0, Adobe 1992, section 2; BigTIFF design, libtiff.gitlab.io/libtiff/specification/bigtiff.html.
 */

export interface TiffSource {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
  readonly firstOffset: number;
}

export interface TiffEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where the entry itself begins. */
  readonly entryOffset: number;
  /** Where its value begins, inside the entry or outside. */
  readonly valueOffset: number;
  readonly byteLength: number;
}

export interface TiffDirectory {
  readonly offset: number;
  readonly entries: ReadonlyMap<number, TiffEntry>;
  /** 0 after the last directory. */
  readonly nextOffset: number;
  /** Where `nextOffset` is stored. */
  readonly nextPointerOffset: number;
}

/** Bytes of one value by field type; 13, 16 to 18 are IFD and the 64-bit types. */
const TYPE_SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8 };

const MAXIMUM_DIRECTORIES = 4096;
/** No entry read as numbers here has nearly as many; a damaged one may claim millions. */
const MAXIMUM_VALUES = 4096;

/** @returns the source, or undefined when the bytes do not begin as a TIFF. */
export function openTiff(bytes: Uint8Array): TiffSource | undefined {
  if (bytes.length < 8) return undefined;
  const mark = String.fromCharCode(bytes[0], bytes[1]);
  if (mark !== 'II' && mark !== 'MM') return undefined;
  const isLittleEndian = mark === 'II';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint16(2, isLittleEndian);
  if (magic === 42) return { bytes, view, isLittleEndian, isBig: false, firstOffset: view.getUint32(4, isLittleEndian) };
  if (magic === 43 && bytes.length >= 16) return { bytes, view, isLittleEndian, isBig: true, firstOffset: Number(view.getBigUint64(8, isLittleEndian)) };
  return undefined;
}

/** @returns the directory at an offset, or undefined when it does not lie inside the bytes. */
export function readDirectory(source: TiffSource, offset: number): TiffDirectory | undefined {
  const { view, isLittleEndian, isBig, bytes } = source;
  const countSize = isBig ? 8 : 2;
  const entrySize = isBig ? 20 : 12;
  const pointerSize = isBig ? 8 : 4;
  if (!(offset >= 8) || offset + countSize > bytes.length) return undefined;
  const count = isBig ? Number(view.getBigUint64(offset, isLittleEndian)) : view.getUint16(offset, isLittleEndian);
  const nextPointerOffset = offset + countSize + count * entrySize;
  if (nextPointerOffset > bytes.length) return undefined;
  const readPointer = (at: number): number => (isBig ? Number(view.getBigUint64(at, isLittleEndian)) : view.getUint32(at, isLittleEndian));
  const entries = new Map<number, TiffEntry>();
  for (let index = 0; index < count; index++) {
    const entryOffset = offset + countSize + index * entrySize;
    const type = view.getUint16(entryOffset + 2, isLittleEndian);
    const valueCount = readPointer(entryOffset + 4);
    const byteLength = valueCount * (TYPE_SIZES[type] ?? NaN);
    const inlineOffset = entryOffset + 4 + pointerSize;
    const valueOffset = byteLength <= pointerSize ? inlineOffset : readPointer(inlineOffset);
    if (!(valueOffset + byteLength <= bytes.length)) continue;
    const tag = view.getUint16(entryOffset, isLittleEndian);
    if (!entries.has(tag)) entries.set(tag, { tag, type, count: valueCount, entryOffset, valueOffset, byteLength });
  }
  const hasNext = nextPointerOffset + pointerSize <= bytes.length;
  return { offset, entries, nextOffset: hasNext ? readPointer(nextPointerOffset) : 0, nextPointerOffset };
}

/** @returns the chain of main directories, each once even where the chain bites its tail. */
export function readDirectories(source: TiffSource): TiffDirectory[] {
  const directories: TiffDirectory[] = [];
  const seen = new Set<number>();
  for (let offset = source.firstOffset; offset !== 0 && !seen.has(offset) && directories.length < MAXIMUM_DIRECTORIES; ) {
    seen.add(offset);
    const directory = readDirectory(source, offset);
    if (directory === undefined) break;
    directories.push(directory);
    offset = directory.nextOffset;
  }
  return directories;
}

/** @returns the values of an integer or rational entry as numbers; empty for text, missing entries and other types. */
export function readNumbers(source: TiffSource, entry: TiffEntry | undefined): number[] {
  if (entry === undefined) return [];
  const { view, isLittleEndian } = source;
  const size = TYPE_SIZES[entry.type];
  const values: number[] = [];
  for (let index = 0; index < Math.min(entry.count, MAXIMUM_VALUES); index++) {
    const at = entry.valueOffset + index * size;
    if (entry.type === 1 || entry.type === 7) values.push(view.getUint8(at));
    else if (entry.type === 3) values.push(view.getUint16(at, isLittleEndian));
    else if (entry.type === 4 || entry.type === 13) values.push(view.getUint32(at, isLittleEndian));
    else if (entry.type === 5) values.push(view.getUint32(at, isLittleEndian) / view.getUint32(at + 4, isLittleEndian));
    else if (entry.type === 16 || entry.type === 18) values.push(Number(view.getBigUint64(at, isLittleEndian)));
    else return [];
  }
  return values;
}

/** @returns the raw bytes of an entry's value, aliasing the source. */
export function readValueBytes(source: TiffSource, entry: TiffEntry): Uint8Array {
  return source.bytes.subarray(entry.valueOffset, entry.valueOffset + entry.byteLength);
}

/** @returns the directories a pointer tag (sub-directories, EXIF, GPS, interoperability) leads to. */
export function readSubdirectories(source: TiffSource, directory: TiffDirectory | undefined, tag: number): TiffDirectory[] {
  return readNumbers(source, directory?.entries.get(tag))
    .map((offset) => readDirectory(source, offset))
    .filter((found) => found !== undefined);
}

/** @returns the first value of a whole-number or rational entry, undefined when there is none. */
export function readNumber(source: TiffSource, directory: TiffDirectory, tag: number): number | undefined {
  return readNumbers(source, directory.entries.get(tag))[0];
}
