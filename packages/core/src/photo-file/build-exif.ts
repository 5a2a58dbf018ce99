import { TAG_EXIF_DIRECTORY, TAG_GPS_DIRECTORY, TAG_INTEROPERABILITY_DIRECTORY, TAG_ORIENTATION } from './exif.js';
import { readSubdirectories, readValueBytes, type TiffDirectory, type TiffEntry, type TiffSource } from './tiff-directory.js';

/**
 * Descriptive tags of a TIFF's main directory that belong to EXIF's: description, maker, model, resolution, software, date,
 * artist, host, rating, copyright, Windows titles. Tags that describe how pixels are stored stay out.
 */
const DESCRIPTIVE_TAGS: ReadonlySet<number> = new Set([
  0x010e, 0x010f, 0x0110, TAG_ORIENTATION, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x013c, 0x4746, 0x4749, 0x8298, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f,
]);

/** A value to be written; `children` in place of a value makes it a pointer to another directory. */
interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value?: Uint8Array;
  readonly children?: readonly Field[];
}

/**
 * Collects a TIFF file's camera data into an EXIF block of its own.
 *
 * @param source - classic or BigTIFF; 64-bit values of the latter have no EXIF type and are left out.
 * @returns the block in the source's byte order, or undefined when the file holds no such data.
 */
export function buildExifFromTiff(source: TiffSource, main: TiffDirectory): Uint8Array | undefined {
  const fields = [...main.entries.values()].filter((entry) => DESCRIPTIVE_TAGS.has(entry.tag) && entry.type < 16).map((entry) => copyField(source, entry));
  const exif = readSubdirectories(source, main, TAG_EXIF_DIRECTORY)[0];
  const gps = readSubdirectories(source, main, TAG_GPS_DIRECTORY)[0];
  const isWorthwhile = exif !== undefined || gps !== undefined || fields.some((field) => field.tag !== TAG_ORIENTATION && ![0x011a, 0x011b, 0x0128].includes(field.tag));
  if (!isWorthwhile) return undefined;
  if (exif !== undefined) fields.push(pointerField(TAG_EXIF_DIRECTORY, copyDirectory(source, exif)));
  if (gps !== undefined) fields.push(pointerField(TAG_GPS_DIRECTORY, copyDirectory(source, gps)));
  return serialize(fields, source.isLittleEndian);
}

function copyDirectory(source: TiffSource, directory: TiffDirectory): Field[] {
  const fields: Field[] = [];
  for (const entry of directory.entries.values()) {
    if (entry.tag !== TAG_INTEROPERABILITY_DIRECTORY) fields.push(copyField(source, entry));
  }
  const interoperability = readSubdirectories(source, directory, TAG_INTEROPERABILITY_DIRECTORY)[0];
  if (interoperability !== undefined) fields.push(pointerField(TAG_INTEROPERABILITY_DIRECTORY, [...interoperability.entries.values()].map((entry) => copyField(source, entry))));
  return fields;
}

function copyField(source: TiffSource, entry: TiffEntry): Field {
  return { tag: entry.tag, type: entry.type, count: entry.count, value: readValueBytes(source, entry) };
}

function pointerField(tag: number, children: Field[]): Field {
  return { tag, type: 4, count: 1, children };
}

function serialize(fields: readonly Field[], isLittleEndian: boolean): Uint8Array {
  const size = 8 + measure(fields);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(isLittleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, isLittleEndian);
  view.setUint32(4, 8, isLittleEndian);
  writeDirectory(fields, 8);
  return bytes;

  function writeDirectory(list: readonly Field[], offset: number): number {
    const sorted = [...list].sort((a, b) => a.tag - b.tag);
    view.setUint16(offset, sorted.length, isLittleEndian);
    let free = offset + 6 + sorted.length * 12;
    sorted.forEach((field, index) => {
      const at = offset + 2 + index * 12;
      view.setUint16(at, field.tag, isLittleEndian);
      view.setUint16(at + 2, field.type, isLittleEndian);
      view.setUint32(at + 4, field.count, isLittleEndian);
      if (field.children !== undefined) {
        view.setUint32(at + 8, free, isLittleEndian);
        free = writeDirectory(field.children, free);
      } else if (field.value !== undefined && field.value.length <= 4) {
        bytes.set(field.value, at + 8);
      } else if (field.value !== undefined) {
        view.setUint32(at + 8, free, isLittleEndian);
        bytes.set(field.value, free);
        free += evenLength(field.value.length);
      }
    });
    return free;
  }
}

/** @returns bytes a directory takes with its values and the directories below it. */
function measure(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => {
    if (field.children !== undefined) return sum + 12 + measure(field.children);
    return sum + 12 + (field.value !== undefined && field.value.length > 4 ? evenLength(field.value.length) : 0);
  }, 6);
}

/** TIFF values begin on even offsets. */
function evenLength(length: number): number {
  return length + (length % 2);
}
