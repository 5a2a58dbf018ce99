import { InvalidFileError, type Raster, type Recipe, RetouchError, throwIfCancelled, UnsupportedFormatError } from '@openretouch/core';
import {
  type Container,
  convertGreySamples,
  convertRgbSamples,
  describePhoto,
  displayPath,
  identifyFormat,
  orientSamples,
  parseIccProfile,
  type PhotoFormat,
  type PhotoMetadata,
  readAvif,
  readExif,
  readJpeg,
  readPng,
  readWebp,
  resolveColor,
  type ColorDecision,
  storedRecipe,
} from '@openretouch/core/photo-file';
import { type DecodedSamples, decodeByBrowser } from './decode-canvas.js';
import { decodePng } from './decode-png.js';
import { bareJpeg } from './jpeg-segments.js';
import { bareWebp } from './webp-chunks.js';
import { checkPhotoSize, MAXIMUM_CANVAS_SIDE, MAXIMUM_FILE_BYTES } from './limits.js';
import { type PictureFacts, readPictureFacts } from './picture-facts.js';
import { zlib } from './zlib.js';

/*
 * Maintainer notes. The browser only turns compressed bytes into the file's own numbers; profile, orientation and metadata are read by the core's
 * container readers, the same as for the command line, so that a photo opens alike in both. JPEG and WebP are handed over bare, because browsers
 * differ in what they make of orientation and profiles; AVIF says both outside EXIF, and there they agree. PNG is decoded here, since a canvas loses 16 bit and colours under transparency.
 */

/** The formats the Studio opens. */
export const OPENED_FORMATS: readonly PhotoFormat[] = ['jpeg', 'png', 'webp', 'avif'];

/** A photo in memory: upright pixels, what to embed again, and what the user should know. */
export interface StudioPhoto {
  readonly raster: Raster & { readonly data: Uint8Array | Uint16Array };
  readonly metadata: PhotoMetadata;
  readonly recipe?: Recipe;
  /** One sentence each, without the file's name. */
  readonly notes: readonly string[];
}

/**
 * Reads a photo: JPEG, PNG, WebP or AVIF, told by content.
 *
 * @returns upright pixels in sRGB or Display P3 at 8 or 16 bit, three channels or four with straight alpha.
 * @throws {@link InvalidFileError} for an empty, damaged or too large file (code `too-large`) and one that is no photo;
 * {@link UnsupportedFormatError} for known kinds that are not accepted; the signal's reason. Messages begin with the file's name.
 */
export async function decodePhoto(file: File, signal?: AbortSignal): Promise<StudioPhoto> {
  const name = displayPath(file.name);
  if (file.size > MAXIMUM_FILE_BYTES) {
    throw new InvalidFileError(`${name}: ${file.size} bytes (expected at most ${MAXIMUM_FILE_BYTES})`, { path: name, byteLength: file.size }, { code: 'too-large' });
  }
  const bytes = await readBytes(file, name);
  throwIfCancelled(signal);
  const format = identifyFormat(bytes, name, OPENED_FORMATS);
  const container = await readContainer(bytes, format, name);
  const facts = readPictureFacts(bytes, format, name);
  checkPhotoSize(facts.width, facts.height, name);
  const bitDepth = facts.bitDepth === 16 ? 16 : 8;
  const isGreyscale = facts.colorCount === 1;
  const color = facts.colorCount === 4 ? resolveInks(container) : resolveColor(container.color, isGreyscale, bitDepth);
  throwIfCancelled(signal);
  const samples = await decodeSamples({ bytes, format, name, facts, container, color, ...(signal && { signal }) });
  throwIfCancelled(signal);
  const raster = convertColors(samples, color, isGreyscale);
  const recipe = readableRecipe(container);
  const notes = [...container.notes, ...color.notes, ...(facts.bitDepth > 8 && bitDepth === 8 ? [`the ${facts.bitDepth} bits per channel of ${format.toUpperCase()} were read as 8`] : [])];
  return { raster, metadata: describePhoto({ format, bitDepth, isGreyscale, container, color }, raster), ...(recipe && { recipe }), notes };
}

async function readBytes(file: File, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new InvalidFileError(`${name}: cannot be read any more (it may have been moved, changed or is a folder); choose it again`, { path: name }, { cause });
  }
}

async function readContainer(bytes: Uint8Array, format: PhotoFormat, name: string): Promise<Container> {
  switch (format) {
    case 'jpeg':
      return readJpeg(bytes, name);
    case 'webp':
      return readWebp(bytes, name);
    case 'avif':
      return readAvifHere(bytes, name);
    default:
      return readPng(bytes, name, zlib);
  }
}

