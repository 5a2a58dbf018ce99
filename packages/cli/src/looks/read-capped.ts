import { readFile, stat } from 'node:fs/promises';
import { InvalidFileError } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { describeSystemError } from '../files/read-file-bytes.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'a folder',
  ELOOP: 'a symbolic link that leads in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Reads a file of limited size.
 *
 * @param what - what the file should be, for messages: "expected a `what`".
 * @throws InvalidFileError, led by the path, when it cannot be read or is too large.
 */
export async function readCapped(path: string, maximumBytes: number, what: string): Promise<Uint8Array> {
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

/** Reads a stream of limited size. @throws InvalidFileError when there is more. */
export async function readStreamCapped(stream: AsyncIterable<Uint8Array | string>, maximumBytes: number, what: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const part of stream) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    byteCount += bytes.length;
    if (byteCount > maximumBytes) throw tooLarge('standard input', `more than ${maximumBytes} bytes`, maximumBytes, what);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

export function tooLarge(name: string, found: string, maximumBytes: number, what: string): InvalidFileError {
  return new InvalidFileError(`${name}: ${found} (expected a ${what} of at most ${maximumBytes} bytes)`, { path: name, value: found, expected: maximumBytes }, { code: 'too-large' });
}
