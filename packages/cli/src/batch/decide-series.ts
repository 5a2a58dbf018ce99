import { type LockedPhoto, lockSeries, type SeriesLock, type SeriesPhoto } from '@openretouch/core';
import { pause } from '../commands/context.js';
import { displayPath } from '../files/photo.js';
import type { Reporter } from '../report.js';
import { hashBytes } from './hash-file.js';
import type { RetouchSession } from './photo-retoucher.js';
import type { LookResult, LookTask, SeriesPart } from './photo-task.js';
import { type RunContext, runWorkload } from './run-tasks.js';

/** A run whose photos are drawn together. */
export interface SeriesRun {
  /** Every photo of the inputs, those of other shards too: what a photo gets must not depend on how the work is divided. */
  readonly inputs: readonly string[];
  readonly share: number;
  readonly session: RetouchSession;
  readonly jobs?: number;
}

/** What the series does to each photo, and what there is to say of it as a whole. */
export interface DecidedSeries {
  readonly partOf: (input: string) => SeriesPart;
  readonly summary: SeriesSummary;
}

/** A series as `--json` and `--dry-run` tell it. */
export interface SeriesSummary {
  readonly share: number;
  readonly scenes: readonly { readonly number: number; readonly photos: readonly string[]; readonly leftOut: readonly string[] }[];
  /** Photos that show what no other does. */
  readonly aloneCount: number;
  /** Photos that could not be looked at; they fail when it is their turn. */
  readonly unseen: readonly string[];
}

/** A copy in each of two forms, and no encoder. */
const LOOK_TIMES_PIXELS = 2;
const UNSEEN: Omit<LockedPhoto, 'name'> = { status: 'alone', departure: 0, operations: [], sentence: 'could not be looked at' };

/**
 * Looks at all photos of a series, many at once, and decides what it does to each.
 *
 * @throws what kept the workers from starting; the signal's reason when cancelled.
 */
export async function decideSeries({ inputs, share, session, jobs }: SeriesRun, context: RunContext): Promise<DecidedSeries> {
  const looked = new Array<SeriesPhoto | undefined>(inputs.length).fill(undefined);
  await runWorkload<LookTask, LookResult>(
    {
      tasks: inputs.map((input, index) => ({ index, input })),
      keptCount: 0,
      session,
      ...(jobs === undefined ? {} : { jobs }),
      title: 'looking at the series',
      bytesInHand: ({ width, height, channels, bitDepth }) => width * height * Math.max(channels, 3) * (bitDepth / 8) * LOOK_TIMES_PIXELS,
      work: (worker, task, hooks) => worker.look(task, hooks),
      failed: (failure) => ({ status: 'failed', failure }),
      onResult: ({ index }, result) => {
        if (result.status === 'looked') looked[index] = result.photo;
        return result.status === 'failed';
      },
    },
    context,
  );
  context.signal.throwIfAborted();
  const seen = looked.flatMap((photo) => photo ?? []);
  const lock = await lockSeries(seen, share, { signal: context.signal, pause });
  return { partOf: partsOf(lock), summary: summarise(lock, inputs.filter((_, index) => looked[index] === undefined)) };
}

function partsOf({ share, photos }: SeriesLock): DecidedSeries['partOf'] {
  const byInput = new Map(photos.map(({ name, ...part }) => [name, { ...part, share }]));
  return (input) => byInput.get(input) ?? { ...UNSEEN, share };
}

function summarise({ share, scenes, photos }: SeriesLock, unseen: readonly string[]): SeriesSummary {
  const namesAt = (places: readonly number[]): string[] => places.map((place) => photos[place].name);
  return {
    share,
    scenes: scenes.map(({ number, photos: places, leftOut }) => ({ number, photos: namesAt(places), leftOut: namesAt(leftOut) })),
    aloneCount: photos.filter(({ status }) => status === 'alone').length,
    unseen,
  };
}

/** Says what was found: scenes by number, and everyone who was left out by name. */
export function printSeries({ scenes, aloneCount, unseen }: SeriesSummary, reporter: Reporter): void {
  const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
  const inScenes = scenes.reduce((sum, { photos }) => sum + photos.length, 0);
  reporter.line(`series: ${count(scenes.length, 'scene')} of ${count(inScenes, 'photo')}, ${aloneCount} alone`);
  for (const { number, leftOut } of scenes) if (leftOut.length > 0) reporter.line(`left out of scene ${number}: ${leftOut.map(displayPath).join(', ')}`);
  if (unseen.length > 0) reporter.line(`could not be looked at: ${unseen.map(displayPath).join(', ')}`);
}

/** @returns 16 hexadecimal digits, equal for parts that do the same to a photo. */
export function seriesMark({ operations }: Pick<SeriesPart, 'operations'>): string {
  return hashBytes(JSON.stringify(operations)).slice(0, 16);
}
