import { InvalidFileError, UnsupportedFormatError } from '../errors.js';
import { editPngChunks, listPngChunks, makePngChunk, type PngChunk } from '../formats/png-chunks.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import type { ColorSource } from './resolve-color.js';
import { readExif, stripExifPrefix } from './exif.js';
import type { Density } from './photo-format.js';
import { decodeText, hasText, latin1Bytes, MAXIMUM_METADATA_BYTES, type Container, type EmbeddedMetadata } from './container.js';

const XMP_KEYWORD = 'XML:com.adobe.xmp';
const INCHES_PER_METRE = 1 / 0.0254;

/** The platform's zlib, for the profile and the text that PNG keeps compressed. */
export interface Zlib {
  /** @throws where the stream is damaged or would become longer than `maximumBytes`. */
  inflate(bytes: Uint8Array, maximumBytes: number): Promise<Uint8Array>;
  deflate(bytes: Uint8Array): Promise<Uint8Array>;
}

/**
 * Reads a PNG's chunks.
 *
 * @throws {@link UnsupportedFormatError} for animations and HDR, {@link InvalidFileError} when the file does not end with IEND.
 * @see W3C PNG, third edition, 2025: 11.3.2 (colour space chunks and their order of precedence), 11.3.6 (animation).
 */
export async function readPng(bytes: Uint8Array, name: string, { inflate }: Pick<Zlib, 'inflate'>): Promise<Container> {
  const chunks = listPngChunks(bytes);
  const find = (kind: string): Uint8Array | undefined => chunks.find((chunk) => chunk.kind === kind)?.data;
  if (find('IHDR') === undefined || find('IEND') === undefined) {
    throw new InvalidFileError(`${name}: PNG cut short; get a whole copy of the file`, { path: name, format: 'png' });
  }
  if (find('acTL') !== undefined) {
    throw new UnsupportedFormatError(`${name}: animated PNG (accepted: still pictures); save one frame as PNG first`, { path: name, format: 'apng' });
  }
  const notes: string[] = [];
  const color = await findColor(find, name, inflate, notes);
  const exifChunk = find('eXIf');
  const exif = exifChunk && stripExifPrefix(exifChunk);
  const facts = exif && readExif(exif);
  if (exif !== undefined && facts === undefined) notes.push('the EXIF data is damaged and was left out');
  const xmp = await readXmp(chunks, inflate, notes);
  const density = readDensity(find('pHYs')) ?? facts?.density;
  return { color, ...(exif && facts && { exif }), ...(xmp !== undefined && { xmp }), ...(density && { density }), page: 0, notes };
}

/** Coding-independent code points of ITU-T H.273: 1 is BT.709, 12 is P3 with D65; transfer 13 is sRGB. */
async function findColor(find: (kind: string) => Uint8Array | undefined, name: string, inflate: Zlib['inflate'], notes: string[]): Promise<ColorSource> {
  const cicp = find('cICP');
  if (cicp !== undefined && cicp.length >= 4) {
    const [primaries, transfer] = cicp;
    if (transfer === 16 || transfer === 18) {
      throw new UnsupportedFormatError(`${name}: HDR PNG (accepted: standard dynamic range); export it as SDR first`, { path: name, format: 'png' });
    }
    if (transfer === 13 && primaries === 1) return { kind: 'space', space: 'srgb' };
    if (transfer === 13 && primaries === 12) return { kind: 'space', space: 'display-p3' };
    if (find('iCCP') === undefined) {
      throw new UnsupportedFormatError(`${name}: PNG in a video colour space (cICP primaries ${primaries}, transfer ${transfer}; accepted: sRGB, Display P3 or an ICC profile)`, { path: name, format: 'png' });
    }
  }
  const profileChunk = find('iCCP');
  if (profileChunk !== undefined) {
    const icc = await inflateAfterKeyword(profileChunk, inflate);
    if (icc !== undefined) return { kind: 'icc', bytes: icc };
    notes.push('the colour profile is damaged; colours were read as sRGB');
    return { kind: 'untagged' };
  }
  if (find('sRGB') !== undefined) return { kind: 'space', space: 'srgb' };
  const gamma = find('gAMA');
  if (gamma !== undefined && gamma.length >= 4) {
    const stored = new DataView(gamma.buffer, gamma.byteOffset).getUint32(0) / 100_000;
    // 1/2.2 stands for sRGB's curve in files without an sRGB chunk; writers round it by up to a hundredth.
    if (stored > 0 && Math.abs(stored - 1 / 2.2) > 0.02) return { kind: 'gamma', exponent: 1 / stored };
  }
  return { kind: 'untagged' };
}

