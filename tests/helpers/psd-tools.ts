import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('psd_tools_dump.py', import.meta.url));

/** A mask as psd-tools finds it; pixels of 8 bits in base64. */
interface FoundMask {
  readonly box: readonly number[];
  readonly outside: number;
  readonly pixels: string;
}

/** A layer as psd-tools finds it: boxes are left, top, right, bottom; opacity is 0..255. */
export interface FoundLayer {
  readonly parent: string | null;
  readonly name: string;
  readonly kind: string;
  readonly opacity: number;
  readonly blend: string;
  readonly clipped: boolean;
  readonly visible: boolean;
  readonly box: readonly number[];
  readonly mask?: FoundMask;
  readonly pixels?: string;
  readonly lookup?: { readonly type: string; readonly profile: string; readonly cube: string };
  /** Channel (0 composite, 1 red, 2 green, 3 blue) and points of output and input. */
  readonly curves?: readonly (readonly [number, readonly (readonly [number, number])[]])[];
}

export interface FoundDocument {
  readonly size: readonly number[];
  readonly profile: string | null;
  readonly layers: readonly FoundLayer[];
}

/** Debian installs packages for its own interpreter, which need not be the first in the path. */
const python = ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', 'import psd_tools']).status === 0);

/** Whether psd-tools is there; the tests that need it name the package where it is not. */
export const hasPsdTools = python !== undefined;

export function readWithPsdTools(psd: Uint8Array): FoundDocument {
  return withPsdFile(psd, (path) => JSON.parse(execFileSync(python ?? 'python3', [SCRIPT, path], { encoding: 'utf8', maxBuffer: 2 ** 28 })) as FoundDocument);
}

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

/** Lends the bytes as a file. */
export function withPsdFile<T>(psd: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'openretouch-psd-'));
  try {
    writeFileSync(join(folder, 'document.psd'), psd);
    return use(join(folder, 'document.psd'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
