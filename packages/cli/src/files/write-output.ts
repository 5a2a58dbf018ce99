import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { HostError } from '@openretouch/core';
import { displayPath } from './photo.js';
import { describeSystemError } from './read-file-bytes.js';
import { writeFileAtomically, type WriteOptions } from './write-atomically.js';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'a file has that name',
  ENOTDIR: 'a file has the name of a folder on the way',
  ENOENT: 'no such place',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'a symbolic link leads in a circle',
};

/**
 * Writes a result as {@link writeFileAtomically} does, in a folder that is made where it is missing. After an error folders made
 * for it are gone again.
 *
 * @returns the topmost folder that was made for it.
 * @throws HostError `write-failed` when the folder cannot be made; as {@link writeFileAtomically}.
 */
export async function writeOutput(path: string, bytes: Uint8Array, options: WriteOptions = {}): Promise<string | undefined> {
  const firstMade = await makeFolder(dirname(path));
  try {
    await writeFileAtomically(path, bytes, options);
  } catch (error) {
    await removeEmptyFolders(path, firstMade);
    throw error;
  }
  return firstMade;
}

/**
 * Takes back what {@link writeOutput} did.
 *
 * @param firstMade - what it returned; folders that others have put something into stay.
 */
export async function removeOutput(path: string, firstMade: string | undefined): Promise<void> {
  await rm(path);
  await removeEmptyFolders(path, firstMade);
}

/** @returns the topmost folder that was missing. */
async function makeFolder(path: string): Promise<string | undefined> {
  try {
    return await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new HostError('write-failed', `${displayPath(path)}: the folder cannot be made, ${describeSystemError(cause, REASONS)}`, { fields: { path }, cause });
  }
}

/** From the inside out, as long as they are empty: another program may have put something there meanwhile. */
async function removeEmptyFolders(path: string, outermost: string | undefined): Promise<void> {
  if (outermost === undefined) return;
  for (let folder = dirname(resolve(path)); folder.length >= outermost.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}
