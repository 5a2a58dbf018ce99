import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '@openretouch/core';
import { type ImportedGraph, MANIFEST_SCHEMA_ID } from '@openretouch/models';
import { displayPath } from '../files/photo.js';
import { describeSystemError } from '../files/read-file-bytes.js';
import { syncFolder } from '../files/write-atomically.js';
import { writeOutput } from '../files/write-output.js';
import { MANIFEST_FILE } from './model-library.js';

/*
 * Maintainer notes. A model is a folder of its own, with its own manifest: the folder is filled under a hidden name and gets its own
 * name in one step of the file system. So a model is there whole or not at all, two imports at once cannot lose one another's entry,
 * and a user takes a model away by deleting its folder.
 */

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file has that name',
  EEXIST: 'a file has that name',
  ENAMETOOLONG: 'the name is too long',
};

export interface StoreModelOptions {
  /** Whether a model of that id may be replaced. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
}

/**
 * Stores the graphs of a model in a folder of its id.
 *
 * @param folder - of the user's models; made where it is missing.
 * @returns the model's folder.
 * @throws HostError `exists` when there is one of that id and `isForced` is not set; `write-failed` otherwise.
 */
export async function storeModel(folder: string, id: string, graphs: readonly ImportedGraph[], { isForced, signal }: StoreModelOptions): Promise<string> {
  const target = join(folder, id);
  const temporary = join(folder, `.openretouch-${randomBytes(8).toString('hex')}.tmp`);
  const manifest = `${JSON.stringify({ schema: MANIFEST_SCHEMA_ID, models: graphs.map(({ entry }) => entry) }, null, 2)}\n`;
  try {
    await mkdir(folder, { recursive: true });
    for (const { entry, bytes } of graphs) await writeOutput(join(temporary, entry.file), bytes);
    await writeOutput(join(temporary, MANIFEST_FILE), new TextEncoder().encode(manifest));
    signal.throwIfAborted();
    await giveName(temporary, target, isForced);
    await syncFolder(folder);
    return target;
  } catch (cause) {
    if (signal.aborted || HostError.isInstance(cause)) throw cause;
    throw new HostError('write-failed', `${displayPath(target)}: not written, ${describeSystemError(cause, REASONS)}`, { fields: { path: target }, cause });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function giveName(temporary: string, target: string, isForced: boolean): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (cause) {
    // A folder that is not empty cannot be replaced by renaming; systems differ in how they say so.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    const old = `${temporary}.old`;
    if (!isForced) throw new HostError('exists', `${displayPath(target)}: exists already (expected a free id, or --force)`, { fields: { path: target }, cause });
    await rename(target, old);
    try {
      await rename(temporary, target);
    } catch (error) {
      await rename(old, target);
      throw error;
    }
    await rm(old, { recursive: true, force: true });
  }
}
