import type { ApplyReport, LockedPhoto, PlanNote, RetouchedTarget, SeriesPhoto } from '@openretouch/core';
import type { PhotoHeader } from '../files/decode-photo.js';
import type { OutputPlan } from '../options/output-paths.js';
import type { FailureRecord } from './photo-failure.js';

/** A file's content, short: equal marks are equal bytes. */
export interface ContentMark {
  readonly byteLength: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A file and the state it was seen in. */
export interface InputMark extends ContentMark {
  /** Absolute, links resolved. */
  readonly path: string;
  /** Time of the last change in nanoseconds, as decimal digits. */
  readonly mtimeNs: string;
}

/** What the series of a run does to one of its photos. */
export interface SeriesPart extends Omit<LockedPhoto, 'name'> {
  /** Of the way to its scene's middle, 0..1. */
  readonly share: number;
}

/** One photo to be looked at, before the series is known. */
export interface LookTask {
  /** Place among the photos of the series, from 0. */
  readonly index: number;
  readonly input: string;
}

/** One photo to be retouched. */
export interface PhotoTask extends OutputPlan {
  /** Place among the photos of the run, from 0. */
  readonly index: number;
  /** Absent where the run is no series. */
  readonly series?: SeriesPart;
  /** Whether an existing output is replaced. */
  readonly overwrite: boolean;
  /** The only contents that may be replaced; without it any. */
  readonly replaces?: ContentMark;
}

/** What is about to be written; told before the file gets its name. */
export interface WriteIntent extends ContentMark {
  readonly input: InputMark;
  /** Of the hidden file beside the output that holds the bytes until they are whole. */
  readonly temporaryName: string;
}

/** What is known of a finished photo. */
export interface PhotoFacts {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  /** What was done to its colours, in words; absent in the journals of earlier versions. */
  readonly effect?: string;
  readonly decided: readonly PlanNote[];
  /** How the pixels were computed; absent from older journals. */
  readonly applied?: ApplyReport;
  readonly notes: readonly string[];
  readonly warnings: RetouchedTarget['warnings'];
  /** Absent where the run is no series. */
  readonly series?: SeriesPart;
}

export type PhotoResult =
  | { readonly status: 'retouched'; readonly facts: PhotoFacts; readonly outputMtimeNs: string }
  | { readonly status: 'failed'; readonly failure: FailureRecord; readonly seconds: number };

export type LookResult =
  | { readonly status: 'looked'; readonly photo: SeriesPhoto }
  | { readonly status: 'failed'; readonly failure: FailureRecord };

/** What a worker asks and tells while it works on a photo. */
export interface PhotoHooks {
  readonly signal: AbortSignal;
  /** Waits until there is memory for the photo's pixels. */
  readonly admit: (header: PhotoHeader) => Promise<void>;
  /** Waits until the intent is on record; only then is the output written. */
  readonly announce: (intent: WriteIntent) => Promise<void>;
  readonly onProgress: (fraction: number) => void;
}

export type LookHooks = Pick<PhotoHooks, 'signal' | 'admit'>;

/** Retouches photos, or looks at them, one at a time. */
export interface RetouchWorker {
  /** Whether it can take a photo. */
  readonly isAlive: boolean;
  /**
   * @returns the result; what is wrong with the photo is a result as well.
   * @throws WorkerDiedError when the worker is of no use any more; the signal's reason when cancelled.
   */
  retouch(task: PhotoTask, hooks: PhotoHooks): Promise<PhotoResult>;
  /** As `retouch`; writes nothing. */
  look(task: LookTask, hooks: LookHooks): Promise<LookResult>;
  close(): void;
}

export type StartWorker = () => Promise<RetouchWorker>;
