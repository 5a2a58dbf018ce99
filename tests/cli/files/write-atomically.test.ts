import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HostError } from '@openretouch/core';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { writeFileAtomically } from '../../../packages/cli/src/files/write-atomically.js';
import { makeFolder } from '../corpus.js';

const root = makeFolder();
afterAll(root.remove);

let number = 0;
function freshFolder(): string {
  number += 1;
  const path = join(root.path, String(number));
  mkdirSync(path);
  return path;
}

async function failureOf(promise: Promise<unknown>): Promise<HostError> {
  const error = await promise.then(() => undefined, (reason: unknown) => reason);
  expect(HostError.isInstance(error), String(error)).toBe(true);
  expect((error as HostError).message).not.toContain('\n');
  return error as HostError;
}

/** The module in a process of its own, for limits and signals that must not hit the test runner. */
const modulePath = join(root.path, 'write-atomically.mjs');
buildSync({
  entryPoints: [fileURLToPath(new URL('../../../packages/cli/src/files/write-atomically.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: modulePath,
  alias: {
    '@openretouch/core/photo-file': fileURLToPath(new URL('../../../packages/core/src/photo-file/index.ts', import.meta.url)),
    '@openretouch/core': fileURLToPath(new URL('../../../packages/core/src/index.ts', import.meta.url)),
  },
});
const IMPORT = `import { writeFileAtomically, removeTemporaryFilesOnExit } from ${JSON.stringify(modulePath)};`;

const bytes = Uint8Array.of(1, 2, 3);

describe('writeFileAtomically', () => {
  it('writes the bytes and leaves nothing beside them', async () => {
    const folder = freshFolder();
    await writeFileAtomically(join(folder, 'a.jpg'), bytes);
    expect(readdirSync(folder)).toEqual(['a.jpg']);
    expect([...readFileSync(join(folder, 'a.jpg'))]).toEqual([1, 2, 3]);
  });

  it.skipIf(process.platform === 'win32')('gives a new file the mode bits of any new file', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'plain'), 'x');
    await writeFileAtomically(join(folder, 'a'), bytes);
    expect(statSync(join(folder, 'a')).mode).toBe(statSync(join(folder, 'plain')).mode);
  });

  it('never replaces a file that is there', async () => {
    const folder = freshFolder();
    const path = join(folder, 'a.jpg');
    writeFileSync(path, 'old');
    const error = await failureOf(writeFileAtomically(path, bytes));
    expect(error).toMatchObject({ code: 'exists', message: `${path}: the file exists and is not replaced` });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.jpg']);
  });

  it('lets exactly one of many writers at once have the name', async () => {
    const folder = freshFolder();
    const path = join(folder, 'a.jpg');
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => writeFileAtomically(path, Uint8Array.of(index))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([...readFileSync(path)]).toEqual([results.findIndex(({ status }) => status === 'fulfilled')]);
    expect(readdirSync(folder)).toEqual(['a.jpg']);
  });

  it.skipIf(process.platform === 'win32')('replaces with overwrite, keeping the mode bits of the old file', async () => {
    const folder = freshFolder();
    const path = join(folder, 'a.jpg');
    writeFileSync(path, 'old', { mode: 0o640 });
    await writeFileAtomically(path, bytes, { overwrite: true });
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['a.jpg']);
  });

  it.skipIf(process.platform === 'win32')('follows a symbolic link with overwrite', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'real.jpg'), 'old');
    symlinkSync('real.jpg', join(folder, 'link.jpg'));
    await writeFileAtomically(join(folder, 'link.jpg'), bytes, { overwrite: true });
    expect([...readFileSync(join(folder, 'real.jpg'))]).toEqual([1, 2, 3]);
  });

  it('refuses the name of a folder and of a device', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'sub'));
    expect((await failureOf(writeFileAtomically(join(folder, 'sub'), bytes, { overwrite: true }))).message).toBe(`${join(folder, 'sub')}: not written, a folder has that name`);
    if (existsSync('/dev/null')) {
      expect((await failureOf(writeFileAtomically('/dev/null', bytes, { overwrite: true }))).message).toBe('/dev/null: not written, a device or pipe has that name');
    }
  });

  it('names a missing folder, a file in place of a folder and a name that is too long', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'file'), '');
    const missing = await failureOf(writeFileAtomically(join(folder, 'none', 'a.jpg'), bytes));
    expect(missing).toMatchObject({ code: 'write-failed', message: `${join(folder, 'none', 'a.jpg')}: not written, the folder does not exist` });
    expect((await failureOf(writeFileAtomically(join(folder, 'file', 'a.jpg'), bytes))).message).toMatch(/the folder does not exist$/);
    expect((await failureOf(writeFileAtomically(join(folder, 'n'.repeat(300)), bytes))).message).toMatch(/the name is too long$/);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.skipIf(process.platform === 'win32')('removes what it has written when the file cannot grow further', () => {
    const folder = freshFolder();
    const script = `${IMPORT} process.on('SIGXFSZ', () => {}); await writeFileAtomically(${JSON.stringify(join(folder, 'a.jpg'))}, new Uint8Array(4e6)).catch((error) => console.log(error.code, error.message));`;
    // ulimit counts in blocks of 512 or 1024 bytes; both are under the 4 MB to be written.
    const output = execFileSync('sh', ['-c', 'ulimit -f 1000; exec "$0" --input-type=module -e "$1"', process.execPath, script], { encoding: 'utf8' });
    expect(output.trim()).toBe(`write-failed ${join(folder, 'a.jpg')}: not written, the file is larger than the file system or a limit allows`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('removes what it has written on Ctrl-C and ends by the signal', async () => {
    const folder = freshFolder();
    // A tight loop of writes, so that the signal comes in the middle of one.
    const script = `${IMPORT} removeTemporaryFilesOnExit(); console.log('ready'); for (let i = 0; ; i++) await writeFileAtomically(${JSON.stringify(join(folder, 'a.jpg'))}, new Uint8Array(8e6), { overwrite: true });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect.poll(() => readdirSync(folder).some((name) => name.startsWith('.openretouch-')), { interval: 1, timeout: 10_000 }).toBe(true);
    child.kill('SIGINT');
    const signal = await new Promise((resolve) => child.once('exit', (_, name) => resolve(name)));
    expect(signal).toBe('SIGINT');
    expect(readdirSync(folder).filter((name) => name !== 'a.jpg')).toEqual([]);
    if (existsSync(join(folder, 'a.jpg'))) expect(statSync(join(folder, 'a.jpg')).size).toBe(8e6);
  });
});

/** A file system of its own with one megabyte, where this process may make one. */
function mountTiny(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = freshFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

const tiny = mountTiny();
afterAll(() => {
  if (tiny !== undefined) execFileSync('umount', [tiny]);
});

describe.skipIf(tiny === undefined)('writeFileAtomically on a file system of one megabyte (skipped where none may be mounted: run as root on Linux)', () => {
  const folder = tiny ?? '';
  afterEach(() => execFileSync('mount', ['-o', 'remount,rw', folder]));

  it('says that the disk is full and leaves nothing behind', async () => {
    const error = await failureOf(writeFileAtomically(join(folder, 'a.jpg'), new Uint8Array(3e6)));
    expect(error).toMatchObject({ code: 'write-failed', message: `${join(folder, 'a.jpg')}: not written, the disk is full` });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says that the file system is read-only', async () => {
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect((await failureOf(writeFileAtomically(join(folder, 'a.jpg'), bytes))).message).toBe(`${join(folder, 'a.jpg')}: not written, the file system is read-only`);
  });
});
