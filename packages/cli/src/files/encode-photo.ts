import { convertBitDepth, convertEncoding, InvalidArgumentError, MAXIMUM_RASTER_PIXELS, UnsupportedFormatError, validateRaster, type Raster, type Recipe } from '@openretouch/core';
import { chooseProfile, type EmbeddedMetadata, embedInJpeg, embedInPng, embedInWebp, type SampleGrid, storeRecipe } from '@openretouch/core/photo-file';
import type { Sharp } from 'sharp';
import { PHOTO_FORMATS, type EncodedPhoto, type PhotoFormat, type PhotoMetadata } from './photo.js';
import { sharp } from './sharp.js';
import { writeTiff } from './write-tiff.js';
import { zlib } from './zlib.js';

/*
 * Maintainer notes. JPEG keeps full colour resolution from quality 90 on: half resolution is what people notice first in
 * saturated edges. For the same reason WebP, which always halves it, gets the careful way of doing so: 1 to 2 dB closer for 7 %
 * more bytes. mozjpeg's trellis and scan search stay off: a tenth smaller for several times the time. So do Huffman tables of a photo's own,
 * 3 % smaller on the samples: they keep all coefficients of the picture in memory, 283 MB instead of 13 at 24 MP, and take 496 ms
 * instead of 130. Metadata is put into the finished bytes, because sharp re-serialises EXIF and moves maker notes; AVIF alone gets it through sharp.
 */

export interface EncodeOptions {
  readonly format: PhotoFormat;
  /** 1..100, whole; default by format (JPEG 92, WebP 90, AVIF 80). Without effect, and noted, for PNG and TIFF. */
  readonly quality?: number;
  /** Default: as the raster, as far as the format holds it. */
  readonly bitDepth?: 8 | 16;
  /** What the picture was made with, to be stored in the file's XMP. Without it a recipe in the photo's XMP goes: it made another file. */
  readonly recipe?: Recipe;
}

/**
 * Of 0..9 and 0..6. On two photos of 2 MP sharp's own 4 made AVIF up to 8 % smaller in six to ten times the time, and WebP
 * 2 % smaller in twice the time.
 */
const AVIF_EFFORT = 2;
const WEBP_EFFORT = 2;
/** From these qualities on colour keeps full resolution. */
const FULL_COLOR_JPEG_QUALITY = 90;
const FULL_COLOR_AVIF_QUALITY = 80;

/**
 * Writes a photo into bytes, its metadata included.
 *
 * @param raster - sRGB, Display P3 or linear light (which becomes sRGB); any bit depth.
 * @param metadata - of the photo it came from. EXIF, XMP, IPTC and density are embedded as they are; a Display P3 raster always gets
 * a profile, an sRGB one where the source had one, so that an untagged photo stays untagged.
 * @returns the file's bytes, and notes on what the format could not hold.
 * @remarks A photo read as grey is written as one channel where the result is neutral (JPEG, PNG, TIFF). 16 bit becomes 10 in
 * AVIF and 8 in JPEG and WebP.
 * @throws {@link InvalidArgumentError} for quality or bit depth the format does not take; {@link UnsupportedFormatError} for
 * transparency into JPEG, and sides longer than the format's.
 */
export async function encodePhoto(raster: Raster, metadata: PhotoMetadata, options: EncodeOptions): Promise<EncodedPhoto> {
  validateRaster(raster);
  const { format } = options;
  const notes: string[] = [];
  const quality = chooseQuality(options, notes);
  const bitDepth = chooseBitDepth(raster, metadata, options, notes);
  checkSides(raster, format);
  const encoded = convertBitDepth(raster.encoding === 'linear-srgb' ? convertEncoding(raster, 'srgb') : raster, bitDepth);
  const hasAlpha = keepsAlpha(encoded, format);
  const isGrey = metadata.isGreyscale && format !== 'webp' && format !== 'avif' && isNeutral(encoded);
  const grid = makeGrid(encoded, isGrey, hasAlpha);
  const icc = chooseProfile(encoded, metadata, isGrey);
  const { exif, iptc, density } = metadata;
  const { xmp, extendedXmp, recipeFault, notes: xmpNotes } = storeRecipe(metadata.xmp, options.recipe, format);
  notes.push(...xmpNotes, ...(recipeFault === undefined ? [] : [recipeFault]));
  if (iptc !== undefined && format !== 'jpeg' && format !== 'tiff') notes.push(`the IPTC captions have no place in ${PHOTO_FORMATS[format].name} and were left out`);
  const embedded: EmbeddedMetadata = { ...(icc && { icc }), ...(exif && { exif }), ...(xmp !== undefined && { xmp }), ...(extendedXmp !== undefined && { extendedXmp }), ...(iptc && { iptc }), ...(density && { density }) };
  return { bytes: await write(grid, hasAlpha, format, quality, embedded, notes), ...(recipeFault === undefined ? {} : { recipeFault }), notes };
}

function chooseQuality({ format, quality }: EncodeOptions, notes: string[]): number {
  const traits = PHOTO_FORMATS[format];
  if (quality === undefined) return traits.defaultQuality ?? 100;
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
    throw new InvalidArgumentError(`quality: ${String(quality)} (expected a whole number from 1 to 100)`, { argument: 'quality', value: quality });
  }
  if (traits.defaultQuality === undefined) notes.push(`${traits.name} is lossless; the quality of ${quality} has no effect`);
  return quality;
}

