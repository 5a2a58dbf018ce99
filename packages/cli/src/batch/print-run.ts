import { describeApplied } from '../commands/describe-applied.js';
import { describePlanNotes } from '../commands/plan-notes.js';
import { errorFields, type Reporter } from '../report.js';
import { displayPath } from '../files/photo.js';
import { PhotoFailure } from './photo-failure.js';
import type { ResumedRun } from './resume.js';
import type { PhotoEntry } from './photo-entry.js';

/** Says what an earlier run has done already. */
export function printResumed({ tasks, kept }: ResumedRun, reporter: Reporter): void {
  if (kept.length === 0) return;
  const total = tasks.length + kept.length;
  const edited = kept.filter(({ isEdited }) => isEdited);
  if (tasks.length > 0) reporter.line(`resumed: ${kept.length} of ${total} photos are finished already, ${tasks.length} to go`);
  else reporter.line(`${total === 1 ? 'the photo is' : `all ${total} photos are`} finished already, nothing to do`);
  if (edited.length > 0) {
    const others = edited.length === 1 ? '' : edited.length === 2 ? ', and so was 1 other' : `, and so were ${edited.length - 1} others`;
    reporter.line(`left as it is: ${displayPath(edited[0].plan.output)}, changed since it was written${others}`);
  }
}

/** Prints what became of a photo: a line, and under it what was decided; a failure on stderr. */
export function printEntry({ plan, facts, failure }: PhotoEntry, reporter: Reporter): void {
  if (failure !== undefined) {
    reporter.error(new PhotoFailure(failure));
    return;
  }
  reporter.line(`${plan.input} -> ${plan.output}  ${facts?.seconds.toFixed(1)} s`);
  for (const line of describePlanNotes(facts?.decided ?? [])) reporter.line(`  ${line}`);
  if (facts?.series !== undefined) reporter.line(`  series: ${facts.series.sentence}`);
  for (const note of facts?.notes ?? []) reporter.line(`  ${note}`);
  for (const { details } of facts?.warnings ?? []) reporter.line(`  ${details}`);
  if (facts?.applied !== undefined) reporter.detail(`  ${describeApplied(facts.applied)}`);
}

/** @returns a photo of the document that `--json` prints. */
export function describeEntry({ plan: { input, output }, status, facts, failure }: PhotoEntry): Record<string, unknown> {
  return { input, output, status, ...(failure === undefined ? (facts ?? {}) : { error: errorFields(new PhotoFailure(failure)) }) };
}
