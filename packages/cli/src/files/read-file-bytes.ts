import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { InvalidFileError } from '@openretouch/core';
import { displayPath } from './photo.js';

/** One read call of Node takes no more, and no photo within the pixel limit needs it. */
export const MAXIMUM_FILE_BYTES = 2 ** 31 - 1;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'a folder (expected a photo file)',
  ELOOP: 'a symbolic link that leads in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
};

/** @returns the reason as words for the user, the system's own code where there are none. */
export function describeSystemError(error: unknown, reasons: Readonly<Record<string, string>>): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown error';
  return reasons[code] ?? code;
}

/**
 * Reads a whole file.
 *
 * @param path - as Node takes it: UTF-8. A name in another encoding cannot reach a program through Node's arguments whole, and is
 * reported as missing.
 * @throws {@link InvalidFileError} for anything but a readable regular file of up to 2 GiB; the signal's reason when aborted.
 */
export async function readFileBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const name = displayPath(path);
  if (path.includes('\0')) throw new InvalidFileError(`${name}: no such file`, { path });
  signal?.throwIfAborted();
  let handle;
  try {
    // A named pipe without a writer would block for ever.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new InvalidFileError(`${name}: ${describeSystemError(error, REASONS)}`, { path }, { cause: error });
  }
  try {
    const status = await handle.stat();
    if (status.isDirectory()) throw new InvalidFileError(`${name}: a folder (expected a photo file)`, { path });
    if (!status.isFile()) throw new InvalidFileError(`${name}: a device or pipe (expected a photo file)`, { path });
    if (status.size > MAXIMUM_FILE_BYTES) {
      throw new InvalidFileError(`${name}: ${(status.size / 2 ** 30).toFixed(1)} GiB (expected at most 2 GiB)`, { path, byteLength: status.size });
    }
    return await handle.readFile({ signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (InvalidFileError.isInstance(error)) throw error;
    throw new InvalidFileError(`${name}: ${describeSystemError(error, REASONS)}`, { path }, { cause: error });
  } finally {
    await handle.close();
  }
}
