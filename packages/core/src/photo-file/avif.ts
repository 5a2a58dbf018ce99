import { UnsupportedFormatError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { ColorSource } from './resolve-color.js';
import { readExif, stripExifPrefix } from './exif.js';
import { checkPixelCount, decodeText, hasText, type Container } from './container.js';

/** What the decoder found among the file's items. */
export interface AvifItems {
  readonly exif?: Uint8Array | undefined;
  readonly xmp?: Uint8Array | undefined;
  readonly icc?: Uint8Array | undefined;
}

/**
 * Reads an AVIF's brands and colour description.
 *
 * @throws {@link UnsupportedFormatError} for image sequences and HDR, {@link InvalidFileError} for a size past the limit.
 * @remarks Orientation comes from the picture's own properties, which the decoder applies; the one in EXIF is to be ignored.
 * @see ISO/IEC 14496-12 (boxes), 23008-12 (items; 6.5.10 on orientation), ITU-T H.273 (colour description), AV1 image file
 * format 1.1.
 */
export function readAvif(bytes: Uint8Array, name: string, items: AvifItems): Container {
  const brands = readBrands(bytes);
  if (brands[0] === 'avis') {
    throw new UnsupportedFormatError(`${name}: animated AVIF (accepted: still pictures); save one frame as PNG first`, { path: name, format: 'avif' });
  }
  const properties = readProperties(bytes);
  checkSizes(properties, name);
  const color = findColor(properties, name);
  const exif = items.exif && stripExifPrefix(items.exif);
  const facts = exif && readExif(exif);
  const icc = items.icc ?? findProfile(properties);
  const notes: string[] = [];
  if (exif !== undefined && facts === undefined) notes.push('the EXIF data is damaged and was left out');
  if (brands.includes('tmap')) notes.push('the HDR gain map belongs to the picture as it was and was left out; the base picture is retouched');
  return {
    color: icc ? { kind: 'icc', bytes: icc } : color,
    ...(exif && facts && { exif }),
    ...(items.xmp && { xmp: decodeText(items.xmp) }),
    ...(facts?.density && { density: facts.density }),
    orientation: 1,
    page: 0,
    notes,
  };
}

/** @returns major brand first, then the compatible ones; empty when the file does not begin with a file type box. */
export function readBrands(bytes: Uint8Array): string[] {
  if (!hasText(bytes, 4, 'ftyp') || bytes.length < 16) return [];
  const size = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length, 1024);
  const brands = [String.fromCharCode(...bytes.subarray(8, 12))];
  for (let offset = 16; offset + 4 <= size; offset += 4) brands.push(String.fromCharCode(...bytes.subarray(offset, offset + 4)));
  return brands;
}

/** @returns the boxes that describe the file's pictures: size, colour, depth. */
function readProperties(bytes: Uint8Array): Box[] {
  const meta = findBox(bytes, 'meta', 0);
  const properties = meta && findBox(meta, 'iprp', 4);
  const container = properties && findBox(properties, 'ipco', 0);
  return container ? listBoxes(container, 0) : [];
}

/** The decoder prints complaints of its own about sizes no picture has. */
function checkSizes(properties: readonly Box[], name: string): void {
  for (const { kind, content } of properties) {
    if (kind !== 'ispe' || content.length < 12) continue;
    const view = new DataView(content.buffer, content.byteOffset);
    checkPixelCount(view.getUint32(4), view.getUint32(8), name);
  }
}

/** A profile of the picture's own, of which `rICC` is the restricted kind. */
function findProfile(properties: readonly Box[]): Uint8Array | undefined {
  return properties.find(({ kind, content }) => kind === 'colr' && (hasText(content, 0, 'prof') || hasText(content, 0, 'rICC')))?.content.subarray(4);
}

function findColor(properties: readonly Box[], name: string): ColorSource {
  const box = properties.find(({ kind, content }) => kind === 'colr' && hasText(content, 0, 'nclx') && content.length >= 8)?.content;
  if (box === undefined) return { kind: 'untagged' };
  const primaries = box[4] * 256 + box[5];
  const transfer = box[6] * 256 + box[7];
  if (transfer === 16 || transfer === 18) {
    throw new UnsupportedFormatError(`${name}: HDR AVIF (accepted: standard dynamic range); export it as SDR first`, { path: name, format: 'avif' });
  }
  // 1, 5, 6: BT.709 and the old television primaries every viewer shows as sRGB; 2: unspecified; 12: P3 with D65.
  const space: EncodedSpace | undefined = primaries === 12 ? 'display-p3' : [1, 2, 5, 6].includes(primaries) ? 'srgb' : undefined;
  if (space === undefined || transfer === 8) {
    throw new UnsupportedFormatError(`${name}: AVIF in a video colour space (primaries ${primaries}, transfer ${transfer}; accepted: sRGB, Display P3 or an ICC profile)`, { path: name, format: 'avif' });
  }
  return primaries === 2 ? { kind: 'untagged' } : { kind: 'space', space };
}

interface Box {
  readonly kind: string;
  readonly content: Uint8Array;
}

function listBoxes(bytes: Uint8Array, start: number): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let offset = start; offset + 8 <= bytes.length; ) {
    const size = view.getUint32(offset);
    const isLong = size === 1 && offset + 16 <= bytes.length;
    const length = isLong ? Number(view.getBigUint64(offset + 8)) : size === 0 ? bytes.length - offset : size;
    const headLength = isLong ? 16 : 8;
    if (length < headLength || offset + length > bytes.length) break;
    boxes.push({ kind: String.fromCharCode(...bytes.subarray(offset + 4, offset + 8)), content: bytes.subarray(offset + headLength, offset + length) });
    offset += length;
  }
  return boxes;
}

/** @returns the content of the first box of a kind; `start` skips version and flags of a full box. */
function findBox(bytes: Uint8Array, kind: string, start: number): Uint8Array | undefined {
  return listBoxes(bytes, start).find((box) => box.kind === kind)?.content;
}
