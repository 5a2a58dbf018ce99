import { convertBitDepth, convertEncoding, type Raster, type Recipe, throwIfCancelled, UnsupportedFormatError } from '@openretouch/core';
import { chooseProfile, concatBytes, type EmbeddedMetadata, embedInJpeg, embedInPng, embedInWebp, listFormats, normalizeExif, PHOTO_FORMATS, type PhotoMetadata, removeLocation, storeRecipe } from '@openretouch/core/photo-file';
import { createScratchCanvas, listBands, yieldToPage } from './canvas-bands.js';
import { encodePng, type PngRaster } from './encode-png.js';
import { bareJpeg } from './jpeg-segments.js';
import { MAXIMUM_CANVAS_SIDE } from './limits.js';
import { bareWebp } from './webp-chunks.js';
import { zlib } from './zlib.js';

/** The formats the Studio writes. */
export const SAVED_FORMATS = ['jpeg', 'png', 'webp'] as const;
export type SavedFormat = (typeof SAVED_FORMATS)[number];

export interface SaveOptions {
  readonly format: SavedFormat;
  /** 1..100, whole; without effect for PNG. Default by format: JPEG 92, WebP 90. */
  readonly quality?: number;
  /** Space of the file; default: the photo's. */
  readonly space?: 'srgb' | 'display-p3';
  /** Whether camera data (EXIF, XMP, captions) go into the file. Default true. */
  readonly keepsMetadata?: boolean;
  /** Whether the place where the photo was made is taken out. Default true. */
  readonly removesLocation?: boolean;
  /** What the picture was made with, to be stored in the file's XMP. */
  readonly recipe?: Recipe;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

/** A file in memory and what the user should know about how it was written. */
export interface SavedPhoto {
  readonly bytes: Uint8Array;
  /** Why the recipe that was to be stored is not in the bytes; one of the notes. */
  readonly recipeFault?: string;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/**
 * Writes a photo into bytes, its metadata included.
 *
 * @param raster - sRGB, Display P3 or linear light (which becomes sRGB); any bit depth.
 * @param metadata - of the photo it came from.
 * @remarks PNG is exact, also under transparency and in 16 bit. JPEG and WebP are coded by the browser, in 8 bits.
 * @throws {@link UnsupportedFormatError} for transparency into JPEG and sides longer than the format's or the canvas's; the signal's reason.
 */
export async function encodePhoto(raster: Raster, metadata: PhotoMetadata, options: SaveOptions): Promise<SavedPhoto> {
  const { format, signal } = options;
  const notes: string[] = [];
  checkSides(raster, format);
  const spaced = options.space === undefined || options.space === raster.encoding ? raster : convertEncoding(raster, options.space);
  const encoded = spaced.encoding === 'linear-srgb' ? convertEncoding(spaced, 'srgb') : spaced;
  const available = encoded.bitDepth === 32 ? metadata.bitDepth : encoded.bitDepth;
  const bitDepth = format === 'png' ? available : 8;
  if (available > bitDepth) notes.push(`16 bits per channel rounded to the 8 of ${PHOTO_FORMATS[format].name}`);
  const ready = convertBitDepth(encoded, bitDepth) as PngRaster;
  const hasAlpha = keepsAlpha(ready, format);
  throwIfCancelled(signal);
  const bare = await encodePixels({ ...ready, alpha: hasAlpha ? 'straight' : 'none' }, options);
  throwIfCancelled(signal);
  const { embedded, recipeFault } = prepareMetadata(ready, metadata, options, notes);
  return { bytes: await embed(bare, embedded, format, ready, notes), ...(recipeFault === undefined ? {} : { recipeFault }), notes };
}

function checkSides({ width, height }: Raster, format: SavedFormat): void {
  const { name, maximumSide } = PHOTO_FORMATS[format];
  const limit = format === 'png' ? maximumSide : Math.min(maximumSide, MAXIMUM_CANVAS_SIDE);
  if (Math.max(width, height) > limit) {
    throw new UnsupportedFormatError(`${name}: ${width} x ${height} pixels (expected at most ${limit} on a side); save as PNG`, { format, width, height, maximumSide: limit });
  }
}

/** @returns whether alpha is to be written: opaque alpha says nothing. */
function keepsAlpha(raster: PngRaster, format: SavedFormat): boolean {
  if (raster.alpha === 'none') return false;
  const { data, channels, bitDepth } = raster;
  const opaque = bitDepth === 16 ? 65_535 : 255;
  let isOpaque = true;
  for (let index = 3; isOpaque && index < data.length; index += channels) isOpaque = data[index] === opaque;
  if (!isOpaque && !PHOTO_FORMATS[format].hasAlpha) {
    throw new UnsupportedFormatError(`${PHOTO_FORMATS[format].name}: no transparency, and the picture has some (formats that hold it: ${listFormats(['png', 'webp'])})`, { format });
  }
  return !isOpaque;
}

async function encodePixels(raster: PngRaster, { format, quality, signal, onProgress }: SaveOptions): Promise<Uint8Array> {
  if (format === 'png') return encodePng(raster, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  const { width, height } = raster;
  const { canvas, context } = createScratchCanvas(width, height);
  const bands = listBands(width, height);
  const band = new ImageData(width, bands[0].rowCount, { colorSpace: 'srgb' });
  for (const { top, rowCount } of bands) {
    throwIfCancelled(signal);
    fillBand(band.data, raster, top, rowCount);
    context.putImageData(band, 0, top, 0, 0, width, rowCount);
    onProgress?.((top / height) * 0.5);
    await yieldToPage();
  }
  const blob = await canvas.convertToBlob({ type: `image/${format}`, quality: (quality ?? PHOTO_FORMATS[format].defaultQuality ?? 90) / 100 });
  if (blob.type !== `image/${format}`) {
    throw new UnsupportedFormatError(`${PHOTO_FORMATS[format].name}: not written by this browser (accepted: ${listFormats(['jpeg', 'png'])})`, { format });
  }
  // A canvas keeps its memory until it is collected; without area it has none.
  canvas.width = 0;
  return new Uint8Array(await blob.arrayBuffer());
}

function fillBand(band: Uint8ClampedArray, { data, width, channels, alpha }: PngRaster, top: number, rowCount: number): void {
  let from = top * width * channels;
  for (let to = 0; to < width * rowCount * 4; to += 4, from += channels) {
    band[to] = data[from];
    band[to + 1] = data[from + 1];
    band[to + 2] = data[from + 2];
    band[to + 3] = alpha === 'none' ? 255 : data[from + 3];
  }
}

function prepareMetadata(raster: Raster, source: PhotoMetadata, { format, keepsMetadata, removesLocation, recipe }: SaveOptions, notes: string[]): { readonly embedded: EmbeddedMetadata; readonly recipeFault?: string } {
  const { exif, xmp: sourceXmp, iptc, density } = removesLocation === false ? source : removeLocation(source);
  const keeps = keepsMetadata !== false;
  const { xmp, extendedXmp, recipeFault, notes: xmpNotes } = storeRecipe(keeps ? sourceXmp : undefined, recipe, format);
  notes.push(...xmpNotes, ...(recipeFault === undefined ? [] : [recipeFault]));
  if (keeps && iptc !== undefined && format !== 'jpeg') notes.push(`the IPTC captions have no place in ${PHOTO_FORMATS[format].name} and were left out`);
  const icc = chooseProfile(raster, source, false);
  const embedded: EmbeddedMetadata = {
    ...(icc && { icc }),
    ...(keeps && exif && { exif: normalizeExif(exif, { width: raster.width, height: raster.height, isSrgb: raster.encoding === 'srgb' }) }),
    ...(xmp !== undefined && { xmp }),
    ...(extendedXmp !== undefined && { extendedXmp }),
    ...(keeps && iptc && { iptc }),
    ...(density && { density }),
  };
  return { embedded, ...(recipeFault === undefined ? {} : { recipeFault }) };
}

/** The browser's own segments go first: it says of every picture that it is sRGB. */
function embed(bare: Uint8Array, metadata: EmbeddedMetadata, format: SavedFormat, { width, height }: Raster, notes: string[]): Promise<Uint8Array> | Uint8Array {
  switch (format) {
    case 'jpeg':
      return embedInJpeg(concatBytes(bareJpeg(bare, false)), metadata, notes);
    case 'webp':
      return embedInWebp(concatBytes(bareWebp(bare, false)), metadata, width, height);
    case 'png':
      return embedInPng(bare, metadata, zlib);
  }
}
