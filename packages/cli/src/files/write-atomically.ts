import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { link, lstat, open, realpath, rename, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostError } from '@openretouch/core';
import { displayPath } from './photo.js';
import { describeSystemError } from './read-file-bytes.js';

/*
 * Maintainer notes. The bytes go into a hidden file in the same folder, are forced to the disk, and get their name in one step
 * of the file system: whoever looks sees no file, the old file or the whole new one. Without `overwrite` the step is a hard
 * link, which fails where the name exists, in a race too; a rename would replace. File systems without hard links (FAT) get the
 * name reserved by exclusive creation instead.
 */

export interface WriteOptions {
  /** Whether an existing regular file may be replaced; default false. */
  readonly overwrite?: boolean;
  /** Name of the hidden file the bytes go into first, in the same folder; see {@link makeTemporaryName}. */
  readonly temporaryName?: string;
}

/** @returns a name for a file that is not finished, which no other write takes. */
export function makeTemporaryName(): string {
  return `.openretouch-${randomBytes(8).toString('hex')}.tmp`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'the folder does not exist',
  EACCES: 'the folder cannot be written to (permission denied)',
  EPERM: 'the folder cannot be written to (permission denied)',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than the file system or a limit allows',
  ENAMETOOLONG: 'the name is too long',
  EISDIR: 'a folder has that name',
  ELOOP: 'a symbolic link leads in a circle',
  EIO: 'the disk reported an error',
};

/** Temporary files that exist right now. */
const temporaryPaths = new Set<string>();

/** Removes what unfinished writes have left; for the moment before the process ends. */
export function removeTemporaryFiles(): void {
  for (const path of temporaryPaths) {
    try {
      unlinkSync(path);
    } catch {
      // It may have got its final name or never come to be; there is nothing left to do about it here.
    }
  }
  temporaryPaths.clear();
}

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes the process remove unfinished files when it exits or is told to end by Ctrl-C or a signal.
 *
 * @returns a function that takes the handlers away again.
 * @remarks After the removal the signal ends the process as it would have without a handler, so that shells see the cause.
 */
export function removeTemporaryFilesOnExit(): () => void {
  const endBySignal = (signal: NodeJS.Signals): void => {
    uninstall();
    removeTemporaryFiles();
    process.kill(process.pid, signal);
  };
  const uninstall = (): void => {
    process.off('exit', removeTemporaryFiles);
    for (const signal of ENDING_SIGNALS) process.off(signal, endBySignal);
  };
  process.on('exit', removeTemporaryFiles);
  for (const signal of ENDING_SIGNALS) process.on(signal, endBySignal);
  return uninstall;
}

/**
 * Writes a file so that at no moment a part of it can be seen under its name.
 *
 * @param path - in an existing folder. A symbolic link to a file is followed.
 * @param bytes - the whole content.
 * @remarks *Convention:* mode bits are those of any new file (0666 less the umask), or those of the file replaced. After an
 * error nothing is left behind and an existing file is untouched.
 * @throws {@link HostError} `exists` when the name is taken and `overwrite` is not set; `write-failed` otherwise.
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array, { overwrite = false, temporaryName = makeTemporaryName() }: WriteOptions = {}): Promise<void> {
  try {
    const existing = await inspectTarget(path, overwrite);
    const target = existing?.path ?? path;
    const temporary = join(dirname(target), temporaryName);
    temporaryPaths.add(temporary);
    try {
      await writeDurably(temporary, bytes, existing?.mode);
      if (overwrite) await rename(temporary, target);
      else await claimName(temporary, target);
    } finally {
      await unlink(temporary).catch(() => undefined);
      temporaryPaths.delete(temporary);
    }
    await syncFolder(dirname(target));
  } catch (error) {
    throw wrapError(path, error);
  }
}

/** @returns the regular file to be replaced, links followed, or undefined when the name is free. */
async function inspectTarget(path: string, overwrite: boolean): Promise<{ path: string; mode: number } | undefined> {
  const status = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  if (status.isDirectory()) throw failure(path, 'a folder has that name', 'EISDIR');
  if (!overwrite) throw taken(path);
  const target = status.isSymbolicLink() ? await realpath(path) : path;
  const targetStatus = await lstat(target);
  if (!targetStatus.isFile()) throw failure(path, `${targetStatus.isDirectory() ? 'a folder' : 'a device or pipe'} has that name`, 'EEXIST');
  return { path: target, mode: targetStatus.mode & 0o777 };
}

async function writeDurably(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void> {
  const handle: FileHandle = await open(path, 'wx', 0o666);
  try {
    await handle.writeFile(bytes);
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NO_HARD_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function claimName(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
    return;
  } catch (error) {
    if (!NO_HARD_LINKS.has((error as NodeJS.ErrnoException).code)) throw error;
  }
  await (await open(target, 'wx', 0o666)).close();
  await rename(temporary, target);
}

/** A rename survives a power cut once its folder is on the disk; folders cannot be opened everywhere, and then nothing is lost. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function taken(path: string, cause?: unknown): HostError {
  return new HostError('exists', `${displayPath(path)}: the file exists and is not replaced`, { fields: { path }, ...(cause !== undefined && { cause }) });
}

function failure(path: string, reason: string, systemCode: string, cause?: unknown): HostError {
  return new HostError('write-failed', `${displayPath(path)}: not written, ${reason}`, { fields: { path, systemCode }, ...(cause !== undefined && { cause }) });
}

function wrapError(path: string, error: unknown): HostError {
  if (HostError.isInstance(error)) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown';
  return code === 'EEXIST' ? taken(path, error) : failure(path, describeSystemError(error, REASONS), code, error);
}
