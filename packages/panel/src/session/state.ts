import type { Effect, HostCapabilities, OpenTarget, Raster, TargetReference, WriteBackEntry } from '@openretouch/core';
import type { EngineStatus, Measured, PhotoHandle } from '@openretouch/core/worker';
import { type AutoEdit, type AutoMode, type Edit, EMPTY_EDIT, type StyleInUse } from './edit.js';
import type { Problem } from './problem.js';

/** A photo that is open in the engine. */
export interface SessionPhoto {
  readonly target: TargetReference;
  readonly handle: PhotoHandle;
  readonly width: number;
  readonly height: number;
  /** As `runInHost` takes it. */
  readonly open: OpenTarget;
  /** As it is, at the preview's size, 8 bit. */
  readonly original: Raster;
}

export interface SessionPreview {
  /** The edit that it shows, as it was then. */
  readonly edit: Edit;
  readonly raster: Raster;
  readonly measured: Measured | undefined;
}

/** What stands in the host's document. */
export interface AppliedResult {
  readonly resultId: string;
  /** The edit that was applied; `undefined` for a result of an earlier session that holds no edit. */
  readonly edit: Edit | undefined;
  /** How each step appears there. */
  readonly entries: readonly WriteBackEntry[];
  readonly undo: 'one' | 'many' | 'none';
}

export type SessionWork =
  | { readonly kind: 'reading' }
  | { readonly kind: 'auto' }
  | { readonly kind: 'applying'; readonly fraction: number; readonly megapixels: number }
  | { readonly kind: 'reverting' };

/** What Auto did to the photo, measured. */
export interface AutoEffect {
  readonly auto: AutoEdit;
  readonly effect: Effect;
}

/** Whether the trained models can be asked. */
export type ModelState = { readonly status: 'ready' } | { readonly status: 'absent' } | { readonly status: 'loading'; readonly doneBytes: number; readonly allBytes: number };

/** What a host shows where there is no photo to retouch. */
export type SessionStage = 'empty' | 'reading' | 'ready' | 'unsupported';

/** Something short to say, once. */
export type SessionMessage = 'cancelled' | 'copied' | 'saved' | 'reverted' | 'pasted' | 'nothing-to-paste' | 'no-grey-there';

export interface SessionState {
  readonly stage: SessionStage;
  readonly targets: readonly TargetReference[];
  readonly capabilities: HostCapabilities | undefined;
  readonly photo: SessionPhoto | undefined;
  readonly edit: Edit;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly preview: SessionPreview | undefined;
  readonly autoEffect: AutoEffect | undefined;
  /** The mode in which Auto runs next, before it has run. */
  readonly autoMode: AutoMode;
  /** The style that Auto's mode `style` uses. */
  readonly style: StyleInUse | undefined;
  readonly models: ModelState;
  readonly engineStatus: EngineStatus | undefined;
  /** The graphics card was lost while it worked. */
  readonly hasFallenBack: boolean;
  /** Of the last run of Auto. */
  readonly autoMilliseconds: number | undefined;
  readonly applied: AppliedResult | undefined;
  readonly work: SessionWork | undefined;
  readonly problem: Problem | undefined;
  /** Numbered, so that the same message can be said twice. */
  readonly message: { readonly what: SessionMessage; readonly serial: number } | undefined;
}

export const INITIAL_STATE: SessionState = {
  stage: 'empty',
  targets: [],
  capabilities: undefined,
  photo: undefined,
  edit: EMPTY_EDIT,
  canUndo: false,
  canRedo: false,
  preview: undefined,
  autoEffect: undefined,
  autoMode: 'learned',
  style: undefined,
  models: { status: 'ready' },
  engineStatus: undefined,
  hasFallenBack: false,
  autoMilliseconds: undefined,
  applied: undefined,
  work: undefined,
  problem: undefined,
  message: undefined,
};
