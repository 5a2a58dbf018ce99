import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { InvalidFileError } from '@openretouch/core';
import { RAW_EXTENSIONS } from '@openretouch/core/photo-file';
import { displayPath, PHOTO_FORMATS } from './photo.js';
import { describeSystemError } from './read-file-bytes.js';

/** One photo to work on. */
export interface ListedPhoto {
  readonly path: string;
  /** Below the folder it was found in, with that folder's sub-paths; the base name of a file given by itself. */
  readonly relativePath: string;
}

/** What a list of files and folders holds. */
export interface PhotoListing {
  readonly photos: readonly ListedPhoto[];
  /** Files in folders that are no photos: other extensions. Hidden ones are not counted. */
  readonly skippedCount: number;
  /** Photos in folders of kinds that are not accepted, such as camera raw and HEIC. */
  readonly unsupported: readonly string[];
  /** One line for each entry that could not be looked at. */
  readonly problems: readonly string[];
}

const PHOTO_EXTENSIONS: ReadonlySet<string> = new Set(Object.values(PHOTO_FORMATS).flatMap((traits) => traits.extensions));
const UNSUPPORTED_EXTENSIONS: ReadonlySet<string> = new Set([...RAW_EXTENSIONS, 'heic', 'heif', 'hif', 'jxl', 'jp2', 'psd', 'gif', 'bmp', 'exr']);

/** `photo2` before `photo10`, upper case beside lower case; the same on every machine, whatever its language. */
const compareNaturally = (a: string, b: string): number => (naturalOrder ??= new Intl.Collator('en', { numeric: true, sensitivity: 'variant' })).compare(a, b);
/** Made for the first folder: it takes eight milliseconds. */
let naturalOrder: Intl.Collator | undefined;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'a symbolic link that leads in a circle',
  ENAMETOOLONG: 'the name is too long',
};

interface Collected {
  readonly photos: ListedPhoto[];
  readonly unsupported: string[];
  readonly problems: string[];
  skippedCount: number;
}

/**
 * Finds the photos among files and folders.
 *
 * @param paths - files are taken as they are, to be judged when they are read; folders are searched with all below them.
 * @returns the photos in the order given, those of a folder in natural order; hidden files and folders are left out. Symbolic
 * links are followed, each folder once. Names that are not UTF-8 are left out and listed: they cannot be written as text.
 * @throws {@link InvalidFileError} for a path that does not exist or cannot be read.
 */
export async function listPhotos(paths: readonly string[], signal?: AbortSignal): Promise<PhotoListing> {
  const collected: Collected = { photos: [], unsupported: [], problems: [], skippedCount: 0 };
  for (const path of paths) {
    signal?.throwIfAborted();
    let status;
    try {
      status = await stat(path);
    } catch (error) {
      throw new InvalidFileError(`${displayPath(path)}: ${describeSystemError(error, REASONS)}`, { path }, { cause: error });
    }
    if (!status.isDirectory()) {
      collected.photos.push({ path, relativePath: basename(path) });
      continue;
    }
    const entries = await readFolder(path).catch((error: unknown) => {
      throw new InvalidFileError(`${displayPath(path)}: ${describeSystemError(error, REASONS)}`, { path }, { cause: error });
    });
    await collectFolder(path, '', entries, new Set([`${status.dev}:${status.ino}`]), collected, signal);
  }
  return collected;
}

type Entry = Dirent<Buffer>;

function readFolder(path: string): Promise<Entry[]> {
  return readdir(path, { withFileTypes: true, encoding: 'buffer' });
}

async function collectFolder(folder: string, relative: string, entries: readonly Entry[], seen: Set<string>, collected: Collected, signal: AbortSignal | undefined): Promise<void> {
  for (const name of sortNames(folder, entries, collected)) {
    signal?.throwIfAborted();
    const path = join(folder, name);
    const relativePath = join(relative, name);
    try {
      const status = await stat(path);
      if (status.isDirectory()) {
        const identity = `${status.dev}:${status.ino}`;
        if (seen.has(identity)) continue;
        seen.add(identity);
        await collectFolder(path, relativePath, await readFolder(path), seen, collected, signal);
      } else if (status.isFile()) {
        collectFile(path, relativePath, collected);
      } else {
        collected.skippedCount += 1;
      }
    } catch (error) {
      signal?.throwIfAborted();
      collected.problems.push(`${displayPath(path)}: ${describeSystemError(error, REASONS)}`);
    }
  }
}

function sortNames(folder: string, entries: readonly Entry[], collected: Collected): string[] {
  const names: string[] = [];
  for (const { name } of entries) {
    const text = name.toString('utf8');
    if (text.startsWith('.')) continue;
    if (Buffer.from(text, 'utf8').equals(name)) names.push(text);
    else collected.problems.push(`${displayPath(join(folder, name.toString('latin1')))}: the name is not UTF-8; rename the file first`);
  }
  return names.sort((a, b) => compareNaturally(a, b) || (a < b ? -1 : 1));
}

function collectFile(path: string, relativePath: string, collected: Collected): void {
  const extension = extname(path).slice(1).toLowerCase();
  if (PHOTO_EXTENSIONS.has(extension)) collected.photos.push({ path, relativePath });
  else if (UNSUPPORTED_EXTENSIONS.has(extension)) collected.unsupported.push(path);
  else collected.skippedCount += 1;
}
