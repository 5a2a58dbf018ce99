import { throwIfCancelled } from '../../cancel.js';
import { InvalidArgumentError, InvalidFileError } from '../../errors.js';
import { writeLookCard } from '../../formats/look-card.js';
import { isPng } from '../../formats/png-chunks.js';
import { isMaybe, isNumber, isOneOf, isShape, isText } from '../../host/check-shape.js';
import { acvReader, acvWriter } from '../../looks/acv-file.js';
import { cameraRawReader, cameraRawWriter, lrtemplateReader } from '../../looks/camera-raw-files.js';
import { cubeReader, cubeWriter } from '../../looks/cube-file.js';
import type { LookReader, LookWriter, WriteLookOptions } from '../../looks/look.js';
import { cardReader } from '../../looks/look-card-file.js';
import { describeFormats, formatsOfName } from '../../looks/look-extension.js';
import { drawLutPicture, HALD_FORMAT, LUT_PICTURE_FORMAT, readLutPicture, TILES_FORMAT } from '../../looks/lut-picture.js';
import { presetReader, presetWriter } from '../../looks/preset-file.js';
import { slidersWriter } from '../../looks/sliders-file.js';
import { threeDlReader } from '../../looks/three-dl-file.js';
import { validateRaster } from '../../raster/raster.js';
import type { Recipe } from '../../recipe/recipe.js';
import { validateRecipe } from '../../recipe/validate-recipe.js';
import type { EngineCore } from '../engine-core.js';
import { type ImportLookRequest, type ImportedLookFile, LOOK_FILE_FORMATS, type LookFileFormat, type WriteLookRequest, type WrittenLookFile } from '../engine-library.js';
import type { CancelSignal } from '../../cancel.js';

/** In the order contents are tried: what says what it is before what is known by its shape. */
const READERS: readonly LookReader[] = [presetReader, cubeReader, threeDlReader, acvReader, cameraRawReader, lrtemplateReader, cardReader];
const WRITERS: Readonly<Record<Exclude<LookFileFormat, 'hald' | 'tiles' | 'card'>, LookWriter>> = { preset: presetWriter, cube: cubeWriter, acv: acvWriter, sliders: slidersWriter, xmp: cameraRawWriter };
const PICTURE_FORMATS = { hald: HALD_FORMAT, tiles: TILES_FORMAT } as const;
const MAXIMUM_NAME_LENGTH = 1000;

const checkImport = isShape({ fileName: isText(MAXIMUM_NAME_LENGTH) });
const checkWrite = isShape({ format: isOneOf(...LOOK_FILE_FORMATS), size: isMaybe(isNumber(2, 129, true)), bitDepth: isMaybe(isOneOf(8, 16)) });

/**
 * Reads a look file: the content decides the format, the name only where the content says nothing.
 *
 * @throws {@link InvalidFileError} for bytes that are no look, too many, or a picture whose pixels are wanted; what the format's reader throws.
 */
export async function importLook(_core: EngineCore, request: ImportLookRequest): Promise<ImportedLookFile> {
  const { fileName } = checkImport(request, 'request');
  const { picture } = request;
  const bytes = requireBytes(request.bytes, 'bytes');
  const reader = (await findReader(bytes, fileName)) ?? (picture === undefined && !isPicture(bytes) ? formatsOfName(fileName, READERS)[0] : undefined);
  if (reader !== undefined) {
    if (bytes.length > reader.maximumBytes) throw new InvalidFileError(`${fileName}: ${bytes.length} bytes (expected a ${reader.title} of at most ${reader.maximumBytes})`, { fileName, value: bytes.length, expected: reader.maximumBytes }, { code: 'too-large' });
    return { ...(await reader.read(bytes, fileName)), format: reader.name };
  }
  if (picture !== undefined) {
    validateRaster(picture);
    return { ...readLutPicture(picture, fileName, { bytes }), format: LUT_PICTURE_FORMAT.name };
  }
  if (isPicture(bytes)) throw new InvalidFileError(`${fileName}: a picture, and no look card (expected its pixels too, if it is a Hald or tile picture of a LUT)`, { fileName }, { code: 'pixels-wanted' });
  throw new InvalidFileError(`${fileName}: not a look (accepted: ${describeFormats([...READERS, LUT_PICTURE_FORMAT])})`, { fileName });
}

async function findReader(bytes: Uint8Array, fileName: string): Promise<(typeof READERS)[number] | undefined> {
  for (const candidate of READERS) if (await candidate.recognises(bytes, fileName)) return candidate;
  return undefined;
}

/**
 * Writes a look in a format.
 *
 * @throws {@link InvalidArgumentError} when it depends on the photo and none is given, or on the place in the photo; what the format cannot hold.
 */
export async function writeLook(core: EngineCore, request: WriteLookRequest, { signal }: { readonly signal: CancelSignal }): Promise<WrittenLookFile> {
  const { format, ...asked } = checkWrite(request, 'request');
  const recipe = validateRecipe(request.recipe);
  if (format === 'card') return writeCard(recipe, request.picture);
  const options: WriteLookOptions = { ...asked, ...(await photoOf(core, recipe, request, signal)), signal };
  throwIfCancelled(signal);
  if (format === 'hald' || format === 'tiles') {
    const picture = PICTURE_FORMATS[format];
    return { ...(await drawLutPicture(picture, recipe, options)), extension: picture.extensions[0] };
  }
  const writer = WRITERS[format];
  return { ...(await writer.write({ recipe, notes: [] }, options)), extension: writer.extensions[0] };
}

async function photoOf(core: EngineCore, recipe: Recipe, { photo }: WriteLookRequest, signal: CancelSignal): Promise<Pick<WriteLookOptions, 'photo'>> {
  if (photo === undefined) return {};
  const opened = core.find(photo);
  return { photo: { plan: await core.planFull(opened, recipe, signal), sample: opened.analysis.copy } };
}

function writeCard(recipe: Recipe, picture: unknown): WrittenLookFile {
  const png = requireBytes(picture, 'picture');
  if (!isPng(png)) throw new InvalidArgumentError('picture: no PNG (expected the PNG that is to show the look)', { argument: 'picture' });
  return { bytes: writeLookCard(png, recipe), notes: [], extension: 'png' };
}

function requireBytes(value: unknown, argument: string): Uint8Array {
  if (value instanceof Uint8Array && value.length > 0) return value;
  throw new InvalidArgumentError(`${argument}: ${value instanceof Uint8Array ? 'empty' : 'no bytes'} (expected a file in a Uint8Array)`, { argument });
}

/** PNG, JPEG, WebP, TIFF and the family of AVIF, by their first bytes. */
function isPicture(bytes: Uint8Array): boolean {
  const startsWith = (at: number, ...codes: readonly number[]): boolean => codes.every((code, index) => bytes[at + index] === code);
  return isPng(bytes) || startsWith(0, 0xff, 0xd8, 0xff) || startsWith(8, 0x57, 0x45, 0x42, 0x50) || startsWith(0, 0x49, 0x49, 0x2a, 0) || startsWith(0, 0x4d, 0x4d, 0, 0x2a) || startsWith(4, 0x66, 0x74, 0x79, 0x70);
}
