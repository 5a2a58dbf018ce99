import type { BatchSettings } from './settings.js';
import type { InputMark, PhotoFacts } from './photo-task.js';

/** The form of a journal's lines; another form is another number. */
export const JOURNAL_FORM = 'openretouch/journal@1';

/** The settings of the lines that name their id. One at the start of each run that has new ones. */
export interface SettingsLine {
  readonly journal: string;
  readonly id: string;
  readonly settings: BatchSettings;
}

/** An output that is about to get its name; on the disk before it does. */
export interface WriteLine {
  /** Below the output folder, with forward slashes. */
  readonly write: string;
  /** Id of the settings. */
  readonly settings: string;
  readonly input: InputMark;
  readonly byteLength: number;
  readonly sha256: string;
  /** What the series did to it, as `seriesMark` says it; absent where the run was no series. */
  readonly series?: string;
  /** Name of the hidden file beside the output that held the bytes first. */
  readonly temporary: string;
}

/** The output of the latest write line of that name has its name. */
export interface DoneLine {
  readonly done: string;
  readonly mtimeNs: string;
  readonly facts: PhotoFacts;
}

export type JournalLine = SettingsLine | WriteLine | DoneLine;

export function serializeLine(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** @returns the line, or undefined for one that was cut short or damaged. */
export function parseLine(text: string): JournalLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const isLine = typeof value['journal'] === 'string' ? isSettingsLine(value) : typeof value['write'] === 'string' ? isWriteLine(value) : isDoneLine(value);
  return isLine ? (value as unknown as JournalLine) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** A journal of another form is not damaged: whoever reads it looks at the form first. */
function isSettingsLine({ journal, id, settings }: Fields): boolean {
  if (journal !== JOURNAL_FORM) return true;
  return typeof id === 'string' && isRecord(settings) && ['program', 'recipeName', 'recipe', 'kernels'].every((name) => typeof settings[name] === 'string') && isRecord(settings['masks']) && typeof settings['storesRecipe'] === 'boolean';
}

function isWriteLine({ settings, input, byteLength, sha256, temporary, series }: Fields): boolean {
  return typeof settings === 'string' && isRecord(input) && typeof input['path'] === 'string' && typeof input['mtimeNs'] === 'string' && isMark(input['byteLength'], input['sha256']) && isMark(byteLength, sha256) && typeof temporary === 'string' && /^\.openretouch-[0-9a-f]+\.tmp$/.test(temporary) && (series === undefined || typeof series === 'string');
}

function isDoneLine({ done, mtimeNs, facts }: Fields): boolean {
  return typeof done === 'string' && typeof mtimeNs === 'string' && isRecord(facts) && typeof facts['seconds'] === 'number' && ['decided', 'notes', 'warnings'].every((name) => Array.isArray(facts[name]));
}

function isMark(byteLength: unknown, sha256: unknown): boolean {
  return Number.isSafeInteger(byteLength) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
