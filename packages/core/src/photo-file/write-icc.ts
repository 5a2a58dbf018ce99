import type { EncodedSpace } from '../raster/raster.js';
import { D50_XYZ, D65_TO_D50, spaceToXyzD50 } from './known-spaces.js';

/** What our own profiles describe; `srgb-grey` is one channel with sRGB's curve. */
export type WrittenSpace = EncodedSpace | 'srgb-grey';

const DESCRIPTIONS: Readonly<Record<WrittenSpace, string>> = { srgb: 'sRGB', 'display-p3': 'Display P3', 'srgb-grey': 'sRGB grey' };

/** sRGB's decoding as parametric function 3: exponent, 1/1.055, 0.055/1.055, 1/12.92, join. @see IEC 61966-2-1. */
const SRGB_CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

/**
 * Writes a version 4 ICC profile of one of the spaces the product works in.
 *
 * @returns about 500 bytes, the same on every call.
 * @remarks Written from the standard instead of copied, because published profiles carry licences and differ in rounding.
 * @see ICC.1:2022, 8.3 and 8.4 (required tags), 10.
 */
export function writeIccProfile(space: WrittenSpace): Uint8Array {
  const curve = parametricTag(SRGB_CURVE);
  const tags: [string, Uint8Array][] = [
    ['desc', textTag(DESCRIPTIONS[space])],
    ['cprt', textTag('No copyright, use freely')],
    ['wtpt', xyzTag(D50_XYZ)],
    ['chad', fixedTag('sf32', D65_TO_D50)],
  ];
  if (space === 'srgb-grey') {
    tags.push(['kTRC', curve]);
  } else {
    const matrix = spaceToXyzD50(space);
    ['rXYZ', 'gXYZ', 'bXYZ'].forEach((name, column) => tags.push([name, xyzTag([matrix[column], matrix[3 + column], matrix[6 + column]])]));
    for (const name of ['rTRC', 'gTRC', 'bTRC']) tags.push([name, curve]);
  }
  return assemble(space === 'srgb-grey' ? 'GRAY' : 'RGB ', tags);
}

function assemble(colorSpace: string, tags: readonly [string, Uint8Array][]): Uint8Array {
  const offsets = new Map<Uint8Array, number>();
  let size = 132 + tags.length * 12;
  for (const [, data] of tags) {
    if (offsets.has(data)) continue;
    offsets.set(data, size);
    size += data.length;
  }
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, size);
  view.setUint32(8, 0x04300000);
  writeText(bytes, 12, `mntr${colorSpace}XYZ `);
  // The date is a required field; a fixed one keeps the bytes the same on every run.
  [2026, 1, 1].forEach((value, index) => view.setUint16(24 + index * 2, value));
  writeText(bytes, 36, 'acsp');
  D50_XYZ.forEach((value, index) => view.setInt32(68 + index * 4, Math.round(value * 65536)));
  view.setUint32(128, tags.length);
  tags.forEach(([name, data], index) => {
    const at = 132 + index * 12;
    writeText(bytes, at, name);
    view.setUint32(at + 4, offsets.get(data) ?? 0);
    view.setUint32(at + 8, data.length);
    bytes.set(data, offsets.get(data));
  });
  return bytes;
}

function writeText(bytes: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[offset + index] = text.charCodeAt(index);
}

/** multiLocalizedUnicodeType with one language, padded to four bytes. */
function textTag(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((28 + text.length * 2) / 4) * 4);
  const view = new DataView(bytes.buffer);
  writeText(bytes, 0, 'mluc');
  view.setUint32(8, 1);
  view.setUint32(12, 12);
  writeText(bytes, 16, 'enUS');
  view.setUint32(20, text.length * 2);
  view.setUint32(24, 28);
  for (let index = 0; index < text.length; index++) view.setUint16(28 + index * 2, text.charCodeAt(index));
  return bytes;
}

function xyzTag(xyz: readonly number[]): Uint8Array {
  return fixedTag('XYZ ', xyz);
}

function parametricTag(parameters: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(12 + parameters.length * 4);
  const view = new DataView(bytes.buffer);
  writeText(bytes, 0, 'para');
  view.setUint16(8, 3);
  parameters.forEach((value, index) => view.setInt32(12 + index * 4, Math.round(value * 65536)));
  return bytes;
}

/** A tag of s15Fixed16 numbers. */
function fixedTag(kind: string, values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + values.length * 4);
  const view = new DataView(bytes.buffer);
  writeText(bytes, 0, kind);
  values.forEach((value, index) => view.setInt32(8 + index * 4, Math.round(value * 65536)));
  return bytes;
}
