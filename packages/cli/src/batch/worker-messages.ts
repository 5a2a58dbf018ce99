import type { PhotoHeader } from '../files/decode-photo.js';
import type { FailureRecord } from './photo-failure.js';
import type { RetouchSession } from './photo-retoucher.js';
import type { LookResult, LookTask, PhotoResult, PhotoTask, WriteIntent } from './photo-task.js';

/** What the run tells a worker process. All messages are JSON. */
export type MessageToWorker =
  | { readonly kind: 'session'; readonly session: RetouchSession }
  | { readonly kind: 'photo'; readonly task: PhotoTask }
  | { readonly kind: 'look'; readonly task: LookTask }
  | { readonly kind: 'admitted' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'cancel' };

/** What a worker process tells the run. */
export type MessageFromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unfit'; readonly failure: FailureRecord }
  | { readonly kind: 'admit'; readonly header: PhotoHeader }
  | { readonly kind: 'announce'; readonly intent: WriteIntent }
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'result'; readonly result: PhotoResult | LookResult }
  | { readonly kind: 'cancelled' };
