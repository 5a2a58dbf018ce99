import type { BigIntStats } from 'node:fs';
import { realpath, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { HostError } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import type { OutputPlan } from '../options/output-paths.js';
import { hashFile } from './hash-file.js';
import type { JournalRecord, JournalRecords } from './journal-records.js';
import { type DecidedSeries, seriesMark } from './decide-series.js';
import type { ContentMark, PhotoFacts, PhotoTask } from './photo-task.js';
import { type BatchSettings, differencesOf, settingsId } from './settings.js';
import { portablePath } from './shard.js';

/** A photo that an earlier run has finished. */
export interface KeptPhoto {
  readonly index: number;
  readonly plan: OutputPlan;
  /** Absent where that run was cut off before it could say. */
  readonly facts?: PhotoFacts;
  /** Whether somebody has changed the output since. */
  readonly isEdited: boolean;
}

/** What is left to do of a run, and what is done already. */
export interface ResumedRun {
  readonly tasks: readonly PhotoTask[];
  readonly kept: readonly KeptPhoto[];
}

export interface ResumeOptions {
  readonly plans: readonly OutputPlan[];
  readonly outputFolder: string;
  readonly records: JournalRecords;
  readonly settings: BatchSettings;
  /** Whether outputs may be replaced that are not this run's own work. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
  /** What the series does to each photo; absent where the run is none. */
  readonly series?: DecidedSeries;
}

/** Files looked at side by side: enough to hide a network drive's delays. */
const LOOKS_AT_ONCE = 16;

type Verdict =
  | { readonly kind: 'kept'; readonly kept: KeptPhoto }
  | { readonly kind: 'task'; readonly task: PhotoTask }
  /** Something that is not this run's to replace, unless forced. */
  | { readonly kind: 'foreign' | 'edited'; readonly plan: OutputPlan; readonly index: number }
  | { readonly kind: 'other-settings'; readonly plan: OutputPlan; readonly index: number; readonly record: JournalRecord };

/**
 * Compares what a run is to make with what is there.
 *
 * @remarks Kept is what the journal says was made of this very photo with these settings; where somebody has changed the output
 * since, it is kept as well. A photo that has changed is done again, over an output that has not; so is one to which its series does something
 * else now, because photos of its scene have come or gone.
 * @throws HostError `exists` when something is in the way that the journal does not own, that was edited, or that was made with other
 * settings, and the run is not forced. Nothing has been written then.
 */
export async function resumeRun(options: ResumeOptions): Promise<ResumedRun> {
  const { plans, isForced, signal } = options;
  const verdicts = new Array<Verdict>(plans.length);
  let next = 0;
  const look = async (): Promise<void> => {
    while (next < plans.length) {
      signal.throwIfAborted();
      const index = next++;
      verdicts[index] = await judge(plans[index], index, options);
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, look));
  if (!isForced) refuseObstacles(verdicts, options);
  const tasks: PhotoTask[] = [];
  const kept: KeptPhoto[] = [];
  const { series } = options;
  const addTask = (task: PhotoTask): void => void tasks.push(series === undefined ? task : { ...task, series: series.partOf(task.input) });
  for (const verdict of verdicts) {
    if (verdict.kind === 'task') addTask(verdict.task);
    else if (verdict.kind === 'kept' && !(isForced && verdict.kept.isEdited)) kept.push(verdict.kept);
    else addTask(verdict.kind === 'kept' ? { ...verdict.kept.plan, index: verdict.kept.index, overwrite: true } : { ...verdict.plan, index: verdict.index, overwrite: true });
  }
  return { tasks, kept };
}

/** Removes files that a run cut off in the middle has left half written; only those its own journal names. */
export async function removeLeftovers(outputFolder: string, records: JournalRecords, journalFile: string): Promise<void> {
  for (const list of records.byOutput.values()) {
    for (const { write, temporary, file, done } of list) {
      if (done === undefined && file === journalFile) await unlink(join(outputFolder, dirname(write), temporary)).catch(() => undefined);
    }
  }
}

/** @returns an output's name in the journal. */
export function outputKey(outputFolder: string, output: string): string {
  return portablePath(relative(outputFolder, output));
}

async function judge(plan: OutputPlan, index: number, { outputFolder, records, settings, signal, series }: ResumeOptions): Promise<Verdict> {
  const hasSameSeries = ({ series: then }: JournalRecord): boolean => series === undefined || then === seriesMark(series.partOf(plan.input));
  const output = await statOrNothing(plan.output);
  if (output === undefined) return { kind: 'task', task: { ...plan, index, overwrite: false } };
  const own = records.byOutput.get(outputKey(outputFolder, plan.output)) ?? [];
  const newestFirst = [...own].reverse();
  const id = settingsId(settings);
  if (own.length === 0) return { kind: 'foreign', plan, index };
  const record = await findMatching(plan.output, output, newestFirst, id, signal);
  if (record === undefined) return judgeEdited(plan, index, newestFirst.find((entry) => entry.settings === id && entry.done !== undefined && hasSameSeries(entry)), signal);
  const sameness = await compareInput(plan.input, record, signal);
  if (sameness === 'other') return { kind: 'foreign', plan, index };
  if (record.settings !== id) return { kind: 'other-settings', plan, index, record };
  if (sameness === 'changed' || !hasSameSeries(record)) return { kind: 'task', task: { ...plan, index, overwrite: true, replaces: markOf(record) } };
  return { kind: 'kept', kept: { index, plan, isEdited: false, ...(record.done === undefined ? {} : { facts: record.done.facts }) } };
}

/** Somebody changed the output: it stays, unless its photo has changed too. */
async function judgeEdited(plan: OutputPlan, index: number, record: JournalRecord | undefined, signal: AbortSignal): Promise<Verdict> {
  const isSameInput = record !== undefined && (await compareInput(plan.input, record, signal)) === 'same';
  if (!isSameInput) return { kind: 'edited', plan, index };
  return { kind: 'kept', kept: { index, plan, isEdited: true, ...(record.done === undefined ? {} : { facts: record.done.facts }) } };
}

/** @returns the record whose bytes the output holds, of these settings if there is one. */
async function findMatching(path: string, { size, mtimeNs }: BigIntStats, records: readonly JournalRecord[], id: string, signal: AbortSignal): Promise<JournalRecord | undefined> {
  const alike = records.filter(({ byteLength }) => BigInt(byteLength) === size).sort((a, b) => Number(b.settings === id) - Number(a.settings === id));
  const untouched = alike.find(({ done }) => done?.mtimeNs === String(mtimeNs));
  if (untouched !== undefined || alike.length === 0) return untouched;
  const sha256 = await hashFile(path, signal);
  return alike.find((record) => record.sha256 === sha256);
}

/** @returns `same` bytes; `changed` since, at the same place; or an `other` photo, of another place. */
async function compareInput(path: string, { input }: JournalRecord, signal: AbortSignal): Promise<'same' | 'changed' | 'other'> {
  const status = await statOrNothing(path);
  if (status === undefined) return 'changed';
  const isSamePlace = (await realpath(path)) === input.path;
  const isSameSize = status.size === BigInt(input.byteLength);
  if (isSamePlace && isSameSize && String(status.mtimeNs) === input.mtimeNs) return 'same';
  if (isSameSize && (await hashFile(path, signal).catch(() => undefined)) === input.sha256) return 'same';
  return isSamePlace ? 'changed' : 'other';
}

async function statOrNothing(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

function markOf({ byteLength, sha256 }: JournalRecord): ContentMark {
  return { byteLength, sha256 };
}

function refuseObstacles(verdicts: readonly Verdict[], { records, settings }: ResumeOptions): void {
  const pick = <K extends Verdict['kind']>(kind: K): Extract<Verdict, { kind: K }>[] => verdicts.filter((verdict): verdict is Extract<Verdict, { kind: K }> => verdict.kind === kind);
  const others = pick('other-settings');
  if (others.length > 0) {
    const then = records.settings.get(others[0].record.settings);
    const differences = then === undefined ? [] : differencesOf(then, settings);
    const what = differences.length === 0 ? '' : `: ${differences.join(', ')}`;
    throw exists(others, `was made by an earlier run with other settings${what}`, 'was', 'the same settings, another folder, or --force to do them again', { differences });
  }
  const damage = records.damagedCount === 0 ? '' : ` (${records.damagedCount} damaged ${records.damagedCount === 1 ? 'line' : 'lines'} of the journal passed over)`;
  const foreign = pick('foreign');
  if (foreign.length > 0) throw exists(foreign, `exists already${damage}`, 'does', 'free names, or --force', {});
  const edited = pick('edited');
  if (edited.length > 0) throw exists(edited, `was changed since an earlier run wrote it${damage}`, 'was', 'it put away, or --force to replace it', {});
}

function exists(list: readonly { readonly plan: OutputPlan }[], what: string, verb: 'was' | 'does', expected: string, fields: Readonly<Record<string, unknown>>): HostError {
  const outputs = list.map(({ plan }) => plan.output);
  const plural = verb === 'was' ? 'were' : 'do';
  const others = outputs.length === 1 ? '' : `, and so ${outputs.length === 2 ? `${verb} 1 other output` : `${plural} ${outputs.length - 1} other outputs`}`;
  return new HostError('exists', `${displayPath(outputs[0])}: ${what}${others} (expected ${expected})`, { fields: { outputs, ...fields } });
}
