import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('littlecms.py', import.meta.url));

/** What LittleCMS says of a profile. */
export interface ProfileDescription {
  readonly version: number;
  readonly class: string;
  readonly spaces: readonly string[];
  readonly description: string;
  readonly copyright: string;
  /** Profiles in the sequence tag. */
  readonly sequence: number;
}

/** Whether LittleCMS and Python are there; the tests that need them name the packages where they are not. */
export const hasLittleCms = spawnSync('python3', ['-c', 'import ctypes; ctypes.CDLL("liblcms2.so.2")']).status === 0;

/** Reads `rgb.length / 3` colours of 16 bit through a DeviceLink. */
export function readWithLittleCms(profile: Uint8Array, rgb: Uint16Array): Uint16Array {
  const bytes = withFile(profile, (path) => execFileSync('python3', [SCRIPT, path], { input: new Uint8Array(rgb.buffer, rgb.byteOffset, rgb.byteLength), maxBuffer: 2 ** 26 }));
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}

export function describeWithLittleCms(profile: Uint8Array): ProfileDescription {
  return withFile(profile, (path) => JSON.parse(execFileSync('python3', [SCRIPT, '--describe', path], { encoding: 'utf8' })) as ProfileDescription);
}

function withFile<T>(bytes: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'openretouch-icc-'));
  try {
    writeFileSync(join(folder, 'link.icc'), bytes);
    return use(join(folder, 'link.icc'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
