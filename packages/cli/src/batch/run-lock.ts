import { readFileSync, rmdirSync, unlinkSync } from 'node:fs';
import { mkdir, open, readFile, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HostError } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { JOURNAL_FOLDER } from './journal-records.js';

/*
 * Maintainer notes. The lock keeps two runs on one machine from doing the same work, as where a nightly run has not ended when the
 * next one starts. It is a courtesy: outputs are claimed in one step of the file system, so two runs cannot spoil anything. A lock
 * of another machine cannot be checked and is taken over; machines divide their work by shards, which have a lock each.
 */

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system tells: a number may belong to another process by now. */
  readonly started: string | null;
}

/**
 * Claims a journal for this process. Its folder is made where it is missing, and is gone again afterwards if nothing came into it.
 *
 * @returns a function that gives it back.
 * @throws HostError `write-failed` when another process of this machine holds it.
 */
export async function lockRun(outputFolder: string, journalFile: string): Promise<() => void> {
  const folder = join(outputFolder, JOURNAL_FOLDER);
  const path = join(folder, journalFile.replace(/\.jsonl$/, '.lock'));
  const firstMade = await makeFolder(folder);
  const self: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  for (;;) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(JSON.stringify(self));
      await handle.close();
      return () => {
        try {
          unlinkSync(path);
        } catch {
          // Whoever removed it has done what was to be done.
        }
        removeEmptyFolders(folder, firstMade);
      };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw new HostError('write-failed', `${displayPath(path)}: cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { fields: { path }, cause });
    }
    const holder = await readHolder(path);
    if (holder !== undefined && isRunning(holder, self)) {
      throw new HostError('write-failed', `${displayPath(outputFolder)}: another run (process ${holder.pid}) is at work there (expected it to end first)`, { fields: { path: outputFolder, pid: holder.pid } });
    }
    await unlink(path).catch(() => undefined);
  }
}

async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    return await mkdir(folder, { recursive: true });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file has that name' : code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code === 'EROFS' ? 'the file system is read-only' : code;
    throw new HostError('write-failed', `${displayPath(dirname(folder))}: the folder cannot be made or written to, ${reason}`, { fields: { path: dirname(folder), systemCode: code }, cause });
  }
}

/** From the inside out, as far as they were made for the lock and are empty. */
function removeEmptyFolders(innermost: string, outermost: string | undefined): void {
  if (outermost === undefined) return;
  try {
    for (let folder = resolve(innermost); folder.length >= resolve(outermost).length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // Something is in it now.
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, host, started } = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && pid > 0 && typeof host === 'string' ? { pid, host, started: typeof started === 'string' ? started : null } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, host, started }: Holder, self: Holder): boolean {
  // In containers each run is process 1, or 7: a lock with one's own number is of a run before.
  if (host !== self.host || pid === self.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === null || startOf(pid) === started;
}

/** @returns clock ticks since the start of the system, and which start that was; null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name, in parentheses, and may hold anything.
    const ticks = text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${ticks}`;
  } catch {
    return null;
  }
}