/** Where an AVIF keeps EXIF and XMP only a decoder of its items finds; they are not carried over, and it is said. */
function readAvifHere(bytes: Uint8Array, name: string): Container {
  const container = readAvif(bytes, name, {});
  const head = String.fromCharCode(...bytes.subarray(0, AVIF_ITEM_BYTES));
  const hasCameraData = /infe[\s\S]{8}Exif\0|infe[\s\S]{8}mime[\s\S]{0,40}application\/rdf\+xml/.test(head);
  return hasCameraData ? { ...container, notes: [...container.notes, 'the camera data (EXIF, XMP) of AVIF is not read here and was left out'] } : container;
}

/** The list of items stands before them. */
const AVIF_ITEM_BYTES = 16 * 1024;

/** CMYK becomes sRGB through the browser's colour management, by the profile in the file where that is one for inks. */
function resolveInks(container: Container): ColorDecision {
  const base = { encoding: 'srgb', isTagged: true, conversion: { kind: 'table' } } as const;
  const profile = container.color.kind === 'icc' ? parseIccProfile(container.color.bytes) : undefined;
  if (profile?.space === 'cmyk') return { ...base, notes: [`CMYK colours converted from "${profile.description}" to sRGB`] };
  return { ...base, notes: ['CMYK colours without a CMYK profile converted to sRGB by rule of thumb; they may differ from what was meant'] };
}

interface DecodeJob {
  readonly bytes: Uint8Array;
  readonly format: PhotoFormat;
  readonly name: string;
  readonly facts: PictureFacts;
  readonly container: Container;
  readonly color: ColorDecision;
  readonly signal?: AbortSignal;
}

type Samples = Omit<DecodedSamples, 'data'> & { readonly data: Uint8Array | Uint16Array };

async function decodeSamples({ bytes, format, name, facts, container, color, signal }: DecodeJob): Promise<Samples> {
  const orientation = container.orientation ?? (container.exif && readExif(container.exif)?.orientation) ?? 1;
  const convertsColor = color.conversion.kind === 'table';
  if (format === 'png') {
    if (convertsColor) {
      throw new UnsupportedFormatError(`${name}: PNG with the colour profile of a device (accepted: sRGB, Display P3, Adobe RGB and other profiles of matrix and curves); convert it to sRGB first`, { path: name, format });
    }
    const picture = await decodePng(bytes, name, signal);
    const { width, height, data } = orientSamples(picture, orientation);
    return { data, width, height, channels: picture.channels };
  }
  if (Math.max(facts.width, facts.height) > MAXIMUM_CANVAS_SIDE) {
    throw new InvalidFileError(`${name}: ${facts.width} x ${facts.height} pixels (expected at most ${MAXIMUM_CANVAS_SIDE} on a side for ${format.toUpperCase()} in a browser); use PNG or the command line`, { path: name, width: facts.width, height: facts.height }, { code: 'too-large' });
  }
  const parts = format === 'jpeg' ? bareJpeg(bytes, convertsColor) : format === 'webp' ? bareWebp(bytes, convertsColor) : [bytes];
  return decodeByBrowser({ parts, format, name, hasAlpha: facts.hasAlpha, convertsColor, orientation, ...(signal && { signal }) });
}

function convertColors({ data, width, height, channels }: Samples, { conversion, encoding }: ColorDecision, isGreyscale: boolean): StudioPhoto['raster'] {
  if (conversion.kind === 'matrix') convertRgbSamples(data, channels, conversion.toLinearTarget, conversion.responses);
  else if (conversion.kind === 'grey' && isGreyscale) spreadGrey(data, channels, conversion.response);
  const bitDepth = data instanceof Uint16Array ? 16 : 8;
  return { data, width, height, channels, bitDepth, encoding, alpha: channels === 4 ? 'straight' : 'none' };
}

/** The three channels of a grey picture are alike. */
function spreadGrey(data: Uint8Array | Uint16Array, channels: 3 | 4, response: Parameters<typeof convertGreySamples>[2]): void {
  convertGreySamples(data, channels, response);
  for (let i = 0; i < data.length; i += channels) data[i + 1] = data[i + 2] = data[i];
}

/** A recipe that cannot be read does not stand in the way of the picture. */
function readableRecipe(container: Container): Recipe | undefined {
  try {
    return storedRecipe(container);
  } catch (error) {
    if (RetouchError.isInstance(error)) return undefined;
    throw error;
  }
}
