import type { OutputPlan } from '../options/output-paths.js';
import type { FailureRecord } from './photo-failure.js';
import type { PhotoFacts } from './photo-task.js';

/** What became of one photo of a run. */
export interface PhotoEntry {
  readonly plan: OutputPlan;
  /** `kept`: finished by an earlier run; `unreached`: the run was stopped before. */
  readonly status: 'retouched' | 'kept' | 'failed' | 'unreached';
  readonly facts?: PhotoFacts;
  readonly failure?: FailureRecord;
  /** Seconds until a failure. */
  readonly failedAfterSeconds?: number;
  /** Whether somebody has changed the kept output. */
  readonly isEdited?: boolean;
}
