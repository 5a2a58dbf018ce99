import type { OutputPlan } from '../options/output-paths.js';
import { Journal, journalName } from './journal.js';
import { readJournals } from './journal-records.js';
import type { PhotoEntry } from './photo-entry.js';
import { type DecidedSeries, decideSeries, seriesMark, type SeriesRun, type SeriesSummary } from './decide-series.js';
import type { RetouchSession } from './photo-retoucher.js';
import { outputKey, removeLeftovers, resumeRun, type ResumedRun } from './resume.js';
import { lockRun } from './run-lock.js';
import { type RunContext, runTasks, type TaskBook } from './run-tasks.js';
import type { BatchSettings } from './settings.js';
import type { Shard } from './shard.js';

/** All that is to be done, decided before the first photo is read. */
export interface Batch {
  readonly plans: readonly OutputPlan[];
  /** Where the journal is kept; absent where the output is a single file. */
  readonly outputFolder?: string;
  readonly shard?: Shard;
  readonly session: RetouchSession;
  readonly settings: BatchSettings;
  readonly isForced: boolean;
  /** Photos at once; by default what the machine has cores and memory for. */
  readonly jobs?: number;
  /** Where photos of one scene are drawn together. */
  readonly series?: Pick<SeriesRun, 'inputs' | 'share'>;
}

export interface BatchEvents {
  /** Told before `onResumed`, where the run is a series. */
  readonly onSeries: (series: SeriesSummary) => void;
  /** Told once, before the first photo. */
  readonly onResumed: (run: ResumedRun) => void;
  readonly onPhoto: (entry: PhotoEntry) => void;
}

/** @returns what is left of a batch; touches nothing, and refuses as {@link runBatch} does. */
export async function previewBatch(batch: Batch, context: RunContext, onSeries: BatchEvents['onSeries']): Promise<ResumedRun> {
  return (await lookUp(batch, context, onSeries)).resumed;
}

/**
 * Retouches the photos of a batch, many at once, and goes on where an earlier run was cut off.
 *
 * @returns what became of each photo, in their order; when interrupted, the unreached are named as such.
 * @throws HostError when an output is in the way or another run is at work there; then nothing has been written.
 */
export async function runBatch(batch: Batch, context: RunContext, events: BatchEvents): Promise<PhotoEntry[]> {
  const { outputFolder, shard } = batch;
  if (outputFolder === undefined) return runUnlocked(batch, context, events);
  const unlock = await lockRun(outputFolder, journalName(shard));
  try {
    return await runUnlocked(batch, context, events);
  } finally {
    unlock();
  }
}

async function runUnlocked(batch: Batch, context: RunContext, { onSeries, onResumed, onPhoto }: BatchEvents): Promise<PhotoEntry[]> {
  const { plans, outputFolder, shard, settings, session, jobs } = batch;
  const { records, resumed } = await lookUp(batch, context, onSeries);
  if (outputFolder !== undefined) await removeLeftovers(outputFolder, records, journalName(shard));
  onResumed(resumed);
  const entries: PhotoEntry[] = plans.map((plan) => ({ plan, status: 'unreached' }));
  for (const { index, plan, facts, isEdited } of resumed.kept) entries[index] = { plan, status: 'kept', isEdited, ...(facts === undefined ? {} : { facts }) };
  if (resumed.tasks.length === 0) return entries;
  const book = outputFolder === undefined ? NO_BOOK : new JournalBook(outputFolder, () => Journal.open(outputFolder, shard, settings));
  try {
    await runTasks({ tasks: resumed.tasks, keptCount: resumed.kept.length, session, ...(jobs === undefined ? {} : { jobs }) }, context, book, (index, entry) => {
      entries[index] = entry;
      onPhoto(entry);
    });
  } finally {
    await book.close().catch((error: unknown) => context.reporter.error(error));
  }
  return entries;
}

async function lookUp(batch: Batch, context: RunContext, onSeries: BatchEvents['onSeries']) {
  const { plans, outputFolder, settings, isForced, session, series: seriesOptions, jobs } = batch;
  const records = await readJournals(outputFolder);
  const resume = (series?: DecidedSeries): Promise<ResumedRun> =>
    resumeRun({ plans, outputFolder: outputFolder ?? '', records, settings, isForced, signal: context.signal, ...(series === undefined ? {} : { series }) });
  const resumed = await resume();
  if (seriesOptions === undefined) return { records, resumed };
  // What stands in the way has been refused by now, before thousands of photos are looked at.
  const series = await decideSeries({ ...seriesOptions, session, ...(jobs === undefined ? {} : { jobs }) }, context);
  onSeries(series.summary);
  return { records, resumed: await resume(series) };
}

/** Of a single output file nothing is remembered. */
const NO_BOOK: TaskBook & { close(): Promise<void> } = { announce: () => Promise.resolve(), finish: () => undefined, close: () => Promise.resolve() };

/** A journal that comes to be with the first photo: a run in which every photo fails leaves none. */
class JournalBook implements TaskBook {
  readonly #outputFolder: string;
  readonly #open: () => Promise<Journal>;
  #opening: Promise<Journal> | undefined;
  #journal: Journal | undefined;

  constructor(outputFolder: string, open: () => Promise<Journal>) {
    this.#outputFolder = outputFolder;
    this.#open = open;
  }

  announce: TaskBook['announce'] = async ({ output, series }, { input, byteLength, sha256, temporaryName }) => {
    this.#opening ??= this.#open();
    this.#journal = await this.#opening;
    await this.#journal.announce({ write: outputKey(this.#outputFolder, output), input, byteLength, sha256, ...(series === undefined ? {} : { series: seriesMark(series) }), temporary: temporaryName });
  };

  finish: TaskBook['finish'] = ({ output }, facts, outputMtimeNs) => {
    this.#journal?.finish({ done: outputKey(this.#outputFolder, output), mtimeNs: outputMtimeNs, facts });
  };

  async close(): Promise<void> {
    await this.#journal?.close();
  }
}
