import { describeApplied } from '../../commands/describe-applied.js';
import { describePlanNotes } from '../../commands/plan-notes.js';
import { hashBytes } from '../hash-file.js';
import type { PhotoEntry } from '../photo-entry.js';
import type { SeriesPart } from '../photo-task.js';
import { type BatchSettings, settingsId } from '../settings.js';
import type { Shard } from '../shard.js';

/** The form of a report; `packages/cli/report.schema.json` describes it. */
export const REPORT_FORM = 'openretouch/report@1';

export type ReportStatus = PhotoEntry['status'];

/** One photo of a report. */
export interface ReportPhoto {
  readonly input: string;
  readonly output: string;
  readonly status: ReportStatus;
  readonly seconds?: number;
  /** Pixels of the input, as stored. */
  readonly width?: number;
  readonly height?: number;
  /** What was done to its colours, in words. */
  readonly effect?: string;
  /** What was decided from the photo, one sentence each. */
  readonly decided?: readonly string[];
  /** What the series did to it; absent where the run was none. */
  readonly series?: { readonly status: SeriesPart['status']; readonly scene?: number; readonly sentence: string };
  /** How the pixels were computed, in words. */
  readonly applied?: string;
  readonly notes?: readonly string[];
  readonly error?: Readonly<Record<string, unknown>> & { readonly code: string; readonly message: string };
}

/** What a run did, for people and programs that were not there. */
export interface BatchReport {
  readonly schema: typeof REPORT_FORM;
  readonly settings: BatchSettings;
  /** Equal for settings that give equal results. */
  readonly settingsId: string;
  /** All photos of the inputs, those of other shards included. */
  readonly set: { readonly id: string; readonly count: number };
  /** Which part of the set this is; null for the whole. */
  readonly shard: Shard | null;
  readonly started: string;
  readonly finished: string;
  /** Wall-clock seconds; merged, the longest shard's. */
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly counts: Readonly<Record<ReportStatus, number>> & { readonly photos: number };
  readonly leftOut: { readonly unsupported: readonly string[]; readonly otherCount: number; readonly ownOutputCount: number; readonly problems: readonly string[] };
  /** Failures first, then what was not reached, then the rest in the order of the inputs. */
  readonly photos: readonly ReportPhoto[];
}

export interface ReportSource {
  readonly settings: BatchSettings;
  readonly set: BatchReport['set'];
  readonly shard?: Shard;
  readonly started: Date;
  readonly finished: Date;
  readonly entries: readonly PhotoEntry[];
  readonly leftOut: BatchReport['leftOut'];
  readonly interrupted: boolean;
}

export function buildReport({ settings, set, shard, started, finished, entries, leftOut, interrupted }: ReportSource): BatchReport {
  const photos = sortPhotos(entries.map(describePhoto));
  return {
    schema: REPORT_FORM,
    settings,
    settingsId: settingsId(settings),
    set,
    shard: shard ?? null,
    started: started.toISOString(),
    finished: finished.toISOString(),
    seconds: (finished.getTime() - started.getTime()) / 1000,
    interrupted,
    counts: countPhotos(photos),
    leftOut,
    photos,
  };
}

/** @param paths - of all photos, portable and below their input folder, in any order. */
export function describeSet(paths: readonly string[]): BatchReport['set'] {
  return { id: hashBytes([...paths].sort().join('\n')).slice(0, 16), count: paths.length };
}

const ORDER: readonly ReportStatus[] = ['failed', 'unreached'];

/** @returns failures first, then the unreached; the order is kept otherwise. */
export function sortPhotos(photos: readonly ReportPhoto[]): ReportPhoto[] {
  const rank = ({ status }: ReportPhoto): number => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);
  return [...photos].sort((a, b) => rank(a) - rank(b));
}

export function countPhotos(photos: readonly ReportPhoto[]): BatchReport['counts'] {
  const count = (status: ReportStatus): number => photos.filter((photo) => photo.status === status).length;
  return { photos: photos.length, retouched: count('retouched'), kept: count('kept'), failed: count('failed'), unreached: count('unreached') };
}

function describePhoto({ plan, status, facts, failure, failedAfterSeconds, isEdited }: PhotoEntry): ReportPhoto {
  const notes = [...(facts?.notes ?? []), ...(facts?.warnings ?? []).map(({ details }) => details), ...ownNotes(status, facts === undefined, isEdited === true)];
  return {
    input: plan.input,
    output: plan.output,
    status,
    ...(facts === undefined ? {} : { seconds: round(facts.seconds), width: facts.width, height: facts.height, decided: describePlanNotes(facts.decided) }),
    ...(facts?.series === undefined ? {} : { series: describeSeriesPart(facts.series) }),
    ...(facts?.effect === undefined ? {} : { effect: facts.effect }),
    ...(facts?.applied === undefined ? {} : { applied: describeApplied(facts.applied) }),
    ...(failedAfterSeconds === undefined ? {} : { seconds: round(failedAfterSeconds) }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(failure === undefined ? {} : { error: { code: 'internal', ...failure.fields } }),
  };
}

function describeSeriesPart({ status, scene, sentence }: SeriesPart): NonNullable<ReportPhoto['series']> {
  return { status, ...(scene === undefined ? {} : { scene }), sentence };
}

function ownNotes(status: ReportStatus, hasNoFacts: boolean, isEdited: boolean): string[] {
  const notes: string[] = [];
  if (isEdited) notes.push('changed since it was written, left as it is');
  if (status === 'kept' && hasNoFacts) notes.push('written just as an earlier run was cut off; what was decided for it is not on record');
  return notes;
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
