import { acvReader, cameraRawReader, cardReader, cubeReader, describeFormats, findPreset, formatsOfName, InvalidArgumentError, InvalidFileError, type Look, type LookReader, lrtemplateReader, MAXIMUM_RECIPE_BYTES, nearestNames, parseRecipe, presetReader, PRESETS, RetouchError, threeDlReader } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { lutPictureReader } from './lut-picture-file.js';
import { readCapped, readStreamCapped, tooLarge } from './read-capped.js';
import { photoReader } from './retouched-photo.js';

/** Every format looks are read from, in the order contents are tried: what says what it is before what is known by its shape. */
export const LOOK_READERS: readonly LookReader[] = [presetReader, cubeReader, threeDlReader, acvReader, cameraRawReader, lrtemplateReader, cardReader, lutPictureReader, photoReader];

/** The path that stands for standard input. */
export const STDIN_PATH = '-';

/** Where looks are read from besides the disk. */
export interface LookSources {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly signal?: AbortSignal;
}

/** A look and where it is from. */
export interface LoadedLook extends Look {
  /** `name` of the reader, or `built-in`. */
  readonly format: string;
  /** The file as it is shown to people, or the id of a built-in look. */
  readonly source: string;
}

/**
 * @param name - a built-in look's id, or the path of a file; what has a dot or a slash in it is a path, `-` standard input.
 * @param what - the flag or argument it was given as, for the message.
 * @throws InvalidArgumentError for an unknown look, with the nearest names; as {@link readLookFile}.
 */
export async function loadLook(name: string, what: string, sources: LookSources): Promise<LoadedLook> {
  const preset = findPreset(name);
  if (preset !== undefined) return { recipe: preset.recipe, notes: [], format: 'built-in', source: name };
  if (name === STDIN_PATH || /[/\\.]/.test(name)) return readLookFile(name, sources);
  const ids = PRESETS.map(({ id }) => id);
  const [nearest] = nearestNames(name, ids);
  const guess = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw new InvalidArgumentError(`${what}: no look ${JSON.stringify(name)} (expected ${ids.join(', ')}, or a look file)${guess}`, { argument: what, value: name, ...(nearest === undefined ? {} : { nearest }) });
}

/**
 * Reads a look file of any format: the content decides which, the extension only where the content says nothing.
 *
 * @param path - `-` is standard input, a preset.
 * @throws InvalidFileError when it cannot be read, is too large, or is no look; what the format's reader throws; led by the path.
 */
export async function readLookFile(path: string, { stdin, signal }: LookSources): Promise<LoadedLook> {
  if (path === STDIN_PATH) {
    const bytes = await readStreamCapped(stdin, MAXIMUM_RECIPE_BYTES, 'preset');
    const source = 'standard input';
    return { ...(await namingFile(source, async () => ({ recipe: parseRecipe(bytes), notes: [] }))), format: presetReader.name, source };
  }
  const bytes = await readCapped(path, Math.max(...LOOK_READERS.map(({ maximumBytes }) => maximumBytes)), 'look');
  const reader = await chooseReader(bytes, path);
  const source = displayPath(path);
  if (bytes.length > reader.maximumBytes) throw tooLarge(source, `${bytes.length} bytes`, reader.maximumBytes, reader.title);
  return { ...(await namingFile(source, () => reader.read(bytes, path, signal))), format: reader.name, source };
}

async function chooseReader(bytes: Uint8Array, path: string): Promise<LookReader> {
  const accepted = `accepted: ${describeFormats(LOOK_READERS)}`;
  if (bytes.length === 0) throw new InvalidFileError(`${displayPath(path)}: empty file (${accepted})`, { path, byteLength: 0 });
  for (const candidate of LOOK_READERS) if (await candidate.recognises(bytes, path)) return candidate;
  const reader = formatsOfName(path, LOOK_READERS).at(0);
  if (reader === undefined) throw new InvalidFileError(`${displayPath(path)}: not a look (${accepted})`, { path, accepted: LOOK_READERS.map(({ name }) => name) });
  return reader;
}

/** Readers know bytes and no names; here their messages get one. */
async function namingFile<T>(source: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (RetouchError.isInstance(error) && !error.message.startsWith(`${source}: `)) error.message = `${source}: ${error.message}`;
    throw error;
  }
}
