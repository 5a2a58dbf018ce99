import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { syncFolder } from '../files/write-atomically.js';
import { type DoneLine, JOURNAL_FORM, type JournalLine, serializeLine, type WriteLine } from './journal-lines.js';
import { JOURNAL_FOLDER } from './journal-records.js';
import { type BatchSettings, settingsId } from './settings.js';
import type { Shard } from './shard.js';

/*
 * Maintainer notes. A photo takes two lines. `write` holds the hash of the finished bytes and is forced to the disk before the file
 * gets its name; `done` follows and is not forced. After a power cut an output is therefore either not there, or there and owned by
 * a line with its hash: it is never a stranger, and never half. All photos that wait share one force of the disk.
 */

/** @returns the name of a run's journal; shards have one each, so that machines may share an output folder. */
export function journalName(shard: Shard | undefined): string {
  return shard === undefined ? 'batch.jsonl' : `shard-${shard.index}-of-${shard.count}.jsonl`;
}

/** The append-only record of what a run writes. */
export class Journal {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #settingsId: string;
  #pending = '';
  #waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | undefined;

  /**
   * Opens the journal of an output folder, made where it is missing.
   *
   * @throws HostError `write-failed`.
   */
  static async open(outputFolder: string, shard: Shard | undefined, settings: BatchSettings): Promise<Journal> {
    const folder = join(outputFolder, JOURNAL_FOLDER);
    const path = join(folder, journalName(shard));
    try {
      await mkdir(folder, { recursive: true });
      const handle = await open(path, 'a+', 0o666);
      await syncFolder(folder);
      await syncFolder(outputFolder);
      const journal = new Journal(path, handle, settingsId(settings));
      // After a torn line the next one has to start on its own.
      if (!(await endsInNewline(handle))) journal.#pending = '\n';
      journal.#append({ journal: JOURNAL_FORM, id: settingsId(settings), settings });
      return journal;
    } catch (cause) {
      throw failure(path, cause);
    }
  }

  private constructor(path: string, handle: FileHandle, id: string) {
    this.#path = path;
    this.#handle = handle;
    this.#settingsId = id;
  }

  /** Puts an output on record, durably, before it is written. */
  announce(line: Omit<WriteLine, 'settings'>): Promise<void> {
    this.#append({ ...line, settings: this.#settingsId });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#pump();
    });
  }

  /** Says that an output is whole and has its name. */
  finish(line: DoneLine): void {
    this.#append(line);
  }

  /**
   * Writes what is left.
   *
   * @throws HostError `write-failed`.
   */
  async close(): Promise<void> {
    try {
      while (this.#writing !== undefined) await this.#writing;
      await this.#write();
    } catch (error) {
      throw failure(this.#path, error);
    } finally {
      await this.#handle.close();
    }
  }

  #append(line: JournalLine): void {
    this.#pending += serializeLine(line);
  }

  #pump(): void {
    this.#writing ??= this.#writeWhileAwaited().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeWhileAwaited(): Promise<void> {
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write();
        await this.#handle.datasync();
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        for (const { reject } of waiting) reject(failure(this.#path, error));
      }
    }
  }

  async #write(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    try {
      if (text !== '') await this.#handle.appendFile(text);
    } catch (error) {
      // A part may have got there; what follows has to start on a line of its own.
      this.#pending = `\n${this.#pending}`;
      throw error;
    }
  }
}

async function endsInNewline(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

function failure(path: string, cause: unknown): HostError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? (cause instanceof Error ? cause.message : String(cause));
  return new HostError('write-failed', `${displayPath(path)}: the journal of the run cannot be written (${code})`, { fields: { path, systemCode: code }, cause });
}
