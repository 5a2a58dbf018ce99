import { InvalidArgumentError } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { differencesOf } from '../settings.js';
import { type BatchReport, countPhotos, sortPhotos } from './batch-report.js';

/** A report and the file it was read from. */
export interface NamedReport {
  readonly path: string;
  readonly report: BatchReport;
}

/** Numbers shown of a long list. */
const SHOWN = 10;

/**
 * Makes one report of those of all shards of one run.
 *
 * @throws InvalidArgumentError when they are of different settings or sets of photos, when a shard is missing or there twice, or one is
 * no shard's.
 */
export function mergeReports(named: readonly NamedReport[]): BatchReport {
  const [first] = named;
  if (first === undefined) throw new InvalidArgumentError('no reports to merge (expected those of all shards)', {});
  const count = first.report.shard?.count ?? 0;
  const byIndex = new Map<number, NamedReport>();
  for (const entry of named) {
    const { path, report } = entry;
    const name = displayPath(path);
    if (report.shard === null) throw new InvalidArgumentError(`${name}: of a whole run (expected the report of a run with --shard)`, { path });
    requireAlike(first, entry);
    const twin = byIndex.get(report.shard.index);
    if (twin !== undefined) throw new InvalidArgumentError(`shard ${report.shard.index} of ${count} is there twice: ${displayPath(twin.path)} and ${name} (expected each once)`, { shard: report.shard.index, paths: [twin.path, path] });
    byIndex.set(report.shard.index, entry);
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    const list = missing.slice(0, SHOWN).join(', ') + (missing.length > SHOWN ? `, ... (${missing.length})` : '');
    throw new InvalidArgumentError(`${missing.length === 1 ? 'shard' : 'shards'} ${list} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing (expected the reports of all)`, { missing });
  }
  const reports = [...byIndex].sort(([a], [b]) => a - b).map(([, { report }]) => report);
  const photos = reports.flatMap((report) => report.photos);
  requireWhole(photos, first.report.set.count);
  const starts = reports.map(({ started }) => started).sort();
  const ends = reports.map(({ finished }) => finished).sort();
  return {
    ...first.report,
    shard: null,
    started: starts[0],
    finished: ends[ends.length - 1],
    seconds: Math.max(...reports.map(({ seconds }) => seconds)),
    interrupted: reports.some(({ interrupted }) => interrupted),
    counts: countPhotos(photos),
    photos: sortPhotos([...photos].sort((a, b) => (a.output < b.output ? -1 : 1))),
  };
}

function requireAlike(a: NamedReport, b: NamedReport): void {
  const names = `${displayPath(a.path)} and ${displayPath(b.path)}`;
  const paths = [a.path, b.path];
  if (a.report.settingsId !== b.report.settingsId) {
    const differences = differencesOf(a.report.settings, b.report.settings).join(', ');
    throw new InvalidArgumentError(`${names} are of runs with different settings: ${differences} (expected one run's)`, { paths });
  }
  if (a.report.shard?.count !== b.report.shard?.count) {
    throw new InvalidArgumentError(`${names} are of ${a.report.shard?.count ?? 0} and of ${b.report.shard?.count ?? 0} shards (expected one number)`, { paths });
  }
  if (a.report.set.id !== b.report.set.id) {
    throw new InvalidArgumentError(`${names} are of different sets of photos, ${a.report.set.count} and ${b.report.set.count} (expected one: were photos added between the shards?)`, { paths });
  }
}

function requireWhole(photos: readonly { readonly output: string }[], count: number): void {
  const distinct = new Set(photos.map(({ output }) => output));
  if (photos.length === count && distinct.size === count) return;
  throw new InvalidArgumentError(`the shards hold ${photos.length} photos, ${distinct.size} of them distinct, of a set of ${count} (expected each once)`, { photos: photos.length, count });
}
