import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HostError } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { JOURNAL_FORM, parseLine, type WriteLine } from './journal-lines.js';
import type { PhotoFacts } from './photo-task.js';
import type { BatchSettings } from './settings.js';

/** The hidden folder inside an output folder that remembers what was written there. */
export const JOURNAL_FOLDER = '.openretouch';
const EXTENSION = '.jsonl';

/** One output that was written, or was about to be. */
export interface JournalRecord extends WriteLine {
  /** Name of the journal's file. */
  readonly file: string;
  /** Absent where the run was cut off before it could say that the file has its name. */
  done?: { readonly mtimeNs: string; readonly facts: PhotoFacts };
}

/** All that the journals of an output folder tell. */
export interface JournalRecords {
  /** By output below the folder, oldest first. */
  readonly byOutput: ReadonlyMap<string, readonly JournalRecord[]>;
  readonly settings: ReadonlyMap<string, BatchSettings>;
  /** Lines that could not be read; the outputs they told of belong to nobody now. */
  readonly damagedCount: number;
}

/**
 * Reads every journal of an output folder, or none where the output is a file: those of other shards own their outputs as well.
 *
 * @remarks A power cut or kill tears the line that is being written; such lines are passed over.
 * @throws HostError `unsupported` for a journal of a newer version.
 */
export async function readJournals(outputFolder: string | undefined): Promise<JournalRecords> {
  if (outputFolder === undefined) return { byOutput: new Map(), settings: new Map(), damagedCount: 0 };
  const folder = join(outputFolder, JOURNAL_FOLDER);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw new HostError('read-failed', `${displayPath(folder)}: cannot be read (${error.code ?? error.message})`, { fields: { path: folder }, cause: error });
  });
  const byOutput = new Map<string, JournalRecord[]>();
  const settings = new Map<string, BatchSettings>();
  let damagedCount = 0;
  for (const file of names.filter((name) => name.endsWith(EXTENSION)).sort()) {
    damagedCount += await readJournal(join(folder, file), file, byOutput, settings);
  }
  return { byOutput, settings, damagedCount };
}

async function readJournal(path: string, file: string, byOutput: Map<string, JournalRecord[]>, settings: Map<string, BatchSettings>): Promise<number> {
  const latest = new Map<string, JournalRecord>();
  let damagedCount = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (text === '') continue;
    const line = parseLine(text);
    if (line === undefined) damagedCount += 1;
    else if ('journal' in line) {
      if (line.journal !== JOURNAL_FORM) throw new HostError('unsupported', `${displayPath(path)}: written as ${JSON.stringify(line.journal)} (expected ${JOURNAL_FORM}): by another version of the program; use that one, or another output folder`, { fields: { path, found: line.journal } });
      settings.set(line.id, line.settings);
    } else if ('write' in line) {
      const record: JournalRecord = { ...line, file };
      latest.set(line.write, record);
      const records = byOutput.get(line.write);
      if (records === undefined) byOutput.set(line.write, [record]);
      else records.push(record);
    } else {
      const record = latest.get(line.done);
      if (record !== undefined) record.done = { mtimeNs: line.mtimeNs, facts: line.facts };
    }
  }
  return damagedCount;
}
