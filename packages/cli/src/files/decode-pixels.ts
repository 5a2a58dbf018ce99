import { InvalidFileError, MAXIMUM_RASTER_PIXELS, UnsupportedFormatError } from '@openretouch/core';
import { checkPixelCount, type ColorDecision, type Container, identifyFormat, orientSamples, parseIccProfile, readAvif, readExif, readJpeg, readPng, readTiff, readWebp, resolveColor, resolveDamagedProfile, type SampleGrid } from '@openretouch/core/photo-file';
import type { Metadata } from 'sharp';
import { availableMemoryBytes } from './available-memory.js';
import { isTableProfileUsable } from './check-table-profile.js';
import { displayPath, PHOTO_FORMATS, type PhotoFormat } from './photo.js';
import { readFileBytes } from './read-file-bytes.js';
import { sharp } from './sharp.js';
import { zlib } from './zlib.js';

/*
 * Maintainer notes. sharp only turns compressed bytes into samples here: profiles, orientation and metadata are read by our own
 * container readers, because sharp converts 8-bit photos to sRGB, drops what it cannot parse, and does not say which it did.
 * It is asked to fail on any warning first; where that fails and the data is only flawed, not cut short, the second attempt
 * takes what every viewer would show and says so.
 */

export interface DecodeOptions {
  /** Cancels between reading, decoding and converting. */
  readonly signal?: AbortSignal;
  /** Bytes the decoded picture and one copy of it may take; default: what the machine or container has. */
  readonly memoryLimitBytes?: number;
  /** Longer side in pixels to which a larger photo is reduced while it is decoded, which takes a fraction of the time and memory; for looking at it. */
  readonly maximumSide?: number;
  /** Hands out the file's own numbers whatever profile or gamma stands beside them; `color` still says which. CMYK is refused. */
  readonly keepsNumbers?: boolean;
  /** Awaited between the header and the pixels: whoever reads many photos at once makes a large one wait here. */
  readonly beforePixels?: (header: PhotoHeader) => Promise<void>;
}

/** What is known of a photo before its pixels are. Not yet turned upright. */
export interface PhotoHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bitDepth: 8 | 16;
}

/** Upright samples: grey or RGB, with or without straight alpha, in the file's own numbers unless `color` says converted. */
export interface DecodedPixels {
  readonly format: PhotoFormat;
  readonly grid: SampleGrid;
  readonly isGreyscale: boolean;
  readonly hasAlpha: boolean;
  readonly bitDepth: 8 | 16;
  readonly container: Container;
  readonly color: ColorDecision;
  readonly notes: readonly string[];
}

/**
 * Reads a photo file's pixels.
 *
 * @throws {@link InvalidFileError} and {@link UnsupportedFormatError}, one line that begins with the path; the signal's reason.
 */
export async function decodePixels(path: string, options: DecodeOptions = {}): Promise<DecodedPixels> {
  const { signal } = options;
  const name = displayPath(path);
  const bytes = await readFileBytes(path, signal);
  const format = identifyFormat(bytes, path);
  const structure = await CONTAINER_READERS[format](bytes, name);
  const metadata = await readHeader(bytes, format, name, structure.page);
  const container = format === 'avif' ? readAvif(bytes, name, metadata) : structure;
  const { bitDepth, isGreyscale, isCmyk } = describeSamples(metadata, format, name);
  checkSize(metadata, bitDepth, name, options.memoryLimitBytes ?? availableMemoryBytes());
  if (isCmyk && options.keepsNumbers === true) throw new UnsupportedFormatError(`${name}: CMYK (accepted: RGB or grey); make it again in RGB`, { path, format });
  await options.beforePixels?.({ width: metadata.width, height: metadata.height, channels: metadata.channels, bitDepth });
  signal?.throwIfAborted();
  const color = isCmyk ? resolveCmyk(container) : await resolveRgb(container, isGreyscale, bitDepth);
  signal?.throwIfAborted();
  const notes = [...container.notes, ...color.notes];
  const useProfile = color.conversion.kind === 'table' && options.keepsNumbers !== true;
  const decoded = await decodeSamples(bytes, format, name, { page: container.page, useProfile, isGreyscale, bitDepth, hasExtraChannels: metadata.channels > 1, ...(options.maximumSide === undefined ? {} : { maximumSide: options.maximumSide }) }, notes);
  signal?.throwIfAborted();
  const colorCount = isGreyscale ? 1 : 3;
  const hasAlpha = decoded.channels > colorCount && container.extraChannel !== 'none';
  const grid = keepChannels(decoded, colorCount + (hasAlpha ? 1 : 0), notes);
  const orientation = container.orientation ?? (container.exif && readExif(container.exif)?.orientation) ?? 1;
  return { format, grid: orientSamples(grid, orientation), isGreyscale, hasAlpha, bitDepth, container, color, notes };
}