/** Keyword, zero, compression method 0, zlib stream. */
async function inflateAfterKeyword(data: Uint8Array, inflate: Zlib['inflate']): Promise<Uint8Array | undefined> {
  const zero = data.indexOf(0);
  if (zero < 0) return undefined;
  try {
    return await inflate(data.subarray(zero + 2), MAXIMUM_METADATA_BYTES);
  } catch {
    return undefined;
  }
}

/** International text: keyword, zero, compressed?, method, language, zero, translated keyword, zero, UTF-8. */
async function readXmp(chunks: readonly PngChunk[], inflate: Zlib['inflate'], notes: string[]): Promise<string | undefined> {
  const data = chunks.find((chunk) => chunk.kind === 'iTXt' && hasText(chunk.data, 0, `${XMP_KEYWORD}\0`))?.data;
  if (data === undefined) return undefined;
  const isCompressed = data[XMP_KEYWORD.length + 1] === 1;
  const languageEnd = data.indexOf(0, XMP_KEYWORD.length + 3);
  const textStart = data.indexOf(0, languageEnd + 1) + 1;
  if (languageEnd < 0 || textStart === 0) return undefined;
  try {
    const text = data.subarray(textStart);
    return decodeText(isCompressed ? await inflate(text, MAXIMUM_METADATA_BYTES) : text);
  } catch {
    notes.push('the XMP data is damaged and was left out');
    return undefined;
  }
}

function readDensity(data: Uint8Array | undefined): Density | undefined {
  if (data === undefined || data.length < 9 || data[8] !== 1) return undefined;
  const view = new DataView(data.buffer, data.byteOffset);
  const x = view.getUint32(0) / INCHES_PER_METRE;
  const y = view.getUint32(4) / INCHES_PER_METRE;
  return x > 0 && y > 0 ? { x, y } : undefined;
}

/** Puts metadata into a PNG that holds none, right after its header; a density the encoder wrote is replaced. */
export async function embedInPng(bytes: Uint8Array, metadata: EmbeddedMetadata, { deflate }: Pick<Zlib, 'deflate'>): Promise<Uint8Array> {
  const inserted: Uint8Array[] = [];
  if (metadata.icc !== undefined) inserted.push(makePngChunk('iCCP', latin1Bytes('ICC profile\0\0'), await deflate(metadata.icc)));
  if (metadata.density !== undefined) {
    const data = new Uint8Array(9);
    const view = new DataView(data.buffer);
    view.setUint32(0, Math.round(metadata.density.x * INCHES_PER_METRE));
    view.setUint32(4, Math.round(metadata.density.y * INCHES_PER_METRE));
    data[8] = 1;
    inserted.push(makePngChunk('pHYs', data));
  }
  if (metadata.exif !== undefined) inserted.push(makePngChunk('eXIf', metadata.exif));
  if (metadata.xmp !== undefined) inserted.push(makePngChunk('iTXt', latin1Bytes(`${XMP_KEYWORD}\0\0\0\0\0`), encodeUtf8(metadata.xmp)));
  return editPngChunks(bytes, inserted, ({ kind }) => kind === 'pHYs');
}
