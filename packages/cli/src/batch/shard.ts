import { createHash } from 'node:crypto';
import { sep } from 'node:path';
import { InvalidArgumentError } from '@openretouch/core';

/** One part of a set of photos, for one machine of several. */
export interface Shard {
  /** 1..count. */
  readonly index: number;
  readonly count: number;
}

export const MAXIMUM_SHARDS = 10_000;
/** Hexadecimal digits of the hash that decide: 48 bits, exact in a double. */
const HASH_DIGITS = 12;

/**
 * Reads the value of `--shard`: `i/n`, counted from 1.
 *
 * @throws InvalidArgumentError
 */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  const [index, count] = match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
  if (count < 1 || count > MAXIMUM_SHARDS || index < 1 || index > count) {
    throw new InvalidArgumentError(`--shard: ${JSON.stringify(text)} (expected i/n with n from 1 to ${MAXIMUM_SHARDS} and i from 1 to n, e.g. 1/8)`, { flag: '--shard', value: text });
  }
  return { index, count };
}

/**
 * Decides which shard a photo belongs to, from its name alone: the same on every machine, whatever else is in the folder and in
 * whatever order it is listed.
 *
 * @param relativePath - below the input folder, in the system's own separators.
 * @returns 1..count.
 */
export function shardOf(relativePath: string, count: number): number {
  const digest = createHash('sha256').update(portablePath(relativePath)).digest('hex');
  return (Number.parseInt(digest.slice(0, HASH_DIGITS), 16) % count) + 1;
}

/**
 * @param separator - of the system; elsewhere a backslash is a letter like any other.
 * @returns the path as every system would write it: forward slashes, accents composed.
 */
export function portablePath(relativePath: string, separator: string = sep): string {
  return relativePath.split(separator).join('/').normalize('NFC');
}

export function describeShard({ index, count }: Shard): string {
  return `shard ${index} of ${count}`;
}
