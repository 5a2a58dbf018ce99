import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** @returns the SHA-256 of a file's bytes as 64 hexadecimal digits; the file is never whole in memory. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { ...(signal === undefined ? {} : { signal }) });
  return hash.digest('hex');
}

/** @returns the SHA-256 of bytes as 64 hexadecimal digits. */
export function hashBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