/** An AVIF's EXIF, XMP and profile are items only the decoder finds; its structure is checked before. */
const CONTAINER_READERS: Readonly<Record<PhotoFormat, (bytes: Uint8Array, name: string) => Container | Promise<Container>>> = { jpeg: readJpeg, png: (bytes, name) => readPng(bytes, name, zlib), webp: readWebp, avif: (bytes, name) => readAvif(bytes, name, {}), tiff: readTiff };

async function readHeader(bytes: Uint8Array, format: PhotoFormat, name: string, page: number): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false, ...(page > 0 && { page }) }).metadata();
  } catch (error) {
    throw damaged(name, format, error);
  }
}

function damaged(name: string, format: PhotoFormat, cause: unknown): InvalidFileError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0].replace(/^Input buffer /, '').replace(/^(?:vips|Vips)?\w*: /, '');
  return new InvalidFileError(`${name}: ${PHOTO_FORMATS[format].name} damaged or cut short (${reason}); get a whole copy of the file`, { path: name, format }, { cause });
}

function describeSamples(metadata: Metadata, format: PhotoFormat, name: string): { bitDepth: 8 | 16; isGreyscale: boolean; isCmyk: boolean } {
  const { depth, space } = metadata;
  const isGreyscale = space === 'b-w' || space === 'grey16';
  const isCmyk = space === 'cmyk';
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new UnsupportedFormatError(`${name}: ${PHOTO_FORMATS[format].name} of ${depth} samples (accepted: 8 or 16 bit); export it as 16-bit TIFF first`, { path: name, format, depth });
  }
  if (!isGreyscale && !isCmyk && space !== 'srgb' && space !== 'rgb' && space !== 'rgb16') {
    throw new UnsupportedFormatError(`${name}: ${PHOTO_FORMATS[format].name} in the colour space ${space} (accepted: RGB, grey, CMYK); export it as RGB first`, { path: name, format, space });
  }
  return { bitDepth: depth === 'ushort' && !isCmyk ? 16 : 8, isGreyscale, isCmyk };
}

function checkSize(metadata: Metadata, bitDepth: 8 | 16, name: string, memoryLimitBytes: number): void {
  const { width, height } = metadata;
  checkPixelCount(width, height, name);
  const channels = metadata.hasAlpha ? 4 : 3;
  const neededBytes = width * height * channels * (bitDepth / 8) * 2;
  if (neededBytes > memoryLimitBytes) {
    const gigabytes = (value: number): string => `${(value / 1e9).toFixed(1)} GB`;
    throw new InvalidFileError(`${name}: ${width} x ${height} pixels need ${gigabytes(neededBytes)} of memory (available: ${gigabytes(memoryLimitBytes)}); use a smaller copy`, { path: name, width, height, neededBytes }, { code: 'too-large' });
  }
}

async function resolveRgb({ color }: Container, isGreyscale: boolean, bitDepth: 8 | 16): Promise<ColorDecision> {
  const decision = resolveColor(color, isGreyscale, bitDepth);
  const isUsable = color.kind !== 'icc' || decision.conversion.kind !== 'table' || (await isTableProfileUsable(color.bytes));
  return isUsable ? decision : resolveDamagedProfile();
}

