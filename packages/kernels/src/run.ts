import type { Raster } from '@openretouch/core';
import type { Address } from './kernel-exports.js';
import type { JobLayout, KernelMemory } from './kernel-memory.js';

/** Pixels of a run: 16 kB of float32 stay in the first-level cache while every stage passes over them. */
export const RUN_PIXELS = 1024;
export const RUN_BYTES = RUN_PIXELS * 16;

/** A run of pixels as stages see it: where it lies in memory and which pixels of which picture it holds. */
export interface Run {
  readonly address: Address;
  readonly count: number;
  /** Index of the first pixel in the picture. */
  readonly first: number;
  readonly picture: Raster;
}

/** Does one stage to a run, in place. */
export type RunStage = (run: Run) => void;

/** What stages are compiled with. */
export interface StageCompiler {
  readonly memory: KernelMemory;
  readonly layout: JobLayout;
  /** Called when the job's buffers may have been overwritten by another job. */
  readonly onEntered: (forget: () => void) => void;
}
