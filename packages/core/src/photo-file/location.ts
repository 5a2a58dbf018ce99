import { TAG_GPS_DIRECTORY } from './exif.js';
import type { PhotoMetadata } from './photo-format.js';
import { openTiff, readDirectory, readSubdirectories } from './tiff-directory.js';

/**
 * Takes away what says where a photo was made: the GPS directory of EXIF, and coordinates and names of places in XMP and IPTC.
 *
 * @returns changed copies; everything else stays byte for byte. A maker's own notes are not looked into.
 */
export function removeLocation(metadata: PhotoMetadata): PhotoMetadata {
  const { exif, xmp, iptc } = metadata;
  return {
    ...metadata,
    ...(exif && { exif: removeGpsDirectory(exif) }),
    ...(xmp !== undefined && { xmp: removeXmpPlaces(xmp) }),
    ...(iptc && { iptc: removeIptcPlaces(iptc) }),
  };
}

/** The entry goes from the main directory, and the coordinates are overwritten where they stand: nothing moves, maker notes stay whole. */
function removeGpsDirectory(block: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(block);
  const source = openTiff(copy);
  const main = source && readDirectory(source, source.firstOffset);
  const pointer = main?.entries.get(TAG_GPS_DIRECTORY);
  if (source === undefined || source.isBig || main === undefined || pointer === undefined) return copy;
  for (const directory of readSubdirectories(source, main, TAG_GPS_DIRECTORY)) {
    for (const { valueOffset, byteLength } of directory.entries.values()) copy.fill(0, valueOffset, valueOffset + byteLength);
    // A damaged pointer may lead into the main directory itself.
    if (directory.offset < main.offset || directory.offset >= main.nextPointerOffset) copy.fill(0, directory.offset, Math.min(directory.nextPointerOffset + 4, copy.length));
  }
  const { view, isLittleEndian } = source;
  const end = Math.min(main.nextPointerOffset + 4, copy.length);
  copy.copyWithin(pointer.entryOffset, pointer.entryOffset + 12, end);
  copy.fill(0, end - 12, end);
  view.setUint16(main.offset, view.getUint16(main.offset, isLittleEndian) - 1, isLittleEndian);
  return copy;
}

const XMP_PLACES: readonly (readonly [namespace: string, names: string])[] = [
  ['http://ns.adobe.com/exif/1.0/', 'GPS\\w+'],
  ['http://ns.adobe.com/photoshop/1.0/', 'City|State|Country'],
  ['http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/', 'Location|CountryCode'],
  ['http://iptc.org/std/Iptc4xmpExt/2008-02-29/', 'LocationCreated|LocationShown'],
];

/** As text, for the reasons given in xmp.ts. */
function removeXmpPlaces(xmp: string): string {
  let result = xmp;
  for (const [namespace, names] of XMP_PLACES) {
    const declarations = result.matchAll(new RegExp(`xmlns:([\\w.-]+)\\s*=\\s*["']${namespace.replaceAll('.', '\\.')}["']`, 'g'));
    for (const prefix of new Set(Array.from(declarations, ([, name]) => name.replaceAll('.', '\\.')))) {
      result = result
        .replace(new RegExp(`<(${prefix}:(?:${names}))(?=[\\s/>])(?:[^>]*/>|[\\s\\S]*?</\\1\\s*>)`, 'g'), '')
        .replace(new RegExp(`\\s${prefix}:(?:${names})\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), '');
    }
  }
  return result;
}

/** Sub-location, city, province, country code and name, of record 2, and the location codes. @see IPTC-IIM 4.2, chapter 6 */
const IPTC_PLACES: ReadonlySet<number> = new Set([26, 27, 90, 92, 95, 100, 101]);

/** A record: 0x1c, number of the record, of the dataset, length, value. What does not read so ends the list and stays. */
function removeIptcPlaces(iptc: Uint8Array): Uint8Array {
  const kept = new Uint8Array(iptc.length);
  let length = 0;
  let offset = 0;
  while (offset + 5 <= iptc.length && iptc[offset] === 0x1c) {
    const valueLength = iptc[offset + 3] * 256 + iptc[offset + 4];
    const end = offset + 5 + valueLength;
    // The highest bit marks a longer length field, which no place has.
    if (valueLength >= 0x8000 || end > iptc.length) break;
    if (iptc[offset + 1] !== 2 || !IPTC_PLACES.has(iptc[offset + 2])) {
      kept.set(iptc.subarray(offset, end), length);
      length += end - offset;
    }
    offset = end;
  }
  kept.set(iptc.subarray(offset), length);
  return kept.subarray(0, length + iptc.length - offset);
}