/** CMYK becomes sRGB through LittleCMS; an embedded profile that is not for CMYK is left unused. */
function resolveCmyk(container: Container): ColorDecision {
  const base = { encoding: 'srgb', isTagged: true } as const;
  const profile = container.color.kind === 'icc' ? parseIccProfile(container.color.bytes) : undefined;
  if (profile?.space === 'cmyk') return { ...base, conversion: { kind: 'table' }, notes: [`CMYK colours converted from "${profile.description}" to sRGB`] };
  return { ...base, conversion: { kind: 'none' }, notes: ['CMYK colours without a CMYK profile converted to sRGB as if for a general press; they may differ from what was meant'] };
}

interface SampleRequest {
  readonly page: number;
  readonly useProfile: boolean;
  readonly isGreyscale: boolean;
  readonly bitDepth: 8 | 16;
  readonly hasExtraChannels: boolean;
  readonly maximumSide?: number;
}

async function decodeSamples(bytes: Uint8Array, format: PhotoFormat, name: string, request: SampleRequest, notes: string[]): Promise<SampleGrid> {
  const decode = (failOn: 'warning' | 'error'): Promise<SampleGrid> => runDecoder(bytes, request, failOn);
  let warning: unknown;
  try {
    return await decode('warning');
  } catch (error) {
    warning = error;
  }
  try {
    const grid = await decode('error');
    notes.push(`the ${PHOTO_FORMATS[format].name} data has flaws, parts of the picture may be wrong`);
    return grid;
  } catch {
    throw damaged(name, format, warning);
  }
}

async function runDecoder(bytes: Uint8Array, { page, useProfile, isGreyscale, bitDepth, hasExtraChannels, maximumSide }: SampleRequest, failOn: 'warning' | 'error'): Promise<SampleGrid> {
  // sharp hands out 8-bit grey without its alpha; as sRGB the three channels are equal and alpha stays.
  const isSpread = isGreyscale && bitDepth === 8 && hasExtraChannels;
  const space = bitDepth === 16 ? (isGreyscale ? 'grey16' : 'rgb16') : isGreyscale && !isSpread ? 'b-w' : 'srgb';
  const input = sharp(bytes, { failOn, ignoreIcc: !useProfile, limitInputPixels: MAXIMUM_RASTER_PIXELS, ...(page > 0 && { page }) });
  const reduced = maximumSide === undefined ? input : input.resize({ width: maximumSide, height: maximumSide, fit: 'inside', withoutEnlargement: true, kernel: 'linear' });
  const { data, info } = await reduced
    .toColourspace(space)
    .raw({ depth: bitDepth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const sampleCount = width * height * channels;
  if (bitDepth === 16) return { data: new Uint16Array(data.buffer, data.byteOffset, sampleCount), width, height, channels };
  const grid = { data: new Uint8Array(data.buffer, data.byteOffset, sampleCount), width, height, channels };
  return isSpread && channels > 2 ? pickChannels(grid, [0, ...Array.from({ length: channels - 3 }, (_, index) => 3 + index)]) : grid;
}

/** Drops channels after the first `count`: spot colours and saved selections are no part of the picture. */
function keepChannels(grid: SampleGrid, count: number, notes: string[]): SampleGrid {
  const surplus = grid.channels - count;
  if (surplus <= 0) return grid;
  notes.push(surplus === 1 ? 'an extra channel that is no transparency was left out' : `${surplus} extra channels that are no transparency were left out`);
  return pickChannels(grid, Array.from({ length: count }, (_, index) => index));
}

function pickChannels({ data, width, height, channels }: SampleGrid, picked: readonly number[]): SampleGrid {
  const sampleCount = width * height * picked.length;
  const kept = data instanceof Uint16Array ? new Uint16Array(sampleCount) : new Uint8Array(sampleCount);
  let target = 0;
  for (let index = 0; index < data.length; index += channels) for (const channel of picked) kept[target++] = data[index + channel];
  return { data: kept, width, height, channels: picked.length };
}
