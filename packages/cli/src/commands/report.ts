import { mergeReports } from '../batch/report/merge-reports.js';
import { readReport } from '../batch/report/read-report.js';
import { checkReportPaths, writeReport } from '../batch/report/write-report.js';
import type { CommandContext } from './context.js';

export interface MergeOptions {
  readonly output: string;
  readonly isForced: boolean;
}

/**
 * Makes one report of those of all shards of a run.
 *
 * @throws InvalidFileError for a file that is no report; InvalidArgumentError for reports that do not make up one run.
 */
export async function mergeReportFiles(paths: readonly string[], { output, isForced }: MergeOptions, { reporter }: CommandContext): Promise<void> {
  checkReportPaths([output], '-o', paths, isForced);
  const named = [];
  for (const path of paths) named.push({ path, report: await readReport(path) });
  const merged = mergeReports(named);
  await writeReport(output, merged);
  const { photos, retouched, kept, failed, unreached } = merged.counts;
  const parts = [`${retouched + kept} finished`, ...(failed > 0 ? [`${failed} failed`] : []), ...(unreached > 0 ? [`${unreached} not reached`] : [])];
  reporter.line(`${output}: ${photos} ${photos === 1 ? 'photo' : 'photos'} of ${named.length} ${named.length === 1 ? 'shard' : 'shards'}, ${parts.join(', ')}`);
  reporter.result({ output, shards: named.length, counts: merged.counts });
}