function chooseBitDepth(raster: Raster, metadata: PhotoMetadata, { format, bitDepth }: EncodeOptions, notes: string[]): 8 | 16 {
  const traits = PHOTO_FORMATS[format];
  if (bitDepth !== undefined && !traits.bitDepths.includes(bitDepth)) {
    throw new InvalidArgumentError(`bitDepth: ${String(bitDepth)} (expected ${traits.bitDepths.join(' or ')} for ${traits.name})`, { argument: 'bitDepth', value: bitDepth, format });
  }
  const available = raster.bitDepth === 32 ? metadata.bitDepth : raster.bitDepth;
  const chosen = bitDepth ?? (traits.bitDepths.includes(available) ? available : 8);
  if (bitDepth === undefined && available > chosen) notes.push(`16 bits per channel rounded to the 8 of ${traits.name}`);
  if (format === 'avif' && chosen === 16) notes.push('16 bits per channel rounded to the 10 of AVIF');
  return chosen;
}

function checkSides({ width, height }: Raster, format: PhotoFormat): void {
  const { name, maximumSide } = PHOTO_FORMATS[format];
  if (Math.max(width, height) > maximumSide) {
    throw new UnsupportedFormatError(`${name}: ${width} x ${height} pixels (expected at most ${maximumSide} on a side); write PNG or TIFF`, { format, width, height, maximumSide });
  }
}

/** @returns whether alpha is to be written: opaque alpha says nothing and is dropped where the format has none. */
function keepsAlpha(raster: Raster, format: PhotoFormat): boolean {
  if (raster.alpha === 'none') return false;
  if (PHOTO_FORMATS[format].hasAlpha) return true;
  const opaque = raster.bitDepth === 16 ? 65535 : 255;
  for (let index = 3; index < raster.data.length; index += 4) {
    if (raster.data[index] !== opaque) {
      const names = Object.values(PHOTO_FORMATS).filter((traits) => traits.hasAlpha).map((traits) => traits.name).join(', ');
      throw new UnsupportedFormatError(`${PHOTO_FORMATS[format].name}: no transparency, and the picture has some (formats that hold it: ${names})`, { format });
    }
  }
  return false;
}

function isNeutral({ data, channels }: Raster): boolean {
  for (let index = 0; index < data.length; index += channels) {
    if (data[index] !== data[index + 1] || data[index] !== data[index + 2]) return false;
  }
  return true;
}

/** @returns the channels to be written; the raster's own data where these are all of them. */
function makeGrid({ data, width, height, channels }: Raster, isGrey: boolean, hasAlpha: boolean): SampleGrid {
  const samples = data instanceof Uint16Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length);
  const sources = isGrey ? (hasAlpha ? [0, 3] : [0]) : hasAlpha ? [0, 1, 2, 3] : [0, 1, 2];
  if (sources.length === channels) return { data: samples, width, height, channels };
  const count = width * height * sources.length;
  const kept = samples instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count);
  let target = 0;
  for (let index = 0; index < samples.length; index += channels) for (const source of sources) kept[target++] = samples[index + source];
  return { data: kept, width, height, channels: sources.length };
}

async function write(grid: SampleGrid, hasAlpha: boolean, format: PhotoFormat, quality: number, metadata: EmbeddedMetadata, notes: string[]): Promise<Uint8Array> {
  switch (format) {
    case 'jpeg':
      return embedInJpeg(await openGrid(grid).jpeg({ quality, chromaSubsampling: quality >= FULL_COLOR_JPEG_QUALITY ? '4:4:4' : '4:2:0', optimiseCoding: false }).toBuffer(), metadata, notes);
    case 'png':
      return embedInPng(await openGrid(grid).png().toBuffer(), metadata, zlib);
    case 'webp':
      return embedInWebp(await openGrid(grid).webp({ quality, effort: WEBP_EFFORT, smartSubsample: true, exact: true }).toBuffer(), metadata, grid.width, grid.height);
    case 'avif':
      return writeAvif(grid, quality, metadata);
    case 'tiff':
      return writeTiff(grid, hasAlpha, metadata);
  }
}

function openGrid({ data, width, height, channels }: SampleGrid): Sharp {
  const is16Bit = data instanceof Uint16Array;
  const isGrey = channels < 3;
  const raw = { width, height, channels: channels as 1 | 2 | 3 | 4 };
  return sharp(data, { raw, limitInputPixels: MAXIMUM_RASTER_PIXELS }).toColourspace(is16Bit ? (isGrey ? 'grey16' : 'rgb16') : isGrey ? 'b-w' : 'srgb');
}

/** Metadata travels in an uncompressed PNG, from which sharp keeps it without touching the samples. */
async function writeAvif(grid: SampleGrid, quality: number, metadata: EmbeddedMetadata): Promise<Uint8Array> {
  const carrier = await embedInPng(await openGrid(grid).png({ compressionLevel: 0 }).toBuffer(), metadata, zlib);
  const bitdepth = grid.data instanceof Uint16Array ? 10 : 8;
  const picture = sharp(carrier, { limitInputPixels: MAXIMUM_RASTER_PIXELS }).toColourspace(bitdepth === 10 ? 'rgb16' : 'srgb').keepIccProfile().keepXmp();
  // Asked to keep EXIF where there is none, sharp makes one up.
  if (metadata.exif !== undefined || metadata.density !== undefined) picture.keepExif();
  return picture
    .avif({ quality, bitdepth, effort: AVIF_EFFORT, chromaSubsampling: quality >= FULL_COLOR_AVIF_QUALITY ? '4:4:4' : '4:2:0' })
    .toBuffer();
}
