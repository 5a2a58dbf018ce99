import { readFile, stat } from 'node:fs/promises';
import {
  cubeToLutAsset,
  findPreset,
  InvalidArgumentError,
  InvalidFileError,
  type LutAsset,
  MAXIMUM_RECIPE_BYTES,
  nearestNames,
  parseCube,
  parseRecipe,
  PRESETS,
  type Recipe,
  RetouchError,
} from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { describeSystemError } from '../files/read-file-bytes.js';

/** Larger .cube files are refused unread: 129 nodes an edge with generous digits stay below this. */
const MAXIMUM_CUBE_BYTES = 128 * 1024 * 1024;
/** The path that stands for standard input. */
export const STDIN_PATH = '-';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'a folder',
  ELOOP: 'a symbolic link that leads in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** Where files on the command line are read from besides the disk. */
export interface RecipeSources {
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/**
 * @param name - a built-in look's id, or the path of a file; what has a dot or a slash in it is a path.
 * @param what - the flag or argument it was given as, for the message.
 * @returns the recipe.
 * @throws InvalidArgumentError for an unknown look, with the nearest names; as {@link readRecipeFile}.
 */
export async function loadPreset(name: string, what: string, sources: RecipeSources): Promise<Recipe> {
  const preset = findPreset(name);
  if (preset !== undefined) return preset.recipe;
  if (/[/\\.]/.test(name)) return readRecipeFile(name, sources);
  const ids = PRESETS.map(({ id }) => id);
  const [nearest] = nearestNames(name, ids);
  const guess = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw new InvalidArgumentError(`${what}: no look ${JSON.stringify(name)} (expected ${ids.join(', ')}, or a .retouch.json file)${guess}`, { argument: what, value: name, ...(nearest === undefined ? {} : { nearest }) });
}

/**
 * @param path - of a recipe or preset file; `-` is standard input.
 * @throws InvalidFileError when it cannot be read or is too large; InvalidRecipeError, led by the path, when it is not a recipe.
 */
export async function readRecipeFile(path: string, { stdin }: RecipeSources): Promise<Recipe> {
  const bytes = path === STDIN_PATH ? await readStream(stdin) : await readCapped(path, MAXIMUM_RECIPE_BYTES, 'recipe');
  return namingFile(path === STDIN_PATH ? 'standard input' : path, () => parseRecipe(bytes));
}

/** A .cube file as an asset, and what a person should know about it. */
export interface ReadCube {
  readonly asset: LutAsset;
  readonly notes: readonly string[];
}

/** @throws InvalidFileError, led by the path, when it cannot be read, is no .cube file, or is larger than a recipe holds. */
export async function readCubeFile(path: string): Promise<ReadCube> {
  const bytes = await readCapped(path, MAXIMUM_CUBE_BYTES, '.cube file');
  return namingFile(path, () => {
    const cube = parseCube(bytes, { fileName: path });
    return { asset: cubeToLutAsset(cube), notes: cube.warnings.map(({ message }) => `${displayPath(path)}: ${message}`) };
  });
}

/** The core reads bytes and knows no names; here its messages get theirs. */
function namingFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (RetouchError.isInstance(error)) error.message = `${displayPath(path)}: ${error.message}`;
    throw error;
  }
}

async function readCapped(path: string, maximumBytes: number, what: string): Promise<Uint8Array> {
  const name = displayPath(path);
  try {
    const status = await stat(path);
    if (!status.isFile()) throw new InvalidFileError(`${name}: ${status.isDirectory() ? 'a folder' : 'a device or pipe'} (expected a ${what})`, { path });
    if (status.size > maximumBytes) throw tooLarge(name, `${status.size} bytes`, maximumBytes, what);
    return await readFile(path);
  } catch (cause) {
    if (InvalidFileError.isInstance(cause)) throw cause;
    throw new InvalidFileError(`${name}: ${describeSystemError(cause, REASONS)} (expected a ${what})`, { path }, { cause });
  }
}

async function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const part of stream) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    byteCount += bytes.length;
    if (byteCount > MAXIMUM_RECIPE_BYTES) throw tooLarge('standard input', `more than ${MAXIMUM_RECIPE_BYTES} bytes`, MAXIMUM_RECIPE_BYTES, 'recipe');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function tooLarge(name: string, found: string, maximumBytes: number, what: string): InvalidFileError {
  return new InvalidFileError(`${name}: ${found} (expected a ${what} of at most ${maximumBytes} bytes)`, { path: name, value: found, expected: maximumBytes }, { code: 'too-large' });
}
