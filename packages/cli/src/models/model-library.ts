import { createRequire } from 'node:module';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeValue, InvalidFileError, RetouchError } from '@openretouch/core';
import { checkManifest } from '@openretouch/core/inference';
import { manifest, type ModelEntry, ModelFileError } from '@openretouch/models';
import { displayPath } from '../files/photo.js';
import { describeSystemError } from '../files/read-file-bytes.js';
import { readCapped } from '../looks/read-capped.js';

/** Name of the list in a model's folder. */
export const MANIFEST_FILE = 'manifest.json';
/** An entry takes two thousand bytes. */
const MAXIMUM_MANIFEST_BYTES = 2 ** 20;

/** A model at hand. */
export interface LibraryModel {
  readonly entry: ModelEntry;
  readonly source: 'shipped' | 'imported';
  /** Of the ONNX file. */
  readonly path: string;
}

/** The models at hand, and the folders that hold none although they should. */
export interface ModelLibrary {
  readonly models: readonly LibraryModel[];
  readonly faults: readonly RetouchError[];
}

/**
 * Lists the models that came with the program and those in a folder of the user's.
 *
 * @param folder - each of its sub-folders holds a manifest and the files it lists; one that does not exist holds no models.
 * @throws InvalidFileError when the folder cannot be read.
 */
export async function readModelLibrary(folder: string | undefined): Promise<ModelLibrary> {
  const root = dirname(createRequire(import.meta.url).resolve('@openretouch/models/package.json'));
  const shipped = manifest.models.map((entry): LibraryModel => ({ entry, source: 'shipped', path: join(root, entry.file) }));
  const models = [...shipped];
  const faults: RetouchError[] = [];
  for (const name of folder === undefined ? [] : await listModelFolders(folder)) {
    const own = join(folder ?? '', name);
    try {
      const entries = await readManifest(join(own, MANIFEST_FILE));
      const taken = entries.find(({ id }) => models.some(({ entry }) => entry.id === id));
      if (taken !== undefined) throw new InvalidFileError(`${displayPath(own)}: has a model "${taken.id}" (expected an id no other model has)`, { path: own, id: taken.id });
      models.push(...entries.map((entry): LibraryModel => ({ entry, source: 'imported', path: join(own, entry.file) })));
    } catch (error) {
      if (!InvalidFileError.isInstance(error)) throw error;
      faults.push(error);
    }
  }
  return { models, faults };
}

/** @throws InvalidFileError, led by the path, for a list that breaks the form or lacks what is told of a model. */
async function readManifest(path: string): Promise<readonly ModelEntry[]> {
  const text = new TextDecoder().decode(await readCapped(path, MAXIMUM_MANIFEST_BYTES, 'list of models'));
  try {
    const models = checkManifest(parseJson(text)).models as readonly ModelEntry[];
    models.forEach(requireToldFields);
    return models;
  } catch (error) {
    throw asInvalidFile(path, error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidFileError('no JSON (expected a list of models)', {}, { cause });
  }
}

/** Running a model needs neither licence nor quality; listing it does. */
function requireToldFields({ licence, measuredQuality }: Partial<ModelEntry>, index: number): void {
  if (typeof licence !== 'string') throw new InvalidFileError(`manifest models[${index}].licence: ${describeValue(licence)} (expected a text)`, {});
  const isMeasured = Array.isArray(measuredQuality) && measuredQuality.every((quality: unknown) => typeof quality === 'object' && quality !== null && ['measure', 'value', 'unit'].every((name) => Object.hasOwn(quality, name)));
  if (!isMeasured) throw new InvalidFileError(`manifest models[${index}].measuredQuality: ${describeValue(measuredQuality)} (expected a list of measures)`, {});
}

/** @returns an error about the content of a file as one that names the file; any other as it is. */
export function asInvalidFile(path: string, error: unknown): unknown {
  if (!(error instanceof ModelFileError) && !RetouchError.isInstance(error)) return error;
  return new InvalidFileError(`${displayPath(path)}: ${error.message}`, { path }, { code: error.code, cause: error });
}

async function listModelFolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // Hidden ones are of imports that did not come to their end.
    return entries.filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.')).map(({ name }) => name).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new InvalidFileError(`${displayPath(folder)}: ${describeSystemError(error, { ENOTDIR: 'a file', EACCES: 'permission denied', EPERM: 'permission denied' })} (expected a folder of models)`, { path: folder }, { cause: error });
  }
}
